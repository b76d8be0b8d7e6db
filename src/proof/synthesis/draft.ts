import type { Selection, Signal } from '../../plan/signal.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { stableJson } from '../../support/stable-json.ts';
import { demandedOf, matchOf, theSignal } from './simulate/simulation.ts';
import type { Emitter, Level, Timing, World } from './world.ts';

/** A world in the making: what emitters do is set phase by phase until the alert's condition is as wanted. */
export interface Draft {
  readonly scope: Scope;
  readonly timing: Timing;
  readonly emitters: DraftEmitter[];
}

export interface DraftEmitter {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly signal?: Signal;
  readonly histogram?: NonNullable<Emitter['histogram']>;
  readonly levels: (Level | undefined)[];
}

/** A value of labels that no spec gives; `freeLabelValue` adds to it where one does. */
const UNKNOWN = 'elsewhere';
/** How a total is spread over the sources of a selection: unevenly, so that it matters how they are joined. */
export const INSTANCES = ['a', 'b'] as const;

/** Two sources for each set of labels that the selections demand, each at a level at which nothing is remarkable. */
export function draftOf(
  scope: Scope,
  timing: Timing,
  selections: readonly Selection[],
  landmarks: readonly number[],
): Draft {
  const emitters = new Map<string, DraftEmitter>();
  const unique = sortedBy(
    new Map(selections.map((selection) => [stableJson(selection), selection])),
    ([key]) => key,
  ).map(([, selection]) => selection);
  for (const selection of unique) {
    const signal = theSignal(scope, selection);
    const { equal, unequal } = demandedOf(scope, selection);
    for (const instance of INSTANCES) {
      const labels: Record<string, string> = 'instance' in equal ? { replica: instance } : { instance };
      for (const label of Object.values(signal.prometheus.facetLabels)) {
        if (label !== undefined && !(label in equal))
          labels[label] = freeLabelValue(scope, unique, signal.metric, label);
      }
      // Values of a segment are compared with each other.
      const segment = signal.prometheus.facetLabels.value;
      if (segment !== undefined) labels[segment] = `value-${instance}`;
      for (const label of Object.keys(unequal))
        labels[label] = freeLabelValue(scope, unique, signal.metric, label);
      Object.assign(labels, equal);
      const histogram =
        signal.instrument === 'histogram'
          ? {
              kind: signal.prometheus.histogram?.kind ?? 'classic',
              bounds: signal.prometheus.histogram?.buckets ?? boundsFor(signal, landmarks),
            }
          : undefined;
      const emitter = {
        metric: signal.metric,
        labels,
        signal,
        ...(histogram !== undefined && { histogram }),
        levels: timing.phaseSeconds.map(() => usualLevel(signal, histogram?.bounds.length ?? 0)),
      };
      emitters.set(stableJson([emitter.metric, labels]), emitter);
    }
  }
  return { scope, timing, emitters: [...emitters.values()] };
}

/** A value that no selection of the metric demands for the label, in equalities or inequalities. */
export function freeLabelValue(
  scope: Scope,
  selections: readonly Selection[],
  metric: string,
  label: string,
): string {
  const taken = new Set(
    selections
      .filter((selection) => theSignal(scope, selection).metric === metric)
      .map((selection) => demandedOf(scope, selection))
      .flatMap(({ equal, unequal }) => [equal[label], unequal[label]]),
  );
  let value = UNKNOWN;
  while (taken.has(value)) value += '-';
  return value;
}

/** Raw bounds around the numbers that matter, where the specs do not list the buckets. */
function boundsFor({ prometheus }: Signal, landmarks: readonly number[]): readonly number[] {
  const positive = landmarks.filter((value) => value > 0);
  const around = (positive.length === 0 ? [1] : positive).flatMap((value) =>
    [0.25, 0.5, 1, 2, 4].map((factor) => Number(((value * factor) / prometheus.scale).toPrecision(12))),
  );
  return [...new Set(around)].toSorted((a, b) => a - b);
}

function usualLevel(signal: Signal, bounds: number): Level {
  switch (signal.instrument) {
    case 'counter':
      return { kind: 'counter', perSecond: 10 };
    case 'gauge':
      return signal.unit === 'unix-seconds'
        ? { kind: 'clock', ageSeconds: 0, secondsPerRaw: signal.prometheus.scale }
        : { kind: 'gauge', value: 1 };
    case 'histogram':
      return {
        kind: 'histogram',
        perSecond: 10,
        mean: 1,
        shares: Array.from({ length: bounds + 1 }, (_, index) => (index === 0 ? 1 : 0)),
      };
  }
}

/** The emitters of a selection. */
export function emittersOf({ scope, emitters }: Draft, selection: Selection): readonly DraftEmitter[] {
  const matches = matchOf(scope);
  return emitters.filter((emitter) => matches(emitter, selection));
}

export function worldOf({ timing, emitters }: Draft): World {
  return { ...timing, emitters };
}

/** A copy whose levels can be changed without changing the original's. */
export function copyOf(draft: Draft): Draft {
  return { ...draft, emitters: draft.emitters.map((each) => ({ ...each, levels: [...each.levels] })) };
}

/** Takes the sources of a selection away for a phase. */
export function removeEmitters(draft: Draft, selection: Selection, phase: number): void {
  for (const emitter of emittersOf(draft, selection)) emitter.levels[phase] = undefined;
}
