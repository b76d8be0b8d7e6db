import { compareStrings } from '../support/compare-strings.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { stableJson } from '../support/stable-json.ts';
import type { Diagnostic, Report } from './diagnostic.ts';
import { compareSpans } from './span.ts';

/** Gathers the findings of a run. */
export interface Collector {
  readonly report: Report;
  /**
   * Everything reported so far, in an order that does not depend on the order of reporting: file, place, code, message;
   * findings without a place first. Exact duplicates are told once. A finding that holds in several environments is told
   * once, with all their names; one that holds in every environment swallows its twins of single ones.
   */
  all(): Diagnostic[];
}

export function createCollector(): Collector {
  const reported: Diagnostic[] = [];
  return {
    report: (diagnostic) => {
      reported.push(diagnostic);
    },
    all: () => sortDiagnostics(mergeEnvironments(reported)),
  };
}

/** The stable order of findings, as a new list. */
export function sortDiagnostics(diagnostics: Iterable<Diagnostic>): Diagnostic[] {
  return [...diagnostics]
    .map((diagnostic) => ({ diagnostic, rest: identity(diagnostic) }))
    .toSorted((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic) || compareStrings(a.rest, b.rest))
    .map(({ diagnostic }) => diagnostic);
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return comparePlaces(a, b) || compareStrings(a.code, b.code) || compareStrings(a.message, b.message);
}

function comparePlaces(a: Diagnostic, b: Diagnostic): number {
  if (a.span === undefined || b.span === undefined) {
    return Number(a.span !== undefined) - Number(b.span !== undefined);
  }
  return compareSpans(a.span, b.span);
}

function mergeEnvironments(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const groups = new Map<string, { first: Diagnostic; env: Set<string> | 'all' }>();
  for (const diagnostic of diagnostics) {
    const { env, ...withoutEnv } = diagnostic;
    const key = identity(withoutEnv);
    const group = groups.get(key) ?? { first: withoutEnv, env: new Set<string>() };
    groups.set(key, group);
    if (env === undefined) group.env = 'all';
    else if (group.env !== 'all') for (const name of env) group.env.add(name);
  }
  return [...groups.values()].map(({ first, env }) =>
    env === 'all' ? first : { ...first, env: sortedBy(env, (name) => name) },
  );
}

/** All fields as text. Data that JSON cannot hold is left out of the comparison. */
function identity(diagnostic: Omit<Diagnostic, 'env'>): string {
  try {
    return stableJson(diagnostic, 0);
  } catch {
    return stableJson({ ...diagnostic, data: undefined }, 0);
  }
}
