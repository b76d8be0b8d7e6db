import { isPresent, type NumberColumn } from '../engine.ts';
import { type BinFinder, binFinder, keyOf, UPPER_HALF } from './bin-finder.ts';
import { type NumericCounts, type NumericScheme, numericCounts } from './counts.ts';

/**
 * Counts numbers of one column as they come, chunk by chunk: what the engine's own aggregates come to, in less time, as all of it is one
 * loop over plain memory.
 */
export class NumericTally {
  readonly #centre: number;
  readonly #finder: BinFinder;
  readonly #bins: Float64Array;
  readonly #chunk: ChunkFacts = { present: 0, finite: 0, sum: 0, squares: 0, min: 0, max: 0 };
  #rows = 0;
  #present = 0;
  #finite = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  readonly #sum = new Sum();
  readonly #squares = new Sum();

  constructor({ edges, shift }: NumericScheme) {
    this.#centre = shift;
    this.#finder = binFinder(edges);
    this.#bins = new Float64Array(edges.length + 1);
  }

  /** Adds the values of a chunk. */
  add(column: NumberColumn): void {
    const facts = this.#chunk;
    countChunk(column, this.#finder, this.#centre, this.#bins, facts);
    this.#rows += column.values.length;
    this.#present += facts.present;
    this.#finite += facts.finite;
    this.#min = Math.min(this.#min, facts.min);
    this.#max = Math.max(this.#max, facts.max);
    this.#sum.add(facts.sum);
    this.#squares.add(facts.squares);
  }

  counts(): NumericCounts {
    return numericCounts({
      rows: this.#rows,
      present: this.#present,
      finite: this.#finite,
      bins: [...this.#bins],
      sum: this.#sum.value(),
      sumOfSquares: this.#squares.value(),
      min: this.#min,
      max: this.#max,
    });
  }
}

/** What a chunk adds: `sum` and `squares` of what its finite values are off the centre. */
interface ChunkFacts {
  present: number;
  finite: number;
  sum: number;
  squares: number;
  min: number;
  max: number;
}

/** A function of its own, with an index: it runs for every value there is, and what it keeps in variables stays in registers. */
function countChunk(
  { values, present }: NumberColumn,
  { edges, firstBin, least, largest, shift }: BinFinder,
  centre: number,
  bins: Float64Array,
  facts: ChunkFacts,
): void {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const lastCell = firstBin.length - 1;
  let missing = 0;
  let finite = 0;
  let sum = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row += 1) {
    if (present !== undefined && !isPresent(present, row)) {
      missing += 1;
      continue;
    }
    const value = values[row] as number;
    // NaN for infinities and for NaN.
    if (value - value !== 0) continue;
    finite += 1;
    if (value < min) min = value;
    if (value > max) max = value;
    const key = keyOf(words[2 * row + UPPER_HALF] as number);
    const cell = key <= least ? 0 : key > largest ? lastCell : ((key - least) >>> shift) + 1;
    let bin = firstBin[cell] as number;
    // Added, not jumped over: a processor would foresee every other jump only.
    bin += Number((edges[bin] as number) < value);
    while ((edges[bin] as number) < value) bin += 1;
    (bins[bin] as number) += 1;
    const offset = value - centre;
    sum += offset;
    squares += offset * offset;
  }
  facts.present = values.length - missing;
  facts.finite = finite;
  facts.sum = sum;
  facts.squares = squares;
  facts.min = min;
  facts.max = max;
}

/** A sum of sums of chunks that loses nothing on the way: A. Neumaier, ZAMM 54 (1974), 39–51. */
class Sum {
  #total = 0;
  #missed = 0;

  add(term: number): void {
    const total = this.#total + term;
    // Infinities have no rest.
    if (Number.isFinite(total))
      this.#missed +=
        Math.abs(this.#total) >= Math.abs(term) ? this.#total - total + term : term - total + this.#total;
    this.#total = total;
  }

  value(): number {
    return this.#total + this.#missed;
  }
}
