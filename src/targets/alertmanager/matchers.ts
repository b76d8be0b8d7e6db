/**
 * Matchers as both of Alertmanager's parsers read them alike: the value always in double quotes, with only backslash, double
 * quote and line feed escaped. https://prometheus.io/docs/alerting/latest/configuration/#label-matchers
 */
export function labelEquals(label: string, value: string): string {
  return `${label}=${quoted(value)}`;
}

/** The label has one of the values; a plain equality where there is only one. */
export function labelIsOneOf(label: string, values: readonly string[]): string {
  const [only] = values;
  if (only !== undefined && values.length === 1) return labelEquals(label, only);
  return labelMatches(label, values.map(regexLiteral).join('|'));
}

/** The whole value matches the RE2 expression: Alertmanager anchors it on both ends. */
export function labelMatches(label: string, pattern: string): string {
  return `${label}=~${quoted(pattern)}`;
}

/** The label, a list parted by commas, has the item. */
export function labelHasItem(label: string, item: string): string {
  return labelMatches(label, `(.*,)?${regexLiteral(item)}(,.*)?`);
}

/** An RE2 expression that matches only this text. The same characters as Go's `regexp.QuoteMeta`. */
export function regexLiteral(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}
