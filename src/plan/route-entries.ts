import type { Severity } from './objective.ts';
import type { Origin } from './origin.ts';
import type { Level, Recipient, Route, SeverityRoute, Timing } from './route.ts';

/** Recipients whom one level tells at one timing: what becomes a route and a receiver. */
export interface Entry {
  readonly severity: Exclude<Severity, 'none'>;
  readonly number: number;
  readonly timing: Timing | 'digest';
  readonly afterSeconds: number;
  readonly recipients: readonly Recipient[];
  readonly origin: Origin;
}

/**
 * The entries of a severity that alerts can reach. A later level that is not staged is none of ours: its receivers escalate
 * by themselves.
 */
export function entriesOf({ severity, levels, digest }: SeverityRoute): Entry[] {
  const entries = new Map<string, Entry>();
  for (const level of levels) {
    if (!isReached(level)) continue;
    const { number, afterSeconds, recipients, origin } = level;
    const timing = digest === undefined ? level.timing : 'digest';
    const key = `${number}/${timing}`;
    const known = entries.get(key);
    entries.set(
      key,
      known === undefined
        ? { severity, number, timing, afterSeconds, recipients, origin }
        : { ...known, recipients: [...known.recipients, ...recipients] },
    );
  }
  return [...entries.values()];
}

function isReached({ number, staged }: Level): boolean {
  return number === 1 || staged;
}

/** Levels that the receivers reach by themselves, by number. */
export function nativeLevels({ levels }: SeverityRoute): Level[] {
  return levels.filter((level) => !isReached(level));
}

/** The entries of all severities of a route. */
export function allEntries({ severities }: Route): Entry[] {
  return severities.flatMap(entriesOf);
}
