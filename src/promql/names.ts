import { quoteString } from './strings.ts';
import { words } from './words.ts';

/**
 * Words that the lexer of PromQL reads as something other than a name, in any case. A metric of such a name is printed in
 * the quoted form, although some would pass bare: one rule is safer than two.
 */
const KEYWORDS: ReadonlySet<string> = new Set(
  words(`
    and or unless atan2 bool on ignoring group_left group_right by without sum avg count min max group
    stddev stdvar topk bottomk quantile count_values limitk limit_ratio offset smoothed anchored fill
    fill_left fill_right start end step range max_of min_of inf nan
  `),
);

const LONGEST_KEYWORD = Math.max(...[...KEYWORDS].map((word) => word.length));

/** Keywords that are refused as a bare label name inside `by (…)`, `on (…)` and their like. */
const NOT_A_BARE_GROUPING_LABEL: ReadonlySet<string> = new Set(['without', 'inf', 'nan']);

/** Names that could be metrics before UTF-8 names came with Prometheus 3. */
export function isLegacyMetricName(name: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/u.test(name);
}

/** Names that could be labels before UTF-8 names came with Prometheus 3. */
export function isLegacyLabelName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/u.test(name);
}

/** Whether a metric's name can stand in front of the braces; else it goes inside them, quoted. */
export function isBareMetricName(name: string): boolean {
  // Most names are longer than any keyword.
  return isLegacyMetricName(name) && (name.length > LONGEST_KEYWORD || !KEYWORDS.has(name.toLowerCase()));
}

/** A label name inside `{…}`: bare where that is allowed, else quoted. */
export function printMatcherLabel(label: string): string {
  return isLegacyLabelName(label) ? label : quoteString(label);
}

/** Whether a label can stand unquoted in `by (…)` and its like. (Prometheus takes `a:b` there too; no label has such a name.) */
export function isBareGroupingLabel(label: string): boolean {
  return isLegacyLabelName(label) && !NOT_A_BARE_GROUPING_LABEL.has(label.toLowerCase());
}

/** A label name inside `by (…)`, `without (…)`, `on (…)`, `ignoring (…)` or `group_left (…)`. */
export function printGroupingLabel(label: string): string {
  return isBareGroupingLabel(label) ? label : quoteString(label);
}
