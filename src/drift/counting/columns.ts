import type { JobColumn } from '../../plan/drift-job.ts';

/** What the values of a column are, as the engine stores them. */
export type PhysicalKind = 'integer' | 'float' | 'text' | 'boolean' | 'json' | 'time' | 'vector' | 'other';

/** A column of a relation, as the engine tells it. */
export interface PhysicalColumn {
  readonly name: string;
  /** The engine's own name of the type: `DECIMAL(18,3)`. */
  readonly type: string;
}

const KINDS: readonly [RegExp, PhysicalKind][] = [
  [/^(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT)$/, 'integer'],
  [/^(?:FLOAT|DOUBLE|DECIMAL\(.*\))$/, 'float'],
  [/^(?:VARCHAR|UUID|ENUM\(.*\))$/s, 'text'],
  [/^BOOLEAN$/, 'boolean'],
  [/^JSON$/, 'json'],
  [/^(?:DATE|TIME.*|INTERVAL)$/, 'time'],
  [/^(?:FLOAT|DOUBLE|DECIMAL\(.*\)|INTEGER|BIGINT)\[\d*\]$/, 'vector'],
];

export function physicalKind(type: string): PhysicalKind {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

/** How a column is compared. */
export type ComparedAs = 'numeric' | 'category';

/** Distinct values up to which whole numbers of an undeclared type are categories. */
const MOST_INTEGER_CATEGORIES = 20;

/**
 * How a column is compared: as it is declared, where its data allow that; as its data are, where nothing is declared.
 * `distinct` is about how many values there are, of an undeclared column of whole numbers. Undefined where the values can't be
 * compared at all: times, lists, objects.
 */
export function comparedAs(
  declared: JobColumn['type'],
  kind: PhysicalKind,
  distinct: number | undefined,
): ComparedAs | undefined {
  if (kind === 'time' || kind === 'vector' || kind === 'other') return undefined;
  if (declared === 'category' || declared === 'text') return 'category';
  if (declared === 'numeric') return kind === 'boolean' ? 'category' : 'numeric';
  if (kind === 'float') return 'numeric';
  if (kind === 'integer') return (distinct ?? 0) > MOST_INTEGER_CATEGORIES ? 'numeric' : 'category';
  return 'category';
}
