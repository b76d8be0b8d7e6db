import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumericTally } from '../../../src/drift/counting/tally.ts';

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(
    0,
    -0,
    Number.MIN_VALUE,
    -Number.MIN_VALUE,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    2 ** 53,
    2 ** 53 - 1,
    1,
    1 + Number.EPSILON,
    1 + 2 * Number.EPSILON,
  ),
);

it('puts every value into the first bin whose edge is not below it', () => {
  fc.assert(
    fc.property(fc.array(finite, { maxLength: 40 }), fc.array(finite, { maxLength: 100 }), (some, more) => {
      const edges = [...new Set(some.map((edge) => edge + 0))].toSorted((a, b) => a - b);
      // Values at edges are where a bin is easily missed.
      const values = Float64Array.from([...more, ...edges]);
      const tally = new NumericTally({ kind: 'numeric', edges, shift: 0 });
      tally.add({ values });
      const bins = edges.map(
        (edge, index) =>
          values.filter((value) => value <= edge && !(value <= (edges[index - 1] ?? Number.NaN))).length,
      );
      const above = values.length - bins.reduce((sum, each) => sum + each, 0);
      expect(tally.counts().bins).toEqual([...bins, above]);
    }),
    { numRuns: 1000 },
  );
});

it('takes an edge of -0 for one of 0', () => {
  const tally = new NumericTally({ kind: 'numeric', edges: [-0, 1], shift: 0 });
  tally.add({ values: Float64Array.from([0, -0, 0.5, 2]) });
  expect(tally.counts().bins).toEqual([2, 1, 1]);
});
