import type { JobColumn } from '../../plan/drift-job.ts';
import type { BaselineColumn, ValueClass } from '../baseline.ts';
import type { Candidate } from '../decide.ts';
import { likeName } from '../problem.ts';
import type { Relation } from '../world/relation.ts';
import type { Findings } from './context.ts';

interface Sides {
  readonly baseline: BaselineColumn | undefined;
  /** What the current values are; absent when the column is not there. */
  readonly here: ValueClass | undefined;
  readonly inBaseline: boolean;
}

const NO_SCORE = { pValue: Number.NaN, rows: 0, baselineRows: 0 } as const;

/** A column that is gone, new, or of another type than in the baseline: drift of its own, which needs no p-value. */
export function typeCandidate(
  relation: Relation,
  column: JobColumn,
  { baseline, here, inBaseline }: Sides,
  findings: Findings,
): Candidate {
  const candidate = {
    part: column.part,
    feature: column.feature ?? null,
    aspect: 'type',
    test: 'type',
    segment: null,
    levels: { alert: 1 },
    alpha: column.test.alpha,
  } as const;
  const changed = (code: string, message: string, hint?: string): Candidate => {
    findings.add('warning', code, message, { column: column.column, hint });
    return { ...candidate, score: { ...NO_SCORE, score: 1, effect: 1 }, unknown: message };
  };
  // Files without rows may not even have columns.
  if (relation.rows === 0) return { ...candidate, unknown: 'not decided: there are no rows' };
  if (here === undefined && !inBaseline) {
    findings.add(
      'error',
      'column/missing',
      `${column.column} is neither in the baseline nor in the current data`,
      {
        column: column.column,
        hint: likeName(column.column, relation.names),
      },
    );
    return { ...candidate, unknown: `${column.column} is on neither side` };
  }
  if (here === undefined)
    return changed(
      'column/gone',
      `${column.column} is in the baseline and not in the current data`,
      likeName(column.column, relation.names),
    );
  if (!inBaseline)
    return changed('column/new', `${column.column} is in the current data and not in the baseline`);
  if (baseline === undefined) return { ...candidate, unknown: `${column.column} can't be compared` };
  if (column.type === 'category' || here === baseline.valueClass || isEmpty(baseline))
    return { ...candidate, score: { ...NO_SCORE, score: 0, effect: 0 } };
  return changed(
    'column/type-changed',
    `${column.column} holds values of type ${here} now, of type ${baseline.valueClass} in the baseline`,
  );
}

/** Of what has no value nobody knows the type. */
function isEmpty({ groups }: BaselineColumn): boolean {
  const all = groups.get('');
  return all === undefined || all.nulls === all.rows;
}
