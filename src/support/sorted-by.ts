import { compareStrings } from './compare-strings.ts';

/** A sorted copy, by each element's key: numbers by size, texts by code unit. Equal keys keep their order. */
export function sortedBy<T>(list: Iterable<T>, key: (element: T) => string | number): T[] {
  const elements = [...list];
  if (elements.length < 2) return elements;
  return elements
    .map((element) => ({ element, key: key(element) }))
    .toSorted((a, b) =>
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : compareStrings(String(a.key), String(b.key)),
    )
    .map(({ element }) => element);
}
