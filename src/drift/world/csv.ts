import { groupBy } from '../../support/group-by.ts';
import { quoteText } from '../counting/sql.ts';
import { type Engine, EngineError } from '../engine.ts';

/** In this order where they tell as many columns. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The first line of a CSV file. */
interface Header {
  readonly file: string;
  readonly delimiter: string;
  readonly names: readonly string[];
  /** Names that more than one column has. */
  readonly repeated: readonly string[];
}

/**
 * What reads CSV files with a header each, columns joined by name, and the files that have one: those without any line are left
 * out. The header alone tells how a file is written (RFC 4180, with one of some delimiters), so that a line with more or fewer
 * values is an error and no other way to read the file. Throws an EngineError.
 */
export async function csvReader(
  engine: Engine,
  files: readonly string[],
): Promise<{
  readonly files: readonly string[];
  readonly reader: string;
  readonly repeated: readonly string[];
}> {
  const headers: Header[] = [];
  for (const file of files) {
    const line = await firstLine(engine, file);
    if (line !== undefined) headers.push({ file, ...headerOf(file, line) });
  }
  const alike = groupBy(headers, ({ delimiter, names }) => JSON.stringify([delimiter, names]));
  const readers = [...alike.values()].map(readAlike);
  const [only = ''] = readers;
  return {
    files: headers.map(({ file }) => file),
    repeated: [...new Set(headers.flatMap(({ repeated }) => repeated))],
    reader:
      readers.length < 2
        ? only
        : `(${readers.map((each) => `SELECT * FROM ${each}`).join(' UNION ALL BY NAME ')})`,
  };
}

/** No text has this character: the whole line is one value. */
const NO_DELIMITER = '\u0001';

async function firstLine(engine: Engine, file: string): Promise<string | undefined> {
  const [row] = await engine.rows(
    `SELECT line FROM read_csv(${quoteText(file)}, auto_detect = false, header = false, delim = ${quoteText(NO_DELIMITER)}, quote = '', escape = '', columns = {'line': 'VARCHAR'}) LIMIT 1`,
  );
  if (row === undefined) return undefined;
  const [line] = row;
  return typeof line === 'string' ? line : '';
}

function headerOf(file: string, line: string): Omit<Header, 'file'> {
  let most: { readonly delimiter: string; readonly names: readonly string[] } | undefined;
  for (const delimiter of DELIMITERS) {
    const names = splitHeader(line, delimiter);
    if (names !== undefined && names.length > (most?.names.length ?? 0)) most = { delimiter, names };
  }
  if (most === undefined)
    throw new EngineError(`CSV Error: the first line of "${file}" is no header: a quote is not closed in it`);
  const { delimiter, names } = most;
  const repeated = names.filter((name, index) => name.trim() !== '' && names.indexOf(name) < index);
  return { delimiter, names: distinct(names), repeated };
}

/** The names in a header, or undefined where quotes are not around whole names. */
function splitHeader(line: string, delimiter: string): string[] | undefined {
  const names: string[] = [];
  let at = 0;
  for (;;) {
    const name = line.charAt(at) === '"' ? quotedName(line, at) : plainName(line, at, delimiter);
    if (name === undefined) return undefined;
    names.push(name.text);
    if (name.end === line.length) return names;
    if (line.charAt(name.end) !== delimiter) return undefined;
    at = name.end + 1;
  }
}

interface Name {
  readonly text: string;
  /** Where what follows begins. */
  readonly end: number;
}

function plainName(line: string, from: number, delimiter: string): Name | undefined {
  const found = line.indexOf(delimiter, from);
  const end = found < 0 ? line.length : found;
  const text = line.slice(from, end);
  return text.includes('"') ? undefined : { text, end };
}

function quotedName(line: string, from: number): Name | undefined {
  const [quoted, text] = /^"((?:[^"]|"")*)"/.exec(line.slice(from)) ?? [];
  return quoted === undefined || text === undefined
    ? undefined
    : { text: text.replaceAll('""', '"'), end: from + quoted.length };
}

/** Columns without a name, and those that have the same, are told apart by a number. */
export function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((given, index) => {
    const name = given.trim() === '' ? `column${index}` : given;
    let unique = name;
    for (let count = 1; seen.has(unique.toLowerCase()); count += 1) unique = `${name}_${count}`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}

/** Every value is read as text. */
function readAlike(headers: readonly Header[]): string {
  const [first] = headers;
  const files = headers.map(({ file }) => quoteText(file)).join(', ');
  const columns = (first?.names ?? []).map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  return `read_csv([${files}], auto_detect = false, header = true, delim = ${quoteText(first?.delimiter ?? ',')}, quote = '"', escape = '"', columns = {${columns}})`;
}
