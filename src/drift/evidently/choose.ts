import type { EvidentlyTest } from './catalogue.ts';

/** Column types of Evidently. Only the first three are tested; a report leaves out columns of the others. */
export const EVIDENTLY_TYPES = ['num', 'cat', 'text', 'datetime', 'unknown'] as const;
export type EvidentlyType = (typeof EVIDENTLY_TYPES)[number];
export type TestedType = 'num' | 'cat' | 'text';

/** What Evidently looks at to tell a column's type: the current side alone, whatever the reference holds. */
export interface ColumnShape {
  /** `unsigned` and `other` (decimals, lists, structures, times of day) are types that Evidently doesn't know. */
  readonly values: 'float' | 'integer' | 'unsigned' | 'boolean' | 'string' | 'datetime' | 'other';
  readonly rows: number;
  /** Rows without a value. */
  readonly missing: number;
  /** Distinct values, missing ones not counted. */
  readonly distinct: number;
}

/** Whole numbers with no more distinct values than this are categories. */
const INTEGER_CARDINALITY_LIMIT = 10;
/** Above this many rows of the cleaned reference, distances take the place of p-values. */
const LARGE_REFERENCE = 1000;
/** Numbers with no more distinct values than this are tested as categories. */
export const FEW_VALUES = 5;

/**
 * The type that Evidently infers for a column that was not declared (`infer_column_type`), of data that pandas read: whole numbers
 * with missing ones are floats there, and booleans with missing ones are objects of which it knows nothing.
 */
export function columnType({ values, rows, missing, distinct }: ColumnShape): EvidentlyType {
  switch (values) {
    case 'float':
      return 'num';
    case 'integer':
      return missing > 0 || distinct > INTEGER_CARDINALITY_LIMIT ? 'num' : 'cat';
    case 'boolean':
      return missing > 0 ? 'unknown' : 'cat';
    case 'string':
      if (missing >= rows) return 'unknown';
      return distinct > 0.5 * (rows - missing) ? 'text' : 'cat';
    case 'datetime':
      return 'datetime';
    case 'unsigned':
    case 'other':
      return 'unknown';
  }
}

/**
 * The test that Evidently chooses where none is asked for (`_get_default_stattest`): by rows of the cleaned reference and by distinct
 * values of both cleaned sides together; any number above FEW_VALUES counts alike.
 */
export function chooseTest(type: TestedType, referenceRows: number, distinct: number): EvidentlyTest {
  const isLarge = referenceRows > LARGE_REFERENCE;
  if (type === 'text') return isLarge ? 'abs_text_content_drift' : 'perc_text_content_drift';
  if (type === 'num' && distinct > FEW_VALUES) return isLarge ? 'wasserstein' : 'ks';
  if (isLarge) return 'jensenshannon';
  return distinct > 2 ? 'chisquare' : 'z';
}
