import type { JobColumn } from '../plan/drift-job.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { type ComparedAs, comparedAs } from './counting/columns.ts';
import type { ColumnCounts, CountingScheme } from './counting/counts.ts';
import { FINE_BINS, quantileEdges } from './counting/edges.ts';
import { numberOf, quoteName, type SqlColumn } from './counting/sql.ts';
import { type Engine, EngineError } from './engine.ts';

/** Columns that are sampled at once: in a table each takes at least a block of DuckDB, 256 KiB. */
const SAMPLED_COLUMNS = 100;
/** Rows of the sample from which bins are chosen; what is counted in them is always all rows. */
const SAMPLE_ROWS = 16_384;
/** Share of a sample that distinct values may be before a column is counted by buckets, when the column is long. */
const MANY_DISTINCT = 0.5;
/** Rows from which many distinct values are too many to be held one by one. */
const LONG = 200_000;
/** Buckets of columns whose values are too many, or must not be written down. */
export const BUCKETS = 256;

/** A value, or a bin of personal data, of fewer rows than these may be a person's. */
export const LEAST_ROWS = 5;

/** What texts are, when they are read as texts. */
export type ValueClass = 'number' | 'text' | 'boolean' | 'time' | 'other';

/** What the baseline says of a column, without any of its rows: how it is counted, and the counts. */
export interface BaselineColumn {
  readonly as: ComparedAs;
  readonly valueClass: ValueClass;
  readonly scheme: CountingScheme;
  /** By segment, as `segment=value`; `''` is all rows. */
  readonly groups: ReadonlyMap<string, ColumnCounts>;
}

/** How the columns of a relation are to be counted. */
export interface SchemeRequest {
  readonly id: string;
  readonly column: SqlColumn;
  readonly declared: JobColumn['type'];
  /** Whether bins must not tell of single rows. */
  readonly pii?: boolean;
}

export interface Scheme {
  readonly as: ComparedAs;
  readonly valueClass: ValueClass;
  readonly scheme: CountingScheme;
}

/** What a sample is taken of. */
interface Sampled {
  readonly name: string;
  readonly rows: number;
  readonly rowNumber: string;
}

/**
 * Chooses bins and buckets for columns from every so-manieth row of a relation: always the same rows. Columns that can't be
 * compared are not in the answer; nor are those that can't be read, of which `onFailure` is told.
 */
export async function chooseSchemes(
  engine: Engine,
  relation: Sampled,
  requests: readonly SchemeRequest[],
  onFailure: (id: string, message: string) => void = () => undefined,
): Promise<Map<string, Scheme>> {
  if (requests.length === 0) return new Map();
  const [only] = requests;
  try {
    if (requests.length <= SAMPLED_COLUMNS) return await schemesOf(engine, relation, requests);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (requests.length === 1 && only) {
      onFailure(only.id, error.message);
      return new Map();
    }
  }
  // Too many at once, or one of them is to blame: it is found by halves.
  const half = Math.ceil(requests.length / 2);
  const left = await chooseSchemes(engine, relation, requests.slice(0, half), onFailure);
  const right = await chooseSchemes(engine, relation, requests.slice(half), onFailure);
  return new Map([...left, ...right]);
}

async function schemesOf(
  engine: Engine,
  relation: Sampled,
  requests: readonly SchemeRequest[],
): Promise<Map<string, Scheme>> {
  const schemes = new Map<string, Scheme>();
  const sample = await takeSample(engine, relation, requests);
  const sampled = inSample(requests);
  const facts = await factsOf(engine, sample, sampled);
  const numeric: typeof sampled = [];
  for (const [index, request] of sampled.entries()) {
    const fact = facts[index];
    if (fact === undefined) continue;
    const valueClass = classOf(request, fact);
    const kind =
      request.declared === 'auto' && valueClass === 'number' && request.column.kind === 'text'
        ? 'float'
        : request.column.kind;
    const as = comparedAs(request.declared, kind, fact.distinct);
    if (as === undefined) continue;
    if (as === 'numeric') numeric.push(request);
    const isTooMany = relation.rows > LONG && fact.distinct > MANY_DISTINCT * fact.present;
    schemes.set(request.id, {
      as,
      valueClass,
      scheme:
        as === 'numeric'
          ? { kind: 'numeric', edges: [], shift: 0 }
          : { kind: 'category', ...(isTooMany && { buckets: BUCKETS }) },
    });
  }
  await addEdges(engine, sample, numeric, schemes);
  return schemes;
}

