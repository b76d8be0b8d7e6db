import type { Measure } from '../../plan/condition.ts';
import type { Objective, Subject } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Signal } from '../../plan/signal.ts';
import { measureWindows } from '../../plan/walk.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { stableJson } from '../../support/stable-json.ts';
import { complement, printDuration, printNumber, printPercent, shiftDecimal } from '../../units/index.ts';
import { isAlarmPeriod } from './limits.ts';
import { type MathQuery, measureQuery, objectiveQueries } from './measure-queries.ts';
import type { SeriesOf } from './series.ts';
import { type Curve, type Graph, type Line } from './widgets.ts';

/** Period of graphs of what has no window of its own. */
const PERIOD_SECONDS = 300;

/**
 * The graphs of one subject: its objectives with their budgets and limits, the signals behind them, and what its monitors
 * measure. What CloudWatch does not keep or cannot calculate is not drawn; nothing is drawn twice.
 */
export function graphsOf(plan: Plan, subject: Subject, of: SeriesOf): Graph[] {
  const objectives = plan.objectives.filter((objective) => isSame(objective.subject, subject));
  const owner = `${kebabCase(subject.kind)}:${subject.name}/`;
  const signals = plan.signals.filter(({ id }) => id.startsWith(owner));
  const graphs = [
    ...objectives.flatMap((objective) => objectiveGraph(objective, of)),
    ...signals.flatMap((signal) => signalGraph(signal, objectives, of)),
    ...monitorGraphs(plan, subject, of),
  ];
  // Two monitors may measure the same, or a monitor what an objective does.
  const drawn = new Map<string, Graph>();
  for (const graph of graphs) {
    const key = stableJson(graph.curves.map(({ query }) => query));
    const first = drawn.get(key);
    drawn.set(key, first ? { ...first, lines: distinctLines(first, graph) } : graph);
  }
  return [...drawn.values()];
}

export function isSame(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.name === b.name;
}

function distinctLines(...graphs: readonly Graph[]): Line[] {
  const lines = graphs.flatMap((graph) => graph.lines ?? []);
  return [...new Map(lines.map((line) => [line.value, line])).values()];
}

function objectiveGraph({ id, displayName, indicator, target }: Objective, of: SeriesOf): Graph[] {
  const name = displayName === '' ? id : displayName;
  if (indicator.type === 'time-in-bounds') {
    const query = measureQuery(indicator.measure, of);
    const { unit } = indicator.measure;
    const limit = `bad when ${indicator.badWhen} ${amount(indicator.limit, indicator.measure)}`;
    return query === undefined
      ? []
      : [
          {
            title: name,
            unit,
            periodSeconds: windowOf(indicator.measure),
            curves: [{ label: name, query }],
            lines: [{ label: limit, value: indicator.limit }],
          },
        ];
  }
  const queries = objectiveQueries(indicator, of);
  if (queries === undefined) return [];
  const { total, bad } = queries;
  const ratio: MathQuery = {
    stats: [...total.stats, ...bad.stats],
    expression: `FILL(${bad.expression}, 0) / (${total.expression})`,
  };
  const budget = complement(target);
  return [
    {
      title: `${name}: error ratio`,
      unit: 'ratio',
      periodSeconds: PERIOD_SECONDS,
      curves: [{ label: 'error ratio', query: ratio }],
      lines: [{ label: `error budget ${printPercent(budget)}`, value: budget }],
    },
  ];
}

/** A signal as it is, with the thresholds of latency objectives on it. */
function signalGraph(signal: Signal, objectives: readonly Objective[], of: SeriesOf): Graph[] {
  const curves = curvesOf(signal).flatMap(({ label, measure }): Curve[] => {
    const query = measureQuery(measure, of);
    return query === undefined ? [] : [{ label, query }];
  });
  const lines = objectives.flatMap(({ indicator }): Line[] =>
    indicator.type === 'histogram-threshold' && indicator.of.signal === signal.id
      ? [
          {
            label: `threshold ${printDuration(indicator.thresholdSeconds)}`,
            value: indicator.thresholdSeconds,
          },
        ]
      : [],
  );
  const [first] = curvesOf(signal);
  if (curves.length === 0 || first === undefined) return [];
  return [
    {
      title: `${signal.role} (${signal.metric})`,
      unit: first.measure.unit,
      periodSeconds: PERIOD_SECONDS,
      curves,
      lines,
    },
  ];
}

function curvesOf({ id, instrument, unit }: Signal): { readonly label: string; readonly measure: Measure }[] {
  const of = { signal: id };
  if (instrument === 'counter') {
    const measure: Measure = { node: 'rate', of, overSeconds: PERIOD_SECONDS, unit: 'events-per-second' };
    return [{ label: 'rate', measure }];
  }
  if (instrument === 'gauge') {
    return unit === 'unix-seconds'
      ? [{ label: 'age', measure: { node: 'age', of, aggregate: 'oldest', unit: 'seconds' } }]
      : [{ label: 'mean', measure: { node: 'gauge', of, aggregate: 'mean', unit } }];
  }
  const quantiles = unit === 'seconds' ? [0.5, 0.95, 0.99] : [0.05, 0.5, 0.95];
  return quantiles.map((quantile) => ({
    label: `p${printNumber(shiftDecimal(quantile, 2))}`,
    measure: { node: 'quantile', of, quantile, overSeconds: PERIOD_SECONDS, unit },
  }));
}

/** What monitors compare with a fixed threshold. */
function monitorGraphs(plan: Plan, subject: Subject, of: SeriesOf): Graph[] {
  return plan.alerts.flatMap(({ object, condition, ...alert }) => {
    if (!isSame(alert.subject, subject) || condition.node !== 'compare') return [];
    const { left, op, right } = condition;
    const query = measureQuery(left, of);
    if (query === undefined) return [];
    const lines =
      right.node === 'constant'
        ? [{ label: `fires when ${op} ${amount(right.value, left)}`, value: right.value }]
        : [];
    return [
      {
        title: object.name,
        unit: left.unit,
        periodSeconds: windowOf(left),
        curves: [{ label: object.name, query }],
        lines,
      },
    ];
  });
}

function amount(value: number, { unit }: Measure): string {
  if (unit === 'ratio') return printPercent(value);
  return unit === 'seconds' ? printDuration(value) : printNumber(value);
}

/** The longest window of a measure, where it can be a period. */
function windowOf(measure: Measure): number {
  const longest = Math.max(0, ...measureWindows(measure));
  return isAlarmPeriod(longest) ? longest : PERIOD_SECONDS;
}
