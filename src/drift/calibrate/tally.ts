import type { JobPolicy, Levels } from '../../plan/drift-job.ts';
import { confirmed, type Judged } from '../decide.ts';
import { testKey } from '../history.ts';
import type { Level } from '../result.ts';
import type { Place, Places } from './place.ts';

/** How it is known that nothing has drifted. */
export type SampleKind = 'resampled' | 'history';

/** A difference that a run takes for one: too large for chance after correction, on enough rows. */
interface Significant {
  readonly key: string;
  readonly place: Place;
  readonly effect: number;
  /** Of all rows, not of a segment: only these decide of a policy as a whole. */
  readonly isWhole: boolean;
}

/** What runs without drift came to at one place. */
export interface Series {
  readonly kind: SampleKind;
  readonly runs: number;
  /** The largest effect in each run, whether chance makes as much or not. */
  readonly largest: readonly number[];
  /** The largest significant effect of each run that has any. */
  readonly significant: readonly number[];
  /** The 99 % quantile of the statistic without drift, of distances; else 0. */
  readonly noise: number;
}

/** Runs without drift, with what is needed to judge them by other levels. */
export class Tally {
  readonly kind: SampleKind;
  readonly #places: Places;
  readonly #sequences: Significant[][][] = [];
  readonly #largest = new Map<Place, number[]>();
  readonly #noise = new Map<Place, number>();
  /** Runs in which some test had rows enough to be decided. */
  decided = 0;
  runs = 0;

  constructor(kind: SampleKind, places: Places) {
    this.kind = kind;
    this.#places = places;
  }

  /** Runs in the order of time, that share a baseline. */
  add(sequence: readonly (readonly Judged[])[]): void {
    this.#sequences.push(sequence.map((tests) => this.#run(tests)));
  }

  #run(tests: readonly Judged[]): Significant[] {
    const largest = new Map<Place, number>();
    const significant: Significant[] = [];
    for (const test of tests) {
      const place = this.#places.of(test);
      if (place === undefined || test.adjustedPValue === null) continue;
      // Only infinite effects have no number: a distance in units of a deviation that is 0.
      const effect = test.effect ?? Number.POSITIVE_INFINITY;
      largest.set(place, Math.max(largest.get(place) ?? 0, effect));
      if (test.segment === null && place.kind === 'distance')
        this.#noise.set(place, Math.max(this.#noise.get(place) ?? 0, test.noise?.q99 ?? 0));
      if (test.adjustedPValue <= (test.alpha ?? 0))
        significant.push({ key: testKey(test), place, effect, isWhole: test.segment === null });
    }
    this.runs += 1;
    if (largest.size > 0) this.decided += 1;
    for (const [place, effect] of largest) {
      const known = this.#largest.get(place) ?? [];
      known.push(effect);
      this.#largest.set(place, known);
    }
    return significant;
  }

  at(place: Place): Series {
    const largest = this.#largest.get(place) ?? [];
    const significant = this.#sequences.flat().flatMap((tests) => {
      const own = tests.filter((test) => test.place === place).map(({ effect }) => effect);
      return own.length === 0 ? [] : [Math.max(...own)];
    });
    const noise = this.#noise.get(place) ?? 0;
    return { kind: this.kind, runs: largest.length, largest, significant, noise };
  }

  /** The share of runs after which the policy as a whole is at a level or above, when so many runs in a row confirm. */
  verdicts(
    levelsOf: (place: Place) => Levels,
    { consecutive }: Pick<JobPolicy, 'consecutive'>,
  ): Readonly<Record<'warn' | 'alert', number>> {
    const count = { warn: 0, alert: 0 };
    for (const sequence of this.#sequences) {
      const last = new Map<string, Level>();
      for (const [index] of sequence.entries()) {
        const recent = sequence
          .slice(Math.max(0, index + 1 - consecutive), index + 1)
          .map((tests) => tests.filter(({ isWhole }) => isWhole))
          .toReversed();
        const keys = new Set([...last.keys(), ...recent.flatMap((tests) => tests.map(({ key }) => key))]);
        for (const key of keys) {
          const [now = 'none', ...earlier] = recent.map((tests) => levelIn(tests, key, levelsOf));
          last.set(key, confirmed(now, earlier, last.get(key) ?? 'none', consecutive));
        }
        const verdicts = [...last.values()];
        if (verdicts.includes('alert')) count.alert += 1;
        if (verdicts.some((verdict) => verdict !== 'none')) count.warn += 1;
      }
    }
    const share = (runs: number): number => (this.runs === 0 ? 0 : runs / this.runs);
    return { warn: share(count.warn), alert: share(count.alert) };
  }
}

function levelIn(tests: readonly Significant[], key: string, levelsOf: (place: Place) => Levels): Level {
  const test = tests.find((each) => each.key === key);
  if (test === undefined) return 'none';
  const { warn = Number.POSITIVE_INFINITY, alert = Number.POSITIVE_INFINITY } = levelsOf(test.place);
  if (test.effect >= alert) return 'alert';
  return test.effect >= warn ? 'warn' : 'none';
}

/** The share of runs that reach a level; an absent one is never reached. */
export function shareAt({ significant, runs }: Series, level: number | undefined): number {
  if (level === undefined || runs === 0) return 0;
  return significant.filter((effect) => effect >= level).length / runs;
}