async function takeSample(
  engine: Engine,
  relation: Sampled,
  requests: readonly SchemeRequest[],
): Promise<string> {
  const sample = quoteName('modelwatch sample');
  const every = Math.max(1, Math.ceil(relation.rows / SAMPLE_ROWS));
  const expressions = requests.map(({ column }, index) => `${column.expression} AS c${index}`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${sample} AS SELECT ${expressions.join(', ')} FROM ${relation.name}${every === 1 ? '' : ` WHERE ${relation.rowNumber} % ${every} = 0`}`,
  );
  return sample;
}

/** The columns as the sample names them. */
function inSample(requests: readonly SchemeRequest[]): SchemeRequest[] {
  return requests.map((request, index) => ({
    ...request,
    column: { expression: `c${index}`, kind: request.column.kind },
  }));
}

interface Facts {
  readonly present: number;
  readonly numbers: number;
  readonly distinct: number;
}

const FACTS = 3;
const NOTHING: Facts = { present: 0, numbers: 0, distinct: 0 };

async function factsOf(engine: Engine, sample: string, requests: readonly SchemeRequest[]): Promise<Facts[]> {
  const [row = []] = await engine.rows(
    `SELECT ${requests
      .flatMap(({ column, declared }) => {
        const isText = column.kind === 'text' || column.kind === 'json';
        const counts =
          declared === 'auto' || column.kind === 'text' || column.kind === 'json' || declared === 'category';
        return [
          `count(${column.expression})`,
          isText ? `count(TRY_CAST(${column.expression} AS DOUBLE))` : `count(${column.expression})`,
          counts ? `count(DISTINCT ${column.expression})` : '0',
        ];
      })
      .join(', ')} FROM ${sample}`,
  );
  return requests.map((_, index) => ({
    present: Number(row[index * FACTS]),
    numbers: Number(row[index * FACTS + 1]),
    distinct: Number(row[index * FACTS + 2]),
  }));
}

/**
 * What the values of columns are, by the same look at a relation that chooses schemes. Columns that can't be read are what their
 * type says.
 */
export async function valueClasses(
  engine: Engine,
  relation: Sampled,
  requests: readonly SchemeRequest[],
): Promise<Map<string, ValueClass>> {
  const isText = ({ column: { kind } }: SchemeRequest): boolean => kind === 'text' || kind === 'json';
  const texts = requests.filter(isText);
  const facts = texts.length === 0 ? [] : await factsOfTexts(engine, relation, texts);
  const known = new Map(texts.map((request, index) => [request.id, facts[index]]));
  return new Map(requests.map((request) => [request.id, classOf(request, known.get(request.id) ?? NOTHING)]));
}

async function factsOfTexts(
  engine: Engine,
  relation: Sampled,
  texts: readonly SchemeRequest[],
): Promise<Facts[]> {
  try {
    if (texts.length <= SAMPLED_COLUMNS)
      return await factsOf(engine, await takeSample(engine, relation, texts), inSample(texts));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (texts.length === 1) return [NOTHING];
  }
  const half = Math.ceil(texts.length / 2);
  return [
    ...(await factsOfTexts(engine, relation, texts.slice(0, half))),
    ...(await factsOfTexts(engine, relation, texts.slice(half))),
  ];
}

/** Share of the texts of a column that is said to be numeric from which they are numbers; the others count as missing. */
const MOST = 0.5;

function classOf({ column: { kind }, declared }: SchemeRequest, { present, numbers }: Facts): ValueClass {
  if (kind === 'integer' || kind === 'float') return 'number';
  if (kind === 'text' || kind === 'json') {
    const least = declared === 'numeric' ? MOST * present : present;
    return present > 0 && numbers >= least ? 'number' : 'text';
  }
  return kind === 'boolean' || kind === 'time' ? kind : 'other';
}

async function addEdges(
  engine: Engine,
  sample: string,
  requests: readonly SchemeRequest[],
  schemes: Map<string, Scheme>,
): Promise<void> {
  if (requests.length === 0) return;
  const values = await engine.numbers(
    `SELECT ${requests.map(({ column }) => numberOf(column)).join(', ')} FROM ${sample}`,
  );
  for (const [index, { id, pii }] of requests.entries()) {
    const known = schemes.get(id);
    const sorted = (values[index] ?? new Float64Array()).filter(Number.isFinite).toSorted();
    if (known === undefined) continue;
    const edges = pii ? coarseEdges(sorted) : quantileEdges(sorted);
    // An edge near the middle, since edges are no data.
    const shift = edges[edges.length >> 1] ?? 0;
    schemes.set(id, { ...known, scheme: { kind: 'numeric', edges, shift } });
  }
}

/** Edges of personal data are rounded to so many parts of what they span. */
const COARSE_PARTS = 100;

/** Edges that tell of no single row: of bins with some rows each, and rounded. Of a single value there are none. */
function coarseEdges(sorted: Float64Array): number[] {
  const bins = Math.min(FINE_BINS, Math.floor(sorted.length / LEAST_ROWS));
  if (bins === 0 || sorted[0] === sorted.at(-1)) return [];
  const edges = quantileEdges(sorted, bins);
  const span = (edges.at(-1) ?? 0) - (edges[0] ?? 0);
  const unit = 10 ** Math.floor(Math.log10((span > 0 ? span : Math.abs(edges[0] ?? 1)) / COARSE_PARTS));
  const rounded = edges.map((edge) => Number((Math.round(edge / unit) * unit).toPrecision(DOUBLE_DIGITS)));
  return [...new Set(rounded.filter(Number.isFinite))];
}

/** Digits that a double keeps of any decimal number. */
const DOUBLE_DIGITS = 15;

/** Values by how frequent they are, then by their code units: the same order on every machine. */
export function byFrequency(values: ReadonlyMap<string, number>): [string, number][] {
  return sortedBy(
    sortedBy([...values], ([value]) => value),
    ([, count]) => -count,
  );
}
