import type { Selection, Signal } from '../../../plan/signal.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { QUERY_ROLE } from '../query.ts';
import { type Emitter, type Sampled, sampleEmitters, type World } from '../world.ts';

/**
 * What an alert is to do on given series, by what the plan says, without any PromQL: so that a case's expectations come from the
 * specs and not from the rules that they judge.
 */
export interface Simulation {
  readonly scope: Scope;
  readonly world: World;
  readonly sampled: readonly Sampled[];
  readonly matches: Match;
}

/** Whether a source of samples is among a selection's, for one of the uses that are made of it. */
export type Match = (emitter: Emitter, selection: Selection, use?: Use) => boolean;

/** Rules read a selection by several selectors: a histogram's parts, what is absent now and what was there once, ends of a spread. */
export type Use = 'count' | 'sum' | 'bucket' | 'now' | 'then' | 'largest' | 'smallest';

export function simulationOf(scope: Scope, world: World, matches: Match = matchOf(scope)): Simulation {
  return { scope, world, sampled: sampleEmitters(world), matches };
}

/** What a selection demands of labels: values, and values that they must not have. */
export interface Demanded {
  readonly equal: Readonly<Record<string, string>>;
  readonly unequal: Readonly<Record<string, string>>;
}

export function demandedOf(scope: Scope, selection: Selection): Demanded {
  const { prometheus, role } = theSignal(scope, selection);
  const { environment } = scope.plan;
  const named = (facets: Readonly<Record<string, string>> = {}): Record<string, string> => {
    const names: Readonly<Record<string, string | undefined>> = prometheus.facetLabels;
    return Object.fromEntries(
      Object.entries(facets).flatMap(([facet, value]) => {
        const label = names[facet];
        return label === undefined ? [] : [[label, value]];
      }),
    );
  };
  return {
    equal: {
      ...(environment.labelsSelect && role !== QUERY_ROLE ? environment.labels : {}),
      ...prometheus.labels,
      ...named(selection.where),
    },
    unequal: named(selection.whereNot),
  };
}

/**
 * The match as the plan has it; `without` leaves out one label of one selection, as a rule would that lacks the matcher, for one use
 * of it or all.
 */
export function matchOf(
  scope: Scope,
  without?: { readonly selection: Selection; readonly label: string; readonly use?: Use },
): Match {
  return (emitter, selection, use) => {
    if (emitter.metric !== theSignal(scope, selection).metric) return false;
    const { equal, unequal } = demandedOf(scope, selection);
    const isLeftOut = (label: string): boolean =>
      without !== undefined &&
      without.selection === selection &&
      without.label === label &&
      (without.use === undefined || without.use === use);
    return (
      Object.entries(equal).every(
        ([label, value]) => isLeftOut(label) || (emitter.labels[label] ?? '') === value,
      ) &&
      Object.entries(unequal).every(
        ([label, value]) => isLeftOut(label) || (emitter.labels[label] ?? '') !== value,
      )
    );
  };
}

export function theSignal(scope: Scope, { signal }: Selection): Signal {
  const found = scope.signals.get(signal);
  if (found === undefined) throw new Error(`the plan has no signal ${signal}`);
  return found;
}

/** The series of a selection. */
export function sampledOf(
  { sampled, matches }: Simulation,
  selection: Selection,
  use?: Use,
): readonly Sampled[] {
  return sampled.filter(({ emitter }) => matches(emitter, selection, use));
}
