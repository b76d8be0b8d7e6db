const CONTEXT = 1;
const SHOWN = 4;
const MAX_WIDTH = 160;

/**
 * The first place where two texts differ, in the manner of a unified diff, at most about ten lines; `-` is `old`. Empty if
 * the texts are equal.
 */
export function firstDifference(name: string, old: string, next: string): string {
  if (old === next) return '';
  const a = linesOf(old);
  const b = linesOf(next);
  const start = commonPrefix(a, b);
  const end = commonSuffix(a.slice(start), b.slice(start));
  const from = Math.max(0, start - CONTEXT);
  const gone = a.slice(start, a.length - end);
  const come = b.slice(start, b.length - end);
  return [
    `--- ${name} (on the disk)`,
    `+++ ${name} (rendered)`,
    `@@ line ${start + 1} @@`,
    ...a.slice(from, start).map((line) => ` ${clip(line)}`),
    ...block('-', gone),
    ...block('+', come),
  ].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last} (no newline at the end)`];
}

function block(sign: string, lines: readonly string[]): string[] {
  const shown = lines.slice(0, SHOWN).map((line) => sign + clip(line));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `${sign}… ${more} more`] : shown;
}

function clip(line: string): string {
  return line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH)}…` : line;
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
}

function commonSuffix(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1;
  return n;
}
