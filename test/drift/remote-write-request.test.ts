import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snappyLiteral, writeRequest } from '../../src/drift/remote-write-request.ts';

/** Fields of a message of protocol buffers: number → values, in order. A varint is a signed 64-bit integer. */
function fieldsOf(bytes: Uint8Array): Map<number, (bigint | Uint8Array)[]> {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Uint8Array => {
    at += length;
    return bytes.slice(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    const value = wireType === 0 ? varint() : take(wireType === 1 ? 8 : Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

function bytesAt(fields: Map<number, (bigint | Uint8Array)[]>, field: number): Uint8Array[] {
  return (fields.get(field) ?? []).filter((value) => value instanceof Uint8Array);
}

describe('writeRequest', () => {
  it('is the WriteRequest of remote write 1.0', () => {
    const request = writeRequest([{ name: 'n', labels: { b: 'x', A: 'y' }, value: 1.5 }], 300, { z: '' });
    expect(Buffer.from(request).toString('hex')).toBe(
      [
        // timeseries, 45 bytes
        '0a2d',
        // label A="y": capitals come first
        '0a060a0141120179',
        // label __name__="n"
        '0a0d0a085f5f6e616d655f5f12016e',
        // label b="x"
        '0a060a0162120178',
        // sample: 1.5 at 300
        '120c09000000000000f83f10ac02',
      ].join(''),
    );
  });

  it('is read back as the same samples', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const label = fc.stringMatching(/^[a-z][a-z0-9_]{0,200}$/);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.constant('modelwatch_drift_score'),
            labels: fc.dictionary(label, text),
            value: fc.double({ noNaN: true }),
          }),
        ),
        fc.integer({ min: -1e12, max: 4e12 }),
        (samples, timeMs) => {
          const series = bytesAt(fieldsOf(writeRequest(samples, timeMs, {})), 1).map((bytes) => {
            const fields = fieldsOf(bytes);
            const labels = bytesAt(fields, 1).map((pair) =>
              [1, 2].map((field) => Buffer.from(bytesAt(fieldsOf(pair), field)[0] ?? []).toString()),
            );
            const sample = fieldsOf(bytesAt(fields, 2)[0] ?? new Uint8Array());
            const value = Buffer.from(bytesAt(sample, 1)[0] ?? []).readDoubleLE();
            expect(sample.get(2)).toEqual([BigInt(timeMs)]);
            const names = labels.map(([name = '']) => name);
            expect(names).toEqual(names.toSorted());
            const { __name__: name, ...rest } = Object.fromEntries(labels) as Record<string, string>;
            return { name, labels: rest, value };
          });
          expect(series).toEqual(samples.map((sample) => ({ ...sample, labels: { ...sample.labels } })));
        },
      ),
    );
  });
});

it('a literal of Snappy tells the length twice, then has the bytes', () => {
  const bytes = new Uint8Array(300).fill(7);
  expect(Buffer.from(snappyLiteral(bytes).subarray(0, 8)).toString('hex')).toBe('ac02fc2b01000007');
  expect(snappyLiteral(bytes)).toHaveLength(307);
});
