import type { VariableValue } from './recording.ts';

/** How a list is written into a query, by the format after `:` in `${name:format}`; Perses' own are these. */
const FORMATS: Readonly<Record<string, (values: readonly string[], name: string) => string>> = {
  csv: (values) => values.join(','),
  raw: (values) => values.join(','),
  distributed: ([first = '', ...rest], name) => [first, ...rest.map((each) => `${name}=${each}`)].join(','),
  doublequote: (values) => values.map((each) => `"${each}"`).join(','),
  glob: (values) => `{${values.join(',')}}`,
  json: (values) => JSON.stringify(values),
  lucene: (values) => `(${values.map((each) => `"${each}"`).join(' OR ')})`,
  percentencode: (values) => encodeURIComponent(values.join(',')),
  pipe: (values) => values.join('|'),
  prometheus: (values) => `(${values.join('|')})`,
  regex: (values) =>
    `(${values.map((each) => each.replace(/[-/\\^$*+?.()|[\]{}]/g, String.raw`\$&`)).join('|')})`,
  singlequote: (values) => values.map((each) => `'${each}'`).join(','),
  sqlstring: (values) => values.map((each) => `'${each.replaceAll("'", "''")}'`).join(','),
  text: (values) => values.join(' + '),
  queryparam: (values, name) => values.map((each) => `${name}=${encodeURIComponent(each)}`).join('&'),
};

const REFERENCE = /\$(\w+)|\$\{(\w+)(?:\.[^:^}]+)?(?::([^}]+))?\}/g;

/** The names of the variables in a text, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map(([, plain, braced]) => plain ?? braced ?? ''))];
}

/** A text with the values of variables in it; names that have none stay as they are. */
export function interpolate(text: string, values: ReadonlyMap<string, VariableValue>): string {
  return text.replace(REFERENCE, (whole, plain?: string, braced?: string, format?: string) => {
    const name = plain ?? braced ?? '';
    const value = values.get(name);
    if (value === undefined) return whole;
    const print =
      FORMATS[format?.toLowerCase() ?? ''] ??
      (typeof value === 'string' ? FORMATS['raw'] : FORMATS['prometheus']);
    return print?.(typeof value === 'string' ? [value] : value, name) ?? whole;
  });
}
