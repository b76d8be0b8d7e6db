/** For `filter`: leaves out what is undefined, and tells the type so. */
export function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
