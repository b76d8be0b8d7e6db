export interface ExposedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What one answer to a scrape says, times and exemplars left out. */
export interface Exposition {
  readonly series: readonly ExposedSeries[];
  /** Types by the name that TYPE lines give: OpenMetrics names counters there without "_total". */
  readonly types: ReadonlyMap<string, string>;
}

export interface Malformed {
  /** From 1. */
  readonly line: number;
  readonly problem: string;
}

const TYPES = new Set([
  'counter',
  'gauge',
  'histogram',
  'summary',
  'untyped',
  'unknown',
  'info',
  'stateset',
  'gaugehistogram',
]);
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf|infinity|nan)$/i;

/**
 * Reads the text format of Prometheus, or OpenMetrics (which ends with `# EOF`), strictly: what a scrape would refuse is refused.
 * Sources: https://prometheus.io/docs/instrumenting/exposition_formats/ and the OpenMetrics 1.0 specification.
 */
export function readExposition(text: string): Exposition | Malformed {
  const lines = text.split('\n');
  const types = new Map<string, string>();
  const series: ExposedSeries[] = [];
  const seen = new Set<string>();
  const end = lines.findIndex((line) => line === '# EOF');
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    const problem = (what: string): Malformed => ({ line: index + 1, problem: what });
    if (end !== -1 && index > end && line !== '') return problem('there is more text after # EOF');
    if (line.trim() === '') continue;
    if (line.startsWith('#')) {
      const wrong = readComment(line, types);
      if (wrong !== undefined) return problem(wrong);
      continue;
    }
    const found = readSample(line, end !== -1);
    if (typeof found === 'string') return problem(found);
    const key = JSON.stringify([
      found.name,
      Object.entries(found.labels).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    if (seen.has(key)) return problem(`the series ${found.name} with these labels is there a second time`);
    seen.add(key);
    series.push(found);
  }
  return { series, types };
}

function readComment(line: string, types: Map<string, string>): string | undefined {
  const [, keyword, name = '', type = ''] = /^#\s*(TYPE)\s+(\S+)\s*(\S*)\s*$/.exec(line) ?? [];
  if (keyword === undefined)
    return /^#\s*TYPE\b/.test(line) ? 'a TYPE line has a name and a type' : undefined;
  if (!TYPES.has(type)) return `"${type}" is no type of a metric`;
  if (types.has(name)) return `${name} has a second TYPE line`;
  types.set(name, type);
  return undefined;
}

function readSample(line: string, isOpenMetrics: boolean): ExposedSeries | string {
  NAME.lastIndex = 0;
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return 'a line begins with the name of a metric, or with #';
  let position = name.length;
  const labels: Record<string, string> = {};
  const brace = /^\s*\{/.exec(line.slice(position))?.[0];
  if (brace !== undefined) {
    const read = readLabels(line, position + brace.length);
    if (typeof read === 'string') return read;
    Object.assign(labels, read.labels);
    position = read.end;
  }
  const rest = line.slice(position);
  if (rest !== '' && !/^\s/.test(rest))
    return `"${rest.slice(0, 20)}" stands where labels or the value should`;
  const [sample = '', exemplar] = isOpenMetrics ? rest.split(/ # /, 2) : [rest];
  const [value = '', timestamp, ...more] = sample.trim().split(/\s+/);
  if (!NUMBER.test(value)) return value === '' ? `${name} has no value` : `"${value}" is no number`;
  if (timestamp !== undefined && !NUMBER.test(timestamp)) return `"${timestamp}" is no time`;
  if (more.length > 0) return `"${more.join(' ')}" stands after the value`;
  if (exemplar !== undefined && !/^\{.*\}\s+\S+/.test(exemplar)) return 'an exemplar has labels and a value';
  return { name, labels, value: numberOf(value) };
}

/** Of a text that `NUMBER` matches: infinities and NaN are written in any case. */
function numberOf(text: string): number {
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity;
  return Number(text);
}

function readLabels(line: string, from: number): { labels: Record<string, string>; end: number } | string {
  const labels: Record<string, string> = {};
  let position = from;
  while (line[position] !== '}') {
    LABEL.lastIndex = position;
    const [text, label, value = ''] = LABEL.exec(line) ?? [];
    if (text === undefined || label === undefined)
      return 'labels are written as {name="value",other="value"}';
    if (Object.hasOwn(labels, label)) return `the label ${label} is there twice`;
    labels[label] = value.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
    position += text.length;
    if (line[position] === ',') position += 1;
    else if (line[position] !== '}') return 'labels are separated by commas and end with }';
  }
  return { labels, end: position + 1 };
}
