/** What happens to the fraud detector of the example, and which alerts that raises. */
export interface Scenario {
  readonly title: string;
  /** Series beside the healthy ones, or instead of them. */
  readonly series: Readonly<Record<string, string>>;
  /** All alerts that come to fire, but for the dead man's switch. */
  readonly fires: Readonly<Record<string, Firing>>;
  /** Alerts that this comes near to, and must not raise. */
  readonly quiet: readonly string[];
  /** Alerts that say nothing here, since promtool does not evaluate what they read as Prometheus does. */
  readonly ignores?: readonly string[];
  /** How long to look on, such as `20m`. By default until the last level of all that fires has come. */
  readonly until?: string;
  /** Seconds between samples, and between evaluations; 30 by default. */
  readonly stepSeconds?: number;
  /** When it begins, in Unix seconds; 0 by default. */
  readonly startSeconds?: number;
}

export interface Firing {
  /** The first moment at which it fires, such as `2m30s`. */
  readonly at: string;
  /** What its summary says of the measured value at that moment. */
  readonly shown?: string;
  /** The first moment at which it no longer does. */
  readonly ends?: string;
}

/** `2m30s` in seconds. */
export function seconds(text: string): number {
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? Number.NaN),
    0,
  );
}
