/**
 * Terms of filter patterns for lines of JSON:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax-MetricFilters.html
 */

/** What picks a field out of a line: `$.latency_seconds`, `$.request.id`. */
export function selectorOf(field: string): string {
  return `$.${field}`;
}

export function isNumber(field: string): string {
  return `${selectorOf(field)} = *`;
}

export function isText(field: string): string {
  return `${selectorOf(field)} = "*"`;
}

export function isMissing(field: string): string {
  return `${selectorOf(field)} NOT EXISTS`;
}

/** The field has exactly this text; undefined for a text that a pattern cannot hold literally. */
export function equals(field: string, value: string): string | undefined {
  // An asterisk is a wildcard in quotes, too, and no page says how to escape it.
  return /["\\*%]/.test(value) ? undefined : `${selectorOf(field)} = "${value}"`;
}

/** All terms hold; without any every line fits. */
export function allOf(terms: readonly string[]): string {
  if (terms.length === 0) return '';
  return terms.length === 1
    ? `{ ${terms.join('')} }`
    : `{ ${terms.map((term) => `(${term})`).join(' && ')} }`;
}
