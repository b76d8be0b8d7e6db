// Decompresses LZ4 in its frame format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, lz4_Block_format.md). What npm has
// for it runs into loops without end on files that are damaged.

const MAGIC = 0x18_4d_22_04;
const FLAGS = { blockChecksum: 0x10, contentSize: 0x08, dictionary: 0x01 } as const;
const UNCOMPRESSED = 0x80_00_00_00;
const LEAST_MATCH = 4;

/** What is decompressed so far: blocks refer to what earlier ones hold. */
interface Output {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
}

/** The bytes of a frame. Throws an Error when it is damaged, or ends early; checksums are not looked at. */
export function decompressLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== MAGIC) throw damaged();
  const flags = frame[4] ?? 0;
  const largestBlock = 1 << (8 + 2 * (((frame[5] ?? 0) >> 4) & 7));
  if (flags >> 6 !== 1 || flags & FLAGS.dictionary || largestBlock < 65_536) throw damaged();
  const output: Output = { bytes: new Uint8Array(4 * frame.length), length: 0 };
  let at = 7 + (flags & FLAGS.contentSize ? 8 : 0);
  for (;;) {
    if (at + 4 > frame.length) throw damaged();
    const told = view.getUint32(at, true);
    if (told === 0) return output.bytes.slice(0, output.length);
    const size = told & ~UNCOMPRESSED;
    at += 4;
    if (at + size > frame.length) throw damaged();
    const block = frame.subarray(at, at + size);
    reserve(output, Math.max(size, largestBlock));
    if (told & UNCOMPRESSED) copy(output, block);
    else decompressBlock(block, output, output.length + largestBlock);
    at += size + (flags & FLAGS.blockChecksum ? 4 : 0);
  }
}

/** Sequences of bytes as they are, each followed by a match: so many bytes from so far back. */
function decompressBlock(block: Uint8Array, output: Output, most: number): void {
  for (let at = 0; at < block.length; ) {
    const token = block[at] ?? 0;
    const literals = lengthAt(block, at + 1, token >> 4);
    at = literals.end + literals.length;
    if (at > block.length || output.length + literals.length > most) throw damaged();
    copy(output, block.subarray(literals.end, at));
    // The last sequence has no match.
    if (at === block.length) return;
    const back = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    const match = lengthAt(block, at + 2, token & 15);
    const length = match.length + LEAST_MATCH;
    if (back === 0 || back > output.length || output.length + length > most) throw damaged();
    // Byte by byte: a match may reach into what it makes.
    const { bytes } = output;
    for (let to = output.length, end = to + length; to < end; to += 1) bytes[to] = bytes[to - back] ?? 0;
    output.length += length;
    at = match.end;
  }
}

/** A length of 15 goes on in the bytes that follow, up to one that is not 255. */
function lengthAt(block: Uint8Array, from: number, first: number): { length: number; end: number } {
  let [length, end] = [first, from];
  if (first < 15) return { length, end };
  for (;;) {
    const more = block[end];
    if (more === undefined) throw damaged();
    length += more;
    end += 1;
    if (more < 255) return { length, end };
  }
}

function copy(output: Output, bytes: Uint8Array): void {
  output.bytes.set(bytes, output.length);
  output.length += bytes.length;
}

function reserve(output: Output, more: number): void {
  if (output.length + more <= output.bytes.length) return;
  const larger = new Uint8Array(Math.max(2 * output.bytes.length, output.length + more));
  larger.set(output.bytes.subarray(0, output.length));
  output.bytes = larger;
}

function damaged(): Error {
  return new Error('a buffer that is compressed by LZ4 is damaged');
}
