import { Lexer } from 'yaml';
import type { Span } from '../diagnostics/span.ts';
import type { SourceFile } from '../source/file.ts';
import { createLocator, spanBetween } from '../source/positions.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { parseDate } from '../units/index.ts';

/** A comment that suppresses findings at a place. */
export interface SuppressionComment {
  readonly span: Span;
  /** The line that it speaks of, from 1; absent for the whole file. */
  readonly line?: number;
  readonly ids: readonly string[];
  readonly reason?: string;
  /** The last day on which it holds, as 2026-12-31. */
  readonly until?: string;
}

/** A comment that wants to be one and is not. */
export interface MalformedComment {
  readonly span: Span;
  readonly problem: string;
  readonly hint?: string;
}

/** What such comments begin with; files without it are not looked at. */
const MARK = 'modelwatch-disable';

const SCOPES = [
  'modelwatch-disable-next-line',
  'modelwatch-disable-line',
  'modelwatch-disable-file',
] as const;
const SHAPE = '# modelwatch-disable-next-line slo/too-few-events until=2026-12-31 reason="…"';

/**
 * All suppressing comments of a file, in order. Found by the YAML lexer, so that a `#` in quotes or in a block scalar is text;
 * whatever is wrong with the YAML, nothing is thrown.
 */
export function suppressionComments(file: SourceFile): (SuppressionComment | MalformedComment)[] {
  if (!file.text.includes(MARK)) return [];
  const locate = createLocator(file.text);
  const found: (SuppressionComment | MalformedComment)[] = [];
  for (const { start, text } of comments(file.text)) {
    const content = text.replace(/^#+\s*/, '').trimEnd();
    if (!content.startsWith(MARK)) continue;
    const span = spanBetween(file.path, locate, start, start + text.trimEnd().length);
    const read = readComment(content);
    if ('problem' in read) {
      found.push({ span, ...read });
      continue;
    }
    const { scope, ...rest } = read;
    const own = span.start.line;
    const line = scope === 'modelwatch-disable-line' ? own : contentLineAfter(file.text, own);
    found.push({ span, ...rest, ...(scope !== 'modelwatch-disable-file' && { line }) });
  }
  return found;
}

/** What the lexer marks the structure with; they are not in the text. */
const MARKERS = new Set(['\u0002', '\u0018', '\u001f']);
const SCALAR_FOLLOWS = '\u001f';

function comments(text: string): { start: number; text: string }[] {
  const found: { start: number; text: string }[] = [];
  let offset = 0;
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && before !== SCALAR_FOLLOWS) found.push({ start: offset, text: token });
    if (!MARKERS.has(token)) offset += token.length;
    before = token;
  }
  return found;
}

/** The next line, from 1, that is neither empty nor only a comment. */
function contentLineAfter(text: string, line: number): number {
  const lines = text.split('\n');
  const next = lines.findIndex((each, index) => index >= line && !/^\s*(?:#|$)/.test(each));
  return next === -1 ? line + 1 : next + 1;
}

type Read = Omit<SuppressionComment, 'span' | 'line'> & { readonly scope: (typeof SCOPES)[number] };

/** `<scope> id, id key=value key="…"` */
function readComment(content: string): Read | { problem: string; hint?: string } {
  const [word = '', ...others] = content.split(/\s+/);
  const scope = SCOPES.find((each) => each === word);
  if (scope === undefined) {
    return {
      problem: `there is no ${word}`,
      hint: didYouMean(suggest(word, SCOPES)) ?? `Write ${SHAPE}.`,
    };
  }
  const rest = content.slice(word.length).trim();
  const options = rest.search(/(?:^|\s)[a-z]+\s*=/i);
  const names = options === -1 ? rest : rest.slice(0, options);
  const ids = names.split(/[\s,]+/).filter((id) => id !== '');
  if (others.length === 0 || ids.length === 0)
    return { problem: 'it names no rule', hint: `Write ${SHAPE}.` };
  const strange = ids.find((id) => !/^[a-z]+\/[a-z0-9-]+$/.test(id));
  if (strange !== undefined) return { problem: `"${strange}" is no id of a rule`, hint: `Write ${SHAPE}.` };
  return withOptions({ scope, ids: [...new Set(ids)] }, options === -1 ? '' : rest.slice(options).trim());
}

function withOptions(read: Read, text: string): Read | { problem: string; hint?: string } {
  let rest = text;
  let result = read;
  while (rest !== '') {
    const match = /^([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+))(?:\s+|$)/i.exec(rest);
    if (match === null) return { problem: `"${rest}" can't be read`, hint: `Write ${SHAPE}.` };
    const [whole, key = '', double, single, bare] = match;
    const value = (double?.replace(/\\(.)/g, '$1') ?? single ?? bare ?? '').trim();
    if (key === 'reason') {
      if (value !== '') result = { ...result, reason: value };
    } else if (key === 'until') {
      if (!parseDate(value).ok)
        return { problem: `"${value}" is no day`, hint: 'Write it as until=2026-12-31.' };
      result = { ...result, until: value };
    } else {
      return {
        problem: `there is no ${key}=`,
        hint: didYouMean(suggest(key, ['reason', 'until'])) ?? `Write ${SHAPE}.`,
      };
    }
    rest = rest.slice(whole.length);
  }
  return result;
}
