import { sortedBy } from '../support/sorted-by.ts';
import type { AddedLabels } from './delivery.ts';
import type { Sample } from './samples.ts';

// Remote write 1.0: https://prometheus.io/docs/specs/prw/remote_write_spec/. Its request has four small messages with six fields in
// all. To write them takes fewer lines than to describe them to a library for protocol buffers, they can change no more (1.0 is
// final), and a real Prometheus reads them in the tests: so no package for it.

const utf8 = new TextEncoder();

/** Wire types of protocol buffers: https://protobuf.dev/programming-guides/encoding/#structure */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;

/**
 * Samples as a `WriteRequest`, each at one time (milliseconds since 1970). Labels come sorted by name, as the specification
 * demands, added ones among them.
 */
export function writeRequest(samples: readonly Sample[], timeMs: number, added: AddedLabels): Uint8Array {
  return concat(samples.map((sample) => message(1, timeSeries(sample, timeMs, added))));
}

function timeSeries({ name, labels, value }: Sample, timeMs: number, added: AddedLabels): Uint8Array {
  const pairs = sortedBy(Object.entries({ ...added, ...labels, __name__: name }), ([label]) => label);
  const filled = pairs.filter(([, text]) => text !== '');
  return concat([
    ...filled.map(([label, text]) =>
      message(1, concat([message(1, utf8.encode(label)), message(2, utf8.encode(text))])),
    ),
    message(2, concat([tag(1, FIXED_64), double(value), tag(2, VARINT), varint(timeMs)])),
  ]);
}

function message(field: number, bytes: Uint8Array): Uint8Array {
  return concat([tag(field, LENGTH), varint(bytes.length), bytes]);
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Seven bits a byte, the least first; of a negative number the 64 bits of its two's complement. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

function double(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}

/**
 * Bytes in the block format of Snappy, as one literal: valid for every reader, and not compressed. A run sends its series once,
 * and the packages there are either bring a native library for each platform or have no types; what compression would save
 * is not worth one. Bytes must be 1 to 2³² − 1.
 * Source: https://github.com/google/snappy/blob/main/format_description.txt (sections 1 and 2.1).
 */
export function snappyLiteral(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const last = bytes.length - 1;
  // 63 in the upper six bits of the tag: the length less one follows in four bytes, the least first.
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, last, true);
  return concat([varint(bytes.length), Uint8Array.of(63 << 2), length, bytes]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
