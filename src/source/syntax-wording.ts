import type { ErrorCode, YAMLParseError } from 'yaml';

/** Where a syntax error came out. */
export interface Place {
  readonly text: string;
  readonly start: number;
  readonly lineStart: number;
  /** The line around it, without its end. */
  readonly line: string;
  readonly indentation: string;
}

export interface Wording {
  readonly message: string;
  readonly hint?: string;
  /** A better place than the library's. */
  readonly at?: number;
}

const KEY_LINES =
  'A key and its value are written as `key: value`, on one line or with the value indented below.';

/** Wordings that depend on the error's code alone. */
const BY_CODE: Partial<Record<ErrorCode, Wording>> = {
  KEY_OVER_1024_CHARS: { message: 'this key is longer than 1024 characters', hint: KEY_LINES },
  BLOCK_IN_FLOW: {
    message: 'a comma is missing here, or an inner list or map has no brackets of its own',
    hint: 'Inside [ ] and { } write [a, b] or { key: value, other: value }.',
  },
};

/** Wordings of the parser's messages that name the mistake well enough. */
const BY_MESSAGE: readonly (readonly [RegExp, Wording])[] = [
  [
    /closing/,
    {
      message: 'this quoted text is not closed',
      hint: 'Inside single quotes an apostrophe is written twice.',
    },
  ],
  [
    /end with a \]/,
    { message: 'this list is not closed', hint: 'Add the missing ], or indent what belongs to the list.' },
  ],
  [
    /end with a \}/,
    { message: 'this map is not closed', hint: 'Add the missing }, or indent what belongs to the map.' },
  ],
  [/^Missing ,/, { message: 'a comma is missing before this' }],
  [/^Comments must be/, { message: 'a comment needs a blank before its #' }],
  [/block-seq-ind on same line/, { message: 'a list of dashes begins on the line below its key' }],
  [
    /flow-(map|seq)-end/,
    { message: 'a closing bracket without an opening one', hint: 'Delete it, or add the opening one.' },
  ],
  [/followed by map values/, { message: 'no `: ` follows this key', hint: KEY_LINES }],
];

/** Says a syntax error in plain words. */
export function wordingOf(error: YAMLParseError, place: Place): Wording {
  const { code, message } = error;
  if (/^(<{7} |={7}$|>{7} )/.test(place.line)) {
    return {
      message: 'a merge conflict was left in this file',
      hint: 'Resolve it, and delete the marks.',
      at: place.lineStart,
    };
  }
  const known = BY_CODE[code] ?? BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  if (known !== undefined) return known;
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return nestedKey(place);
  if (code === 'MULTILINE_IMPLICIT_KEY') return { message: 'no `: ` follows this key', hint: KEY_LINES };
  if (code === 'BAD_INDENT') {
    return {
      message: 'the indentation of this line fits none of the lines above',
      hint: 'Start keys of one map, and dashes of one list, in the same column.',
      at: place.lineStart + place.indentation.length,
    };
  }
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
  if (message.includes('at node end')) return followingText(place);
  const token = /: "(.{1,20})"$/.exec(message)?.[1];
  if (code === 'UNEXPECTED_TOKEN' && token !== undefined) {
    return { message: `\`${token}\` is not expected here`, hint: KEY_LINES };
  }
  return { message: `not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}` };
}

/** `a: b: c` on one line, or a line indented below a value that is complete. */
function nestedKey({ text, start, lineStart, line }: Place): Wording {
  if (/:(\s|$)/.test(line.slice(start - lineStart))) {
    return {
      message: 'this text has `: ` in it, which would make a key of it',
      hint: 'Put the text in quotes.',
    };
  }
  const below = /\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)(?=\S)/.exec(text.slice(start));
  return {
    message: 'this line is indented deeper than its siblings, though the value above is complete',
    hint: 'Start keys of one map in the same column.',
    ...(below !== null && { at: start + below.index + below[0].length }),
  };
}

function followingText({ start, lineStart, indentation }: Place): Wording {
  if (start <= lineStart + indentation.length) {
    return {
      message: 'this line does not go on with what stands above it',
      hint: 'A document is one map or one list: check dashes and indentation.',
    };
  }
  return {
    message: 'something follows here after the value has ended',
    hint: 'Put the whole text in quotes, or move what follows to a line of its own.',
  };
}
