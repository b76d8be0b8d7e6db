/** Numbers in order: themselves, where they come so. */
export function ascending(values: Float64Array): Float64Array {
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index - 1] ?? 0) > (values[index] ?? 0)) return values.toSorted();
  }
  return values;
}
