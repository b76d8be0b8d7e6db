import type { JobColumn } from '../../plan/drift-job.ts';
import { compareVectors, type VectorComparison } from '../../statistics/multivariate/compare-vectors.ts';
import { readVectors } from '../../statistics/multivariate/matrix.ts';
import { counted } from '../../support/counted.ts';
import type { BaselineColumn } from '../baseline.ts';
import type { ColumnCounts } from '../counting/counts.ts';
import { quantileEdges } from '../counting/edges.ts';
import { countCategories, countNumbers } from '../counting/in-memory.ts';
import { numberOf, type SqlColumn, textOf } from '../counting/sql.ts';
import type { Candidate } from '../decide.ts';
import { textOfValue } from '../engine.ts';
import { needing } from '../figure.ts';
import { compareTexts } from '../text/compare-texts.ts';
import { describeText, type TextDescription } from '../text/describe.ts';
import { learnTopics } from '../text/topics.ts';
import type { Relation } from '../world/relation.ts';
import { type ComparedColumn, candidatesOf } from './candidates.ts';
import type { Findings, RunContext } from './context.ts';

/** A column on one side. */
export interface Located {
  readonly relation: Relation;
  readonly sql: SqlColumn;
}

interface Sides {
  readonly baseline: Located;
  readonly current: Located;
}

/** Always the same rows are drawn, and dealt alike. */
const SEED = 20_261_129;
/** Texts of a side that are described at most. */
const MOST_TEXTS = 20_000;
/** Rows of vectors that are compared at most, unless a test says otherwise. */
const MOST_VECTORS = 1000;
/** With more rows than these a permutation takes long, and fewer are made. */
const MANY_VECTORS = 1500;

export interface SampledResult {
  readonly candidates: readonly Candidate[];
  /** Where values were counted: what pictures are made of. */
  readonly counted?: {
    readonly baseline: BaselineColumn;
    readonly current: ReadonlyMap<string, ColumnCounts>;
  };
}

/** Whether a column is compared by rows that are drawn, since what is compared can't be counted by the engine. */
export function isSampled({ part, test }: JobColumn): boolean {
  return part === 'embeddings' || part === 'text' || test.test === 'mmd' || test.test === 'domain-classifier';
}

/**
 * Compares vectors, texts, and columns by tests of vectors, on rows that are drawn evenly from each side. No text and no vector is
 * in what comes out.
 */
export async function compareSampled(
  context: RunContext,
  column: JobColumn,
  sides: Sides,
  findings: Findings,
): Promise<SampledResult> {
  context.progress(`comparing rows of ${column.column}`);
  if (column.part !== 'text')
    return { candidates: [await vectorCandidate(context, column, sides, findings)] };
  const [before, after] = [
    await drawTexts(context, sides.baseline, MOST_TEXTS),
    await drawTexts(context, sides.current, MOST_TEXTS),
  ];
  if (column.test.test === 'domain-classifier') {
    const comparison = compareTexts({
      reference: before,
      current: after,
      seed: SEED,
      sample: column.test.sample,
    });
    return { candidates: [candidateOf(column, comparison)] };
  }
  return describedTexts(column, before, after, findings);
}

async function vectorCandidate(
  context: RunContext,
  column: JobColumn,
  { baseline, current }: Sides,
  findings: Findings,
): Promise<Candidate> {
  const most = column.test.sample ?? MOST_VECTORS;
  const dims = column.part === 'embeddings' ? (column.dims ?? 1) : 1;
  const read = async (side: Located) => readVectors(await drawVectors(context, side, most), dims);
  const [before, after] = [await read(baseline), await read(current)];
  const otherDims = before.dropped.otherDims + after.dropped.otherDims;
  const notFinite = before.dropped.notFinite + after.dropped.notFinite;
  if (otherDims > 0)
    findings.add(
      'warning',
      'column/other-dims',
      `${column.column}: ${counted(otherDims, 'vector', ['does', 'do'])} not have ${counted(dims, 'dimension')}, and ${otherDims === 1 ? 'is' : 'are'} left out`,
      {
        column: column.column,
      },
    );
  if (notFinite > 0)
    findings.add(
      'warning',
      'column/not-finite',
      `${column.column}: ${counted(notFinite, 'vector', ['has', 'have'])} values that are no finite numbers, and ${notFinite === 1 ? 'is' : 'are'} left out`,
      {
        column: column.column,
      },
    );
  const { test } = column.test;
  const comparison = compareVectors({
    test: test === 'mmd' ? 'mmd' : 'domain-classifier',
    reference: before.matrix.values,
    current: after.matrix.values,
    dims,
    seed: SEED,
    sample: most,
    permutations: most > MANY_VECTORS ? 299 : 999,
  });
  return candidateOf(column, comparison);
}

