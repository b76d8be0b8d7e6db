import type { JobFeature } from '../../plan/drift-job.ts';
import { valuesOfSet } from '../../spec/kinds/value-sets.ts';
import { counted } from '../../support/counted.ts';
import { numberOf, quoteText, type SqlColumn, sqlDouble, textOf } from '../counting/sql.ts';
import { figure } from '../figure.ts';
import type { CheckResult } from '../result.ts';

/** One expectation: what is counted, and what the count says. */
export interface Expectation {
  readonly check: CheckResult['check'];
  readonly sql: string;
  readonly limit: string;
  judge(value: number, rows: number): { readonly failed: boolean; readonly message: string };
}

/** Judges a count of which there should be none. */
function none(of: string) {
  return (value: number) => ({
    failed: value > 0,
    message: value === 0 ? `no value is ${of}` : `${counted(value, 'value', ['is', 'are'])} ${of}`,
  });
}

/** What is expected of a feature, as counts of rows that are otherwise. */
export function expectationsOf(feature: JobFeature, column: SqlColumn): Expectation[] {
  const { expression } = column;
  const number = numberOf(column);
  const expectations: Expectation[] = [
    {
      check: 'type',
      sql: wrongType(feature, column),
      limit: feature.type,
      judge: none(`not of type ${feature.type}`),
    },
  ];
  if (feature.range !== undefined) {
    const [least, most] = feature.range;
    const sql = `count_if(${number} < ${least} OR ${number} > ${most})`;
    expectations.push({
      check: 'range',
      sql,
      limit: `${least} to ${most}`,
      judge: none(`outside of ${least} to ${most}`),
    });
  }
  if (feature.maxNulls !== undefined) {
    const most = feature.maxNulls;
    expectations.push({
      check: 'nulls',
      sql: `count(*) - count(${expression})`,
      limit: `at most ${figure(100 * most)} %`,
      judge: (value, rows) => {
        const share = rows === 0 ? 0 : value / rows;
        return { failed: share > most, message: `${figure(100 * share)} % of the values are missing` };
      },
    });
  }
  if (feature.values !== undefined) {
    expectations.push({
      check: 'values',
      sql: `count_if(${otherThan(listOf(feature.values), column)})`,
      limit: `one of ${counted(listOf(feature.values).length, 'value')}`,
      judge: none('not among those that there are'),
    });
  }
  if (feature.maxCardinality !== undefined) {
    const most = feature.maxCardinality;
    expectations.push({
      check: 'cardinality',
      sql: `count(DISTINCT ${expression})`,
      limit: `at most ${most}`,
      judge: (value) => ({ failed: value > most, message: counted(value, 'distinct value') }),
    });
  }
  return expectations;
}

/** Whether a value is none of a list. Numbers are compared as numbers: 1 may be stored as 1.0. */
function otherThan(values: readonly (string | number)[], column: SqlColumn): string {
  const isOther = `${textOf(column)} NOT IN (${values.map((value) => quoteText(String(value))).join(', ')})`;
  const numbers = values.filter((value) => typeof value === 'number').map(sqlDouble);
  return numbers.length === 0
    ? isOther
    : `${isOther} AND coalesce(${numberOf(column)} NOT IN (${numbers.join(', ')}), true)`;
}

/** The values themselves, also of a set that has a name. */
function listOf(values: NonNullable<JobFeature['values']>): readonly (string | number)[] {
  return typeof values === 'string' ? valuesOfSet(values) : values;
}

/** How many values are not of the declared type. Texts that are numbers are numbers: files of text have nothing else. */
function wrongType({ type }: JobFeature, column: SqlColumn): string {
  const { expression, kind } = column;
  const all = `count(${expression})`;
  switch (type) {
    case 'float':
      return kind === 'boolean' || kind === 'time' || kind === 'vector'
        ? all
        : `${all} - count(${numberOf(column)})`;
    case 'int':
      if (kind === 'integer') return '0';
      if (kind === 'boolean' || kind === 'time' || kind === 'vector') return all;
      return `count_if(${expression} IS NOT NULL AND (${numberOf(column)} IS NULL OR ${numberOf(column)} <> round(${numberOf(column)})))`;
    case 'bool':
      return kind === 'boolean' ? '0' : `${all} - count(TRY_CAST(${textOf(column)} AS BOOLEAN))`;
    case 'timestamp':
      return kind === 'time'
        ? '0'
        : kind === 'integer'
          ? '0'
          : `${all} - count(TRY_CAST(${textOf(column)} AS TIMESTAMPTZ))`;
    case 'vector':
      return kind === 'vector' ? '0' : all;
    case 'category':
    case 'string':
      return kind === 'vector' || kind === 'other' ? all : '0';
  }
}
