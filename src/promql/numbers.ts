/** The shortest literal that Prometheus reads back as the same double: `0.25`, `1e-7`, `+Inf`, `-0`, `NaN`. */
export function printNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
