/** All values together, added up in their order; 0 without any. */
export function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
