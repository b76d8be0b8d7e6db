/**
 * Index of the first byte that cannot belong to UTF-8 text, or -1. By the table of well-formed sequences in the Unicode
 * standard (3.9, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF. Of a sequence that breaks off, the
 * index is that of its first byte.
 */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  if (lead >= 0xc2 && lead <= 0xdf) return within(second, 0x80, 0xbf) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const least = lead === 0xe0 ? 0xa0 : 0x80;
    const most = lead === 0xed ? 0x9f : 0xbf;
    return within(second, least, most) && isContinuation(bytes[at + 2]) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const least = lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xf4 ? 0x8f : 0xbf;
    const rest = isContinuation(bytes[at + 2]) && isContinuation(bytes[at + 3]);
    return within(second, least, most) && rest ? 4 : 0;
  }
  return 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && within(byte, 0x80, 0xbf);
}

function within(byte: number, least: number, most: number): boolean {
  return byte >= least && byte <= most;
}
