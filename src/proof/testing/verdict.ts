import type { NamedAlerts } from './alert-names.ts';
import { hasLabels } from './judge.ts';
import type { PreparedExpectation, PreparedTest } from './prepare.ts';
import type { Labels, Moment } from './promtool-result.ts';
import type { Telling, Told } from './telling.ts';

/** An expectation that is not met. */
export interface Failure {
  readonly expectation: PreparedExpectation;
  /** What is wrong, each a sentence without a full stop. */
  readonly reasons: readonly string[];
  /** All that fires at the moment. */
  readonly actual: readonly Told[];
}

export interface Verdict {
  readonly failures: readonly Failure[];
  /** Names of alerts that were expected to fire and do. */
  readonly seen: ReadonlySet<string>;
}

/** Judges what was observed. Without a `telling` nobody can be told: there are no routes. */
export function judgeTest(
  test: PreparedTest,
  moments: readonly Moment[],
  telling: Telling | undefined,
): Verdict {
  const seen = new Set<string>();
  const failures = test.expectations.flatMap((expectation): Failure[] => {
    const actual = toldAt(moments, expectation.atSeconds, telling);
    const matching = actual.filter(
      ({ labels }) => isNamed(labels, expectation.named) && hasLabels(labels, expectation.labels),
    );
    if (expectation.spec.firing) for (const { labels } of matching) seen.add(labels['alertname'] ?? '');
    const reasons = expectation.spec.firing
      ? reasonsAgainst(expectation, matching, actual, telling !== undefined)
      : matching.map(({ labels }) => `${shortName(labels)} fires`);
    return reasons.length === 0 ? [] : [{ expectation, reasons, actual }];
  });
  return { failures, seen };
}

function toldAt(
  moments: readonly Moment[],
  atSeconds: number,
  telling: Telling | undefined,
): readonly Told[] {
  if (telling) return telling(moments, atSeconds);
  const firing = moments.find((each) => each.atSeconds === atSeconds)?.firing ?? [];
  return firing.map((labels) => ({ labels, people: [], aliases: new Map(), inhibitedBy: [], mutedBy: [] }));
}

function isNamed(labels: Labels, { alerts }: NamedAlerts): boolean {
  return alerts.some(({ name }) => name === labels['alertname']);
}

function reasonsAgainst(
  { spec, named, labels, inhibitedBy }: PreparedExpectation,
  matching: readonly Told[],
  actual: readonly Told[],
  hasRoutes: boolean,
): readonly string[] {
  if (matching.length === 0)
    return [
      silence(
        spec.alert,
        labels,
        actual.filter((told) => isNamed(told.labels, named)),
      ),
    ];
  const { routedTo = [], notRoutedTo = [] } = spec;
  if (!hasRoutes && (routedTo.length > 0 || notRoutedTo.length > 0 || inhibitedBy !== undefined))
    return ['there are no routes: the target alertmanager is not rendered'];
  return [
    ...routedTo.flatMap((recipient) =>
      matching.some((told) => hears(told, recipient)) ? [] : [deafness(recipient, matching)],
    ),
    ...notRoutedTo.flatMap((recipient) =>
      matching
        .filter((told) => hears(told, recipient))
        .map((told) => `${recipient} is told of ${shortName(told.labels)}`),
    ),
    ...(inhibitedBy === undefined ? [] : noise(spec.inhibitedBy ?? '', inhibitedBy, matching, actual)),
  ];
}

/** Why no alert was found: none fires, or those that do are labelled otherwise. */
function silence(alert: string, wanted: Labels, others: readonly Told[]): string {
  const [other] = others;
  if (other === undefined) return `no alert of ${alert} fires`;
  const differing = Object.entries(wanted).filter(([name, value]) => (other.labels[name] ?? '') !== value);
  const shown = differing.map(([name]) => `${name}=${JSON.stringify(other.labels[name] ?? '')}`);
  return `${shortName(other.labels)} fires with ${shown.join(', ')}`;
}

function deafness(recipient: string, matching: readonly Told[]): string {
  const why = matching.map(({ labels, people, inhibitedBy, mutedBy }) => {
    if (inhibitedBy.length > 0) return `${shortName(labels)} is silenced by ${inhibitedBy.join(', ')}`;
    if (mutedBy.length > 0 && people.length === 0)
      return `${shortName(labels)} is muted by ${mutedBy.join(', ')}`;
    return `${shortName(labels)} goes to ${people.length === 0 ? 'nobody' : people.join(', ')}`;
  });
  return `${recipient} is not told: ${why.join('; ')}`;
}

/** Which of the matching alerts are not silenced by any of those that should do it. */
function noise(
  name: string,
  causes: NamedAlerts,
  matching: readonly Told[],
  actual: readonly Told[],
): readonly string[] {
  const loud = matching.filter(
    ({ inhibitedBy }) => !inhibitedBy.some((source) => causes.alerts.some((alert) => alert.name === source)),
  );
  if (loud.length === 0) return [];
  const fires = actual.some(({ labels }) => isNamed(labels, causes));
  return loud.map(({ labels, inhibitedBy }) => {
    const by = inhibitedBy.length > 0 ? `, but by ${inhibitedBy.join(', ')}` : '';
    return `${shortName(labels)} is not silenced by ${name}${by}: ${fires ? `${name} fires, and no inhibition rule fits` : `no alert of ${name} fires`}`;
  });
}

/** A recipient as a test writes it; `ticket:` is a webhook, as in escalation policies. */
function hears({ people, aliases }: Told, recipient: string): boolean {
  const name = recipient.replace(/^ticket:/, 'webhook:');
  return people.includes(name) || people.includes(aliases.get(name) ?? '');
}

/** The alert with its level, where it is not the first. */
export function shortName(labels: Labels): string {
  const { alertname = '', level = '1' } = labels;
  return level === '1' ? alertname : `${alertname} (level ${level})`;
}
