// Durations as Perses prints and reads them in queries (core/model/time of its packages): from years down to milliseconds.
const UNITS_MS: readonly (readonly [string, number])[] = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const DURATION = new RegExp(`^${UNITS_MS.map(([unit]) => `(?:(\\d+)${unit})?`).join('')}$`);

/** `1h30m` of milliseconds; empty for less than half a millisecond. */
export function printPersesDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  return UNITS_MS.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  }).join('');
}

/** Milliseconds of `1h30m`; undefined when it is no duration. */
export function readPersesDuration(text: string): number | undefined {
  const found = text === '' ? null : DURATION.exec(text);
  if (found === null) return undefined;
  return UNITS_MS.reduce((sum, [, size], index) => sum + Number(found[index + 1] ?? 0) * size, 0);
}
