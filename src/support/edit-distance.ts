/**
 * Optimal string alignment distance (Damerau-Levenshtein without edits inside a swap): how many insertions, deletions,
 * replacements and swaps of neighbours part two texts. Counts UTF-16 code units. Returns `limit + 1` as soon as the distance
 * is known to exceed `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(before, column - 2) + 1);
      }
      current.push(best);
      least = Math.min(least, best);
    }
    if (least > limit) return limit + 1;
    before = above;
    above = current;
  }
  return Math.min(at(above, b.length), limit + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