function candidateOf(column: JobColumn, comparison: VectorComparison): Candidate {
  const { score, effect, pValue, noise, rows, baselineRows, neededRows } = comparison;
  const candidate = {
    part: column.part,
    feature: column.feature ?? null,
    aspect: 'values',
    test: column.test.test,
    segment: null,
    levels: column.test.levels,
    alpha: column.test.alpha,
  } as const;
  if (score === null || effect === null)
    return {
      ...candidate,
      unknown: `not decided: ${needing(Math.min(rows, baselineRows), neededRows ?? 1)}`,
    };
  return {
    ...candidate,
    score: { score, effect, pValue: pValue ?? Number.NaN, rows, baselineRows, ...(noise && { noise }) },
  };
}

async function describedTexts(
  column: JobColumn,
  before: readonly (string | null)[],
  after: readonly (string | null)[],
  findings: Findings,
): Promise<SampledResult> {
  const descriptor = column.descriptor ?? 'length';
  const topics = descriptor === 'topic' ? learnTopics(before, { seed: SEED }) : null;
  if (descriptor === 'topic' && topics === null) {
    const unknown = 'not decided: the baseline has too few texts to learn topics from';
    return { candidates: [{ ...candidateOf(column, EMPTY), unknown }] };
  }
  const context = topics === null ? {} : { topics: topics.model };
  const [a, b] = [
    topics === null ? await describeText(before, descriptor) : topicDescription(topics.baseline),
    await describeText(after, descriptor, context),
  ];
  for (const { code, rows } of b.notes)
    findings.add(
      'info',
      code,
      `${column.feature ?? column.column}: ${rows} of ${counted(after.length, 'text')}`,
      {
        column: column.column,
      },
    );
  const compared = comparedOf(column, a, b);
  if (compared === undefined) return { candidates: [candidateOf(column, EMPTY)] };
  return { candidates: candidatesOf(compared, { minSamples: 1 }), counted: compared };
}

const EMPTY: VectorComparison = {
  rows: 0,
  baselineRows: 0,
  notFinite: { reference: 0, current: 0 },
  score: null,
  effect: null,
  pValue: null,
  noise: null,
  neededRows: 1,
};

function topicDescription(values: readonly string[]): TextDescription {
  return { kind: 'category', values, notes: [] };
}

function comparedOf(
  column: JobColumn,
  before: TextDescription,
  after: TextDescription,
): ComparedColumn | undefined {
  const counted = (
    as: BaselineColumn['as'],
    scheme: BaselineColumn['scheme'],
    a: ColumnCounts,
    b: ColumnCounts,
  ) => ({
    column,
    baseline: {
      as,
      valueClass: as === 'numeric' ? 'number' : 'text',
      scheme,
      groups: new Map([['', a]]),
    } as const,
    current: new Map([['', b]]),
    exact: new Map(),
  });
  if (before.kind === 'numeric' && after.kind === 'numeric') {
    const sorted = Float64Array.from(before.values.filter((value) => value !== null)).toSorted();
    const edges = quantileEdges(sorted);
    const scheme = { kind: 'numeric', edges, shift: edges[edges.length >> 1] ?? 0 } as const;
    return counted(
      'numeric',
      scheme,
      countNumbers(before.values, scheme),
      countNumbers(after.values, scheme),
    );
  }
  if (before.kind === 'category' && after.kind === 'category')
    return counted(
      'category',
      { kind: 'category' },
      countCategories(before.values),
      countCategories(after.values),
    );
  return undefined;
}

/** Every so-manieth row. */
function drawn({ relation }: Located, expression: string, most: number): string {
  const every = Math.max(1, Math.ceil(relation.rows / most));
  const condition = every === 1 ? '' : ` WHERE ${relation.rowNumber} % ${every} = 0`;
  return `SELECT ${expression} FROM ${relation.name}${condition} LIMIT ${most}`;
}

async function drawTexts({ engine }: RunContext, side: Located, most: number): Promise<(string | null)[]> {
  const rows = await engine.rows(drawn(side, textOf(side.sql), most));
  return rows.map(([value]) => (value === null || value === undefined ? null : textOfValue(value)));
}

async function drawVectors(
  { engine }: RunContext,
  side: Located,
  most: number,
): Promise<(ArrayLike<unknown> | null)[]> {
  const isVector = side.sql.kind === 'vector';
  const rows = await engine.rows(drawn(side, isVector ? side.sql.expression : numberOf(side.sql), most));
  return rows.map(([value]) => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'object' && 'items' in value && Array.isArray(value.items))
      return value.items as unknown[];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
}
