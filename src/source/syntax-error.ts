import type { ErrorCode, YAMLParseError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Locate, spanBetween } from './positions.ts';

interface Wording {
  readonly message: string;
  readonly hint?: string;
}

/** A tab in indentation has its own code; every other syntax error is `yaml/syntax`, told without YAML's own jargon. */
export function syntaxDiagnostic(
  error: YAMLParseError,
  file: string,
  text: string,
  locate: Locate,
): Diagnostic {
  const start = error.pos[0];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0] ?? '';
  if (error.code === 'TAB_AS_INDENT' || (error.code === 'BAD_INDENT' && indentation.includes('\t'))) {
    const tab = lineStart + Math.max(indentation.indexOf('\t'), 0);
    return {
      code: 'yaml/tab',
      severity: 'error',
      message: 'this line is indented with a tab, which YAML does not allow',
      span: spanBetween(file, locate, tab, tab + 1),
      hint: 'Indent with spaces: two for each level.',
    };
  }
  const end = Math.min(error.pos[1], start + firstLineLength(text, start));
  return {
    code: 'yaml/syntax',
    severity: 'error',
    span: spanBetween(file, locate, start, Math.max(end, start)),
    ...wording(error),
  };
}

function firstLineLength(text: string, start: number): number {
  const newline = text.slice(start, start + 2000).search(/\r?\n/);
  return newline === -1 ? 2000 : newline;
}

const KEY_LINES =
  'A key and its value are written as `key: value`, on one line or with the value indented below.';

/** Wordings that depend on the error's code alone. */
const WORDINGS: Partial<Record<ErrorCode, Wording>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'this value is read as a key of its own, because `: ` follows in it or below it',
    hint: 'Put a text with `: ` in quotes; start a key in the same column as its siblings.',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'a key goes over several lines here', hint: KEY_LINES },
  KEY_OVER_1024_CHARS: { message: 'this key is longer than 1024 characters', hint: KEY_LINES },
  BLOCK_IN_FLOW: {
    message: 'inside [ ] and { } a list or map needs brackets too',
    hint: 'Write the inner one as [a, b] or { key: value }, or write the whole without brackets.',
  },
};

function wording({ code, message }: YAMLParseError): Wording {
  if (code === 'MISSING_CHAR') return missingCharacter(message);
  if (code === 'BAD_INDENT') return badIndent(message);
  if (code === 'UNEXPECTED_TOKEN') return unexpected(message);
  if (code === 'BAD_SCALAR_START') {
    return {
      message: `a text without quotes cannot start with ${message.slice(-1)}`,
      hint: 'Put the text in quotes.',
    };
  }
  if (code === 'BAD_DQ_ESCAPE') {
    return {
      message: `the text in double quotes has an unknown escape, ${message.replace('Invalid escape sequence ', '')}`,
      hint: 'Write `\\\\` for a backslash, or use single quotes, which know no escapes.',
    };
  }
  return WORDINGS[code] ?? { message: `not valid YAML: ${lowerFirst(message)}` };
}

function missingCharacter(message: string): Wording {
  if (message.includes('closing')) {
    return {
      message: 'a quoted text is not closed',
      hint: 'Close it with the same quote; inside single quotes an apostrophe is written twice.',
    };
  }
  if (message.includes('map values')) {
    return { message: 'a key without a colon and a value', hint: KEY_LINES };
  }
  if (message.includes('Missing ,')) return { message: 'a comma is missing between two items' };
  return { message: `not valid YAML: ${lowerFirst(message)}` };
}

function badIndent(message: string): Wording {
  if (message.startsWith('Flow')) {
    const [kind, bracket] = message.startsWith('Flow sequence') ? ['list', ']'] : ['map', '}'];
    return {
      message: `a ${kind} in brackets is not closed before this line`,
      hint: `Add the missing ${bracket}, or indent this line if it belongs to the ${kind}.`,
    };
  }
  return {
    message: 'the indentation of this line fits none of the lines above',
    hint: 'Start keys of one map, and dashes of one list, in the same column.',
  };
}

function unexpected(message: string): Wording {
  if (message.includes('at node end')) {
    return {
      message: 'something follows here after the value has ended',
      hint: 'Put the whole text in quotes, or move what follows to a line of its own.',
    };
  }
  const token = /: "(.{1,20})"$/.exec(message)?.[1];
  if (/flow-(map|seq)-end/.test(message)) {
    return {
      message: 'a closing bracket without an opening one',
      hint: 'Delete it, or add the opening one.',
    };
  }
  return {
    message:
      token === undefined ? `not valid YAML: ${lowerFirst(message)}` : `\`${token}\` is not expected here`,
    hint: KEY_LINES,
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
