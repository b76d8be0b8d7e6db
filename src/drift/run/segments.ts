import type { JobSegment } from '../../plan/drift-job-parts.ts';
import { MOST_DISCOVERED } from '../../spec/kinds/model/segments.ts';
import { quoteText, type SqlColumn, textOf } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import type { Relation } from '../world/relation.ts';

/** What values that are not listed are counted as. */
export const OTHER = 'other';

/** A segment with the values that are told apart. */
export interface KnownSegment {
  readonly name: string;
  readonly values: readonly string[];
}

/** The values of a segment: those of the spec, else the most frequent ones of the baseline. */
export async function segmentValuesOf(
  engine: Engine,
  segment: JobSegment,
  column: SqlColumn,
  relation: Pick<Relation, 'name'>,
): Promise<KnownSegment> {
  if (segment.values !== undefined) return { name: segment.name, values: segment.values };
  const rows = await engine.rows(
    `SELECT ${textOf(column)}, count(*) FROM ${relation.name} WHERE ${textOf(column)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${segment.top ?? MOST_DISCOVERED}`,
  );
  return { name: segment.name, values: rows.map(([value]) => String(value)) };
}

/** The group of a row by a segment: `name=value`, or `name=other`. */
export function segmentExpression({ name, values }: KnownSegment, column: SqlColumn): string {
  const text = textOf(column);
  const known = values.length === 0 ? 'false' : `${text} IN (${values.map(quoteText).join(', ')})`;
  return `${quoteText(`${name}=`)} || (CASE WHEN ${known} THEN ${text} ELSE ${quoteText(OTHER)} END)`;
}

/** The value in the name of a group. */
export function splitGroup(group: string): { readonly name: string; readonly value: string } | null {
  if (group === '') return null;
  const at = group.indexOf('=');
  return { name: group.slice(0, at), value: group.slice(at + 1) };
}
