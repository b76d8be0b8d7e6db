import { groupBy } from '../../support/group-by.ts';
import { asSentence } from '../../support/sentence.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { Alert, AlertClass } from '../alert.ts';
import type { CompareCondition, Condition, Measure } from '../condition.ts';
import type { Objective } from '../objective.ts';
import type { Origin } from '../origin.ts';
import type { Curve, Panel, PanelThreshold } from '../view.ts';
import { lines, measured } from './panel.ts';
import { amount, titleCase } from './words.ts';

/** A measure that somebody compares with a bound: an alert, or an objective on time slices. */
export interface Watched {
  readonly measure: Measure;
  readonly op: CompareCondition['op'];
  /** Absent: a schedule decides. */
  readonly bound?: Measure;
  readonly tone: PanelThreshold['tone'];
  readonly class: AlertClass;
  /** What it is called, without what it is about. */
  readonly title: string;
  /** Who compares: "FraudLoss alerts (ticket)". */
  readonly by: string;
  readonly origin: Origin;
}

/** What alerts compare, each with the bound that decides; guards such as a least number of samples are left out. */
export function watchedByAlert(alert: Alert): Watched[] {
  return deciding(alert.condition).map(({ left, op, right }) => ({
    measure: left,
    op,
    bound: right,
    tone: alert.severity === 'page' || alert.severity === 'ticket' ? 'bad' : 'warn',
    class: alert.class,
    title: alertTitle(alert),
    by: `${alert.name} alerts (${alert.severity})`,
    origin: alert.origin,
  }));
}

/** What an objective on time slices compares. */
export function watchedByObjective(objective: Objective): Watched[] {
  const { indicator } = objective;
  if (indicator.type !== 'time-in-bounds') return [];
  const { measure, badWhen, limit, otherBound, alsoBeyond } = indicator;
  const common = {
    // Shown with few samples too: people see for themselves how it moves.
    measure: measure.node === 'when' ? measure.of : measure,
    tone: 'bad' as const,
    class: objective.sliType,
    title: objective.displayName,
    by: `a slice of ${objective.displayName} is bad`,
    origin: objective.origin,
  };
  const constant = (value: number): Measure => ({ node: 'constant', value, unit: measure.unit });
  return [
    { ...common, op: badWhen, bound: constant(limit) },
    ...(otherBound === undefined
      ? []
      : [{ ...common, op: otherBound.badWhen, bound: constant(otherBound.limit) }]),
    ...(alsoBeyond === undefined ? [] : [{ ...common, op: badWhen, bound: alsoBeyond }]),
  ];
}

/** One panel for each measure, with all bounds that anybody compares it with; in order of their titles. */
export function watchedPanels(watched: readonly Watched[], parts: Partial<Panel> = {}): Panel[] {
  const byMeasure = groupBy(watched.map(readable), ({ measure }) => stableJson(measure));
  return [...byMeasure.values()].map((group) => panelOf(group, parts));
}

/** A moment is shown as the time since: nobody reads Unix seconds. The schedule that it is held against is not drawn. */
function readable(watched: Watched): Watched {
  const { measure } = watched;
  if (measure.node !== 'gauge' || measure.unit !== 'unix-seconds') return watched;
  const aggregate = measure.aggregate === 'max' ? 'newest' : 'oldest';
  const { bound: _schedule, ...others } = watched;
  return { ...others, measure: { node: 'age', of: measure.of, aggregate, unit: 'seconds' } };
}

function panelOf(group: readonly Watched[], parts: Partial<Panel>): Panel {
  const [first] = sortedBy(group, ({ title }) => [title.length.toString().padStart(4, '0'), title].join(' '));
  if (first === undefined) throw new Error('a group has a member');
  const { measure } = first;
  const fixed = group.flatMap(({ op, bound, tone, by }) =>
    bound?.node === 'constant'
      ? [{ value: bound.value, beyond: beyondOf(op), tone, label: `${by} ${op} ${amount(bound)}` }]
      : [],
  );
  return lines({
    id: `watched:${first.origin.object.kind}/${first.origin.object.name}/${first.title}`,
    title: first.title,
    description: describe(group),
    unit: measure.unit,
    curves: [measured(first.title, measure), ...references(group)],
    thresholds: distinctThresholds(fixed),
    ...(measure.unit === 'ratio' && { least: 0 }),
    origin: first.origin,
    ...parts,
  });
}

/** Bounds that move are drawn as curves. */
function references(group: readonly Watched[]): Curve[] {
  const moving = group.flatMap(({ bound, op }) =>
    bound === undefined || bound.node === 'constant' ? [] : [{ bound, op }],
  );
  const distinct = new Map(moving.map((each) => [stableJson(each.bound), each]));
  return [...distinct.values()].map(({ bound, op }) =>
    measured(op.startsWith('>') ? 'highest that is normal' : 'lowest that is normal', bound, true),
  );
}

function describe(group: readonly Watched[]): string {
  const sentences = group.map(({ by, op, bound }) => {
    if (bound === undefined) return `Time since it was done; ${by} by the schedule`;
    return bound.node === 'constant'
      ? `${by} when it is ${op} ${amount(bound)}`
      : `${by} when it is ${op} the dashed line`;
  });
  return [...new Set(sentences)].map(asSentence).join(' ');
}

/** Of the same value and side the graver one. */
function distinctThresholds(thresholds: readonly PanelThreshold[]): PanelThreshold[] {
  const graver = thresholds.toSorted((a, b) => Number(a.tone === 'bad') - Number(b.tone === 'bad'));
  return sortedByValue([...new Map(graver.map((each) => [`${each.value} ${each.beyond}`, each])).values()]);
}

function sortedByValue(thresholds: readonly PanelThreshold[]): PanelThreshold[] {
  return thresholds.toSorted((a, b) => a.value - b.value);
}

function beyondOf(op: CompareCondition['op']): PanelThreshold['beyond'] {
  return op.startsWith('>') ? 'above' : 'below';
}

/** The comparisons that decide: in a conjunction the first, since the others are its guards and confirmations. */
function deciding(condition: Condition): CompareCondition[] {
  switch (condition.node) {
    case 'compare':
      return [condition];
    case 'all':
      return condition.of.slice(0, 1).flatMap(deciding);
    case 'any':
      return condition.of.flatMap(deciding);
    case 'unless':
      return deciding(condition.of);
    case 'latched':
      return deciding(condition.trigger);
    default:
      return [];
  }
}

function alertTitle({ id, object, subject }: Alert): string {
  const [, aspect = ''] = id.split('/');
  const own = object.name === subject.name ? '' : object.name;
  const words = [own, aspect === 'threshold' ? '' : aspect].filter((word) => word !== '').join(': ');
  return titleCase(words === '' ? object.name : words);
}
