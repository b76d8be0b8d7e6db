/** `1 alert`, `3 alerts`, for nouns whose plural ends in s; with what they do: `1 row is`, `12 rows are`. */
export function counted(count: number, noun: string, [one, many]: readonly string[] = []): string {
  const verb = count === 1 ? one : many;
  return `${count} ${plural(count, noun)}${verb === undefined ? '' : ` ${verb}`}`;
}

/** As `counted`, for what may be thousands: `1 row`, `1,204 rows`. */
export function countedInGroups(count: number, noun: string): string {
  return `${grouped(count)} ${plural(count, noun)}`;
}

/** A whole number in groups of three digits: `1,204,332`. Others as they are. */
export function grouped(value: number): string {
  return Number.isInteger(value) ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ',') : String(value);
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
