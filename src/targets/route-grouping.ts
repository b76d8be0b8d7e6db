import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AlertIndex } from '../plan/alert-index.ts';
import { FIXED_LABELS, SUBJECT_LABELS } from '../plan/labels.ts';
import type { Plan } from '../plan/plan.ts';
import type { Route } from '../plan/route.ts';
import { note } from './note.ts';

/** What an alert is about: it carries one of these. */
const SUBJECTS = Object.values(SUBJECT_LABELS);

/**
 * Labels that a policy groups by. Who names one of the labels of a subject means the thing that is ill: without the
 * others, all alerts that lack that label would be one group, and the second failing pipeline would be news of the first, no new
 * page. Labels that no alert of ours can carry are left out: they would group nothing.
 */
export function groupBy(plan: Plan, index: AlertIndex, { grouping }: Route): string[] {
  const subjects = grouping.by.some((label) => SUBJECTS.includes(label)) ? SUBJECTS : [];
  const known = knownLabels(plan, index);
  return [...new Set([...grouping.by, ...subjects])].filter((label) => known.has(label));
}

/** Tells of labels that were left out. */
export function groupingNotes(plan: Plan, index: AlertIndex, { grouping, origin }: Route): Diagnostic[] {
  const known = knownLabels(plan, index);
  const unknown = grouping.by.filter((label) => !known.has(label));
  if (unknown.length === 0) return [];
  return [
    note('target/group-by-unknown', origin, {
      severity: 'warning',
      field: 'spec.grouping.by',
      message: `no alert carries the label ${unknown.join(', ')}, so alerts are not grouped by it`,
      hint: `Labels to group by: ${[...known].join(', ')}.`,
    }),
  ];
}

function knownLabels({ environment }: Plan, { labels }: AlertIndex): ReadonlySet<string> {
  return new Set([...SUBJECTS, ...FIXED_LABELS, ...Object.keys(environment.labels), ...labels]);
}
