/**
 * Markdown (CommonMark with GitHub's tables) around texts of users. A text that went through one of these functions is
 * shown as it was written and ends where it ends: it is no HTML, no link, no cell, no heading, no fence.
 */

declare const place: unique symbol;

/** One line of running text: good in paragraphs, list items, headings and table cells. */
export type Inline = string & { readonly [place]: 'inline' };

/** Lines of their own: good at the start of a line, under the indentation they were made for. */
export type Block = string & { readonly [place]: 'block' };

const LINE_END = /\r\n|\n|\r/;
const LINE_ENDS = new RegExp(LINE_END, 'g');

/**
 * Our own words with texts of users in them: only what has been made safe, and whole numbers, can stand in `${}`.
 */
export function md(strings: TemplateStringsArray, ...values: readonly (Inline | number)[]): Inline {
  return String.raw({ raw: strings }, ...values) as Inline;
}

/** Parts one after the other, with our own text between them. */
export function joined(parts: readonly Inline[], separator: string): Inline {
  return parts.join(separator) as Inline;
}

/** Parts as a sentence lists them: `a, b and c`. */
export function listed(parts: readonly Inline[], word: 'and' | 'or'): Inline {
  const last = parts.at(-1);
  if (last === undefined || parts.length === 1) return joined(parts, '');
  return md`${joined(parts.slice(0, -1), ', ')} ${word as Inline} ${last}`;
}

/**
 * A text as it is; line ends become blanks, outer blanks go. Addresses that begin with http or https become links, since
 * they show where they lead.
 */
export function text(user: string): Inline {
  const line = user.replace(LINE_ENDS, ' ').trim();
  let result = '';
  let done = 0;
  for (const match of line.matchAll(WEB_ADDRESS)) {
    const address = withoutSentenceEnd(match[0]);
    // Readers differ on whether an entity in an address stands for a character.
    if (/\/\/$|&#?\w+;/.test(address)) continue;
    result += `${escapeText(line.slice(done, match.index), done === 0)}<${address}>`;
    done = match.index + address.length;
  }
  return (result + escapeText(line.slice(done), done === 0)) as Inline;
}

/**
 * A text of several lines: each end of a line stays one, an empty line parts paragraphs. Blanks at the ends of lines go.
 * `indent` stands before every line but the first.
 */
export function lines(user: string, indent = ''): Block {
  return user
    .trim()
    .split(/(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*/)
    .map((paragraph) => paragraph.split(LINE_END).map(text).join(`\\\n${indent}`))
    .join(`\n\n${indent}`) as Block;
}

/** A code span. Line ends become blanks; an empty text gives nothing. */
export function code(user: string): Inline {
  // A pipe ends a cell even inside a code span, and the ways to escape it there differ between readers.
  return user.replace(LINE_ENDS, ' ').split('|').map(codeSpan).join('&#124;') as Inline;
}

function codeSpan(content: string): string {
  if (content === '') return '';
  const ticks = '`'.repeat(longestRun(content) + 1);
  const touches = content.startsWith('`') || content.endsWith('`');
  // A reader strips one blank from both ends, unless there is nothing but blanks.
  const loses = /^ .* $/.test(content) && content.trim() !== '';
  const margin = touches || loses ? ' ' : '';
  return ticks + margin + content + margin + ticks;
}

/** A fenced block of code, its fence longer than any run of backticks in it. `info` is our own word, such as `promql`. */
export function fence(user: string, info: string, indent = ''): Block {
  const content = user.replace(LINE_ENDS, '\n').replace(/\n+$/, '');
  const ticks = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return [ticks + info, ...content.split('\n'), ticks]
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
    .slice(indent.length) as Block;
}

/**
 * A link to a page on the web or beside this one. What is neither (`javascript:`, `data:`) stays text, with its address as
 * code.
 */
export function link(label: string, address: string): Inline {
  if (label === address && text(address) === `<${address}>`) return text(address);
  const shown = escapeText(label.replace(LINE_ENDS, ' ').trim(), true) as Inline;
  const isSafe = /^https?:\/\/./i.test(address) || !/^[^/?#]*:|^\s*$|^\/\/|^\\/.test(address);
  if (!isSafe) return md`${shown} (${code(address)})`;
  return md`[${shown}](${address.replace(NOT_IN_ADDRESS, percentEncoded) as Inline})`;
}

// Characters that RFC 3986 has in an address. Outside it, a browser would encode them anyway.
const ADDRESS_CHARACTERS = String.raw`A-Za-z0-9\-._~:/?#@!$'()+,;=%`;
const WEB_ADDRESS = new RegExp(String.raw`(?<![A-Za-z0-9])https?://[${ADDRESS_CHARACTERS}&]+`, 'g');
// In a link's destination parentheses would have to be balanced, and `&lt;` would be read as a character.
const NOT_IN_ADDRESS = /[^A-Za-z0-9\-._~:/?#@!+,;=%&[\]]|&(?=#?\w+;)/gu;

function percentEncoded(character: string): string {
  if (/^[!-~]$/.test(character)) return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  // A lone surrogate has no encoding; writers of UTF-8 put U+FFFD in its place.
  return encodeURIComponent(/^[\ud800-\udfff]$/.test(character) ? '\ufffd' : character);
}

/** Stops before the full stop of a sentence, or a bracket that was opened before the address. */
function withoutSentenceEnd(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address[end - 1] ?? '';
    const kept = address.slice(0, end);
    const closesOther = last === ')' && count(kept, ')') > count(kept, '(');
    if (!closesOther && !/[.,:;!?'_~$]/.test(last)) return kept;
    end -= 1;
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function longestRun(content: string): number {
  return Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
}

/**
 * What Markdown acts upon, and where. `<` and `&` become entities, since not every reader knows a backslash before them.
 * Only what needs it is escaped: the page is also read as it is.
 */
const SPECIAL = new RegExp(
  [
    // Emphasis, code, links, cells, strike-through and the escape itself, anywhere.
    String.raw`[\\\x60*[\]|~<]`,
    // `_` inside a word is nothing.
    '(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])',
    // An entity, or what could become one with the text behind it.
    String.raw`&(?=#?\w*(?:;|$))`,
    // An image, with a link behind it.
    '!$',
    // A formula needs a `$` that closes, which no blank precedes.
    String.raw`(?<!\s)\$`,
    // What GitHub would make a link of, an escape in it included.
    String.raw`:(?=\/\/)|(?<=[wW]{3})\.`,
    // The closing sequence of a heading.
    String.raw`(?<=\s)#(?=#*$)`,
  ].join('|'),
  'g',
);

/** At the start of a line: heading, quote, list, underline of a heading, row under a table's head, definition. */
const LINE_START =
  /^(?:#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$|-|:)|=(?==*$)|:(?=[\s:-]|$)|\d{1,9}(?=[.)](?:\s|$)))/;

function escapeText(line: string, isStart: boolean): string {
  const escaped = line.replace(SPECIAL, escapeCharacter);
  return isStart ? escaped.replace(LINE_START, escapeStart) : escaped;
}

function escapeCharacter(character: string): string {
  if (character === '<') return '&lt;';
  if (character === '&') return '&amp;';
  return `\\${character}`;
}

// Of a list's number, it is the full stop that can be escaped.
function escapeStart(start: string): string {
  return /^\d/.test(start) ? `${start}\\` : `\\${start}`;
}
