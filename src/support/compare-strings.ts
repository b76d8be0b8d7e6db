/**
 * Orders two texts by UTF-16 code unit, which no locale, platform or ICU version changes. Everything that reaches an
 * output is sorted by it.
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
