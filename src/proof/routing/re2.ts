/**
 * RE2 patterns, as Go's `regexp` reads them (https://github.com/google/re2/wiki/Syntax), written as JavaScript's: the two differ
 * in what `.`, `\s` and `$` match, in names of classes, in flags within a pattern and in quoting.
 */

export type PatternResult = { readonly pattern: RegExp } | { readonly problem: string };

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

/** Largest count of a repetition in Go. */
const MOST_REPEATS = 1000;

/** The pattern matched against the whole of a value, or why Go would refuse it. */
export function anchoredPattern(source: string): PatternResult {
  try {
    return { pattern: new RegExp(`^(?:${new Translation(source).translate()})$`, 'u') };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: error.message };
    throw error;
  }
}

/** POSIX classes, all of ASCII. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: String.raw`\0-\u{7f}`,
  blank: String.raw`\t `,
  cntrl: String.raw`\0-\u{1f}\u{7f}`,
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: String.raw`!-\/:-@\[-\u{60}\{-~`,
  space: String.raw`\t\n\v\f\r `,
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Perl's classes; Go's know ASCII only, and `\s` has no vertical tab. */
const PERL: Readonly<Record<string, string>> = {
  d: '0-9',
  s: String.raw`\t\n\f\r `,
  w: '0-9A-Za-z_',
};

const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** Characters beside a letter's two cases that Unicode folds to it. */
const FOLDS: readonly string[] = ['kK\u{212a}', 'sS\u{17f}', 'åÅ\u{212b}', 'µμΜ', 'ωΩ\u{2126}', 'ςσΣ', 'ßẞ'];

/** Reads a pattern from left to right; throws SyntaxError where Go would refuse. */
class Translation {
  private at = 0;
  private flags: Flags = { ignoreCase: false, dotAll: false, multiline: false };
  private readonly outer: Flags[] = [];
  private readonly names = new Set<string>();
  /** Whether a repetition has something before it to repeat. */
  private before: 'nothing' | 'item' | 'repetition' = 'nothing';

  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  translate(): string {
    let out = '';
    while (this.at < this.source.length) out += this.next();
    if (this.outer.length > 0) throw new SyntaxError('a `(` without its `)`');
    return out;
  }

  private next(): string {
    const repetition = this.match(/(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/y);
    if (repetition !== undefined) return this.repeat(repetition);
    const character = this.take();
    switch (character) {
      case '|':
        this.before = 'nothing';
        return '|';
      case '(':
        return this.open();
      case ')':
        return this.close();
      case '.':
        return this.item(this.flags.dotAll ? '[^]' : String.raw`[^\n]`);
      case '^':
        return this.item(this.flags.multiline ? String.raw`(?:(?<![^\n]))` : '(?:(?<![^]))');
      case '$':
        return this.item(this.flags.multiline ? String.raw`(?:(?![^\n]))` : '(?:(?![^]))');
      case '[':
        return this.item(this.characterClass());
      case '\\':
        return this.escape();
      default:
        return this.item(this.literal(character));
    }
  }

  private item(text: string): string {
    this.before = 'item';
    return text;
  }

  private repeat([whole, least, comma, most]: RegExpExecArray): string {
    if (this.before === 'nothing') throw new SyntaxError(`\`${whole}\` repeats nothing`);
    if (this.before === 'repetition') throw new SyntaxError(`\`${whole}\` repeats a repetition`);
    this.before = 'repetition';
    if (least === undefined) return whole;
    const [from, to] = [Number(least), most ? Number(most) : undefined];
    if (from > MOST_REPEATS || (to !== undefined && (to > MOST_REPEATS || to < from)))
      throw new SyntaxError(`\`${whole}\` is no count of repetitions`);
    return `{${from}${comma ?? ''}${to ?? ''}}${whole.endsWith('?') ? '?' : ''}`;
  }

  private open(): string {
    const outside = this.flags;
    const group = this.match(/\?(?:P?<([^>]*)>|([imsU]*)(?:-([imsU]+))?([:)]))/y);
    if (group === undefined) {
      if (this.source[this.at] === '?') throw new SyntaxError('no such group `(?`');
      return this.enter(outside);
    }
    const [, name, on = '', off = '', end] = group;
    if (name !== undefined) {
      if (!/^\w+$/.test(name) || this.names.has(name)) throw new SyntaxError(`no name of a group: ${name}`);
      this.names.add(name);
      return this.enter(outside);
    }
    this.flags = withFlags(withFlags(outside, on, true), off, false);
    if (end === ':') return this.enter(outside);
    this.before = 'nothing';
    return '';
  }

  private enter(outside: Flags): string {
    this.outer.push(outside);
    this.before = 'nothing';
    return '(?:';
  }

  private close(): string {
    const outside = this.outer.pop();
    if (outside === undefined) throw new SyntaxError('a `)` without its `(`');
    this.flags = outside;
    return this.item(')');
  }

  private escape(): string {
    if (this.match(/Q/y) !== undefined) return this.quoted();
    if (this.match(/A/y) !== undefined) return this.item('(?:(?<![^]))');
    if (this.match(/z/y) !== undefined) return this.item('(?:(?![^]))');
    const boundary = this.match(/[bB]/y);
    if (boundary !== undefined) return this.item(`(?:\\${boundary[0]})`);
    const known = this.classEscape();
    if (known !== undefined) return this.item(`[${known}]`);
    return this.item(this.literal(this.escapedCharacter()));
  }

  /** `\Q…\E`, or to the end of the pattern. */
  private quoted(): string {
    const end = this.source.indexOf(String.raw`\E`, this.at);
    const text = this.source.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    if (text !== '') this.before = 'item';
    return Array.from(text, (character) => this.literal(character)).join('');
  }

  /** `\d`, `\pL`, `\P{Greek}` and the like as the inside of a class; undefined where none stands here. */
  private classEscape(): string | undefined {
    const perl = this.match(/[dswDSW]/y)?.[0];
    if (perl !== undefined) {
      const inside = PERL[perl.toLowerCase()] ?? '';
      const folded =
        perl.toLowerCase() === 'w' && this.flags.ignoreCase ? `${inside}\u{17f}\u{212a}` : inside;
      return perl === perl.toLowerCase() ? folded : complement(folded);
    }
    const unicode = this.match(/([pP])(?:\{(\^?)([^}]*)\}|([A-Z]))/y);
    if (unicode === undefined) return undefined;
    const [, letter, caret, long, short] = unicode;
    const name = long ?? short ?? '';
    const property = name === 'Any' || /^[A-Z][a-z]?$/.test(name) ? name : `Script=${name}`;
    const text = `\\${(letter === 'P') === (caret === '^') ? 'p' : 'P'}{${property}}`;
    if (!isPattern(text)) throw new SyntaxError(`no such class of characters: ${name}`);
    return text;
  }

  /** The character that an escape stands for; the backslash is behind us. */
  private escapedCharacter(): string {
    const octal = this.match(/[1-7][0-7]{1,2}|0[0-7]{0,2}/y);
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal[0], 8));
    const hex = this.match(/x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/y);
    if (hex !== undefined) {
      const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
      if (code > 0x10_ff_ff) throw new SyntaxError(`no such character: \\${hex[0]}`);
      return String.fromCodePoint(code);
    }
    if (this.at >= this.source.length) throw new SyntaxError('a backslash at the end');
    const character = this.take();
    const control = CONTROL[character];
    if (control !== undefined) return String.fromCodePoint(control);
    if (/^[!-/:-@[-`{-~]$/.test(character)) return character;
    throw new SyntaxError(`no escape \`\\${character}\``);
  }

  /** `[…]`; the bracket is behind us. */
  private characterClass(): string {
    const isNegated = this.match(/\^/y) !== undefined;
    let inside = '';
    let isFirst = true;
    while (isFirst || this.source[this.at] !== ']') {
      if (this.at >= this.source.length) throw new SyntaxError('a `[` without its `]`');
      const isDash = this.source[this.at] === '-' && !isFirst && this.source[this.at + 1] !== ']';
      if (isDash) throw new SyntaxError('a `-` in a class that is no range');
      isFirst = false;
      inside += this.classItem();
    }
    this.at += 1;
    return `[${isNegated ? '^' : ''}${inside}]`;
  }

  private classItem(): string {
    const posix = this.match(/\[:(\^?)([a-z]+):\]/y);
    if (posix !== undefined) {
      const known = POSIX[posix[2] ?? ''];
      if (known === undefined) throw new SyntaxError(`no such class of characters: ${posix[0]}`);
      const folded = this.flags.ignoreCase ? foldedPosix(posix[2] ?? '', known) : known;
      return posix[1] === '' ? folded : complement(folded);
    }
    const isEscape = this.source[this.at] === '\\';
    if (isEscape) {
      this.at += 1;
      const known = this.classEscape();
      if (known !== undefined) return known;
    }
    const from = isEscape ? this.escapedCharacter() : this.take();
    const isRange = this.source[this.at] === '-' && ![']', undefined].includes(this.source[this.at + 1]);
    if (!isRange) return this.range(from, from);
    this.at += 1;
    if (this.source[this.at] === '\\') {
      this.at += 1;
      return this.range(from, this.escapedCharacter());
    }
    return this.range(from, this.take());
  }

  private range(from: string, to: string): string {
    const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (last < first) throw new SyntaxError(`the range ${from}-${to} runs backwards`);
    const plain = `${hex(first)}-${hex(last)}`;
    if (!this.flags.ignoreCase) return plain;
    const others = new Set<string>();
    for (let code = first; code <= last; code += 1) {
      for (const other of casesOf(String.fromCodePoint(code))) others.add(other);
    }
    return plain + [...others].map((other) => hex(other.codePointAt(0) ?? 0)).join('');
  }

  private literal(character: string): string {
    const code = hex(character.codePointAt(0) ?? 0);
    if (!this.flags.ignoreCase) return code;
    const cases = casesOf(character);
    return cases.length === 1 ? code : `[${cases.map((each) => hex(each.codePointAt(0) ?? 0)).join('')}]`;
  }

  /** One code point further. */
  private take(): string {
    const character = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    this.at += character.length;
    return character;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  return {
    ignoreCase: letters.includes('i') ? value : flags.ignoreCase,
    dotAll: letters.includes('s') ? value : flags.dotAll,
    multiline: letters.includes('m') ? value : flags.multiline,
  };
}

/** The inside of a class that has all other characters; JavaScript's classes hold no classes, but properties and ranges. */
function complement(inside: string): string {
  const member = new RegExp(`^[${inside}]$`, 'u');
  // The classes that are complemented have members up to U+212A at most.
  let out = '';
  let start: number | undefined;
  for (let code = 0; code <= 0x21_2b; code += 1) {
    const isIn = member.test(String.fromCodePoint(code));
    if (!isIn && start === undefined) start = code;
    if (isIn && start !== undefined) {
      out += `${hex(start)}-${hex(code - 1)}`;
      start = undefined;
    }
  }
  return `${out}${hex(start ?? 0x21_2c)}-${hex(0x10_ff_ff)}`;
}

function foldedPosix(name: string, inside: string): string {
  const both = name === 'lower' || name === 'upper' ? 'A-Za-z' : inside;
  return /^(?:alnum|alpha|lower|upper|word)$/.test(name) ? `${both}\u{17f}\u{212a}` : both;
}

/** A character with those that differ from it in case alone. */
function casesOf(character: string): string[] {
  const simple = [character, character.toLowerCase(), character.toUpperCase()].filter(
    (each) => String.fromCodePoint(each.codePointAt(0) ?? 0) === each,
  );
  const special = FOLDS.find((fold) => fold.includes(character));
  return [...new Set([...simple, ...Array.from(special ?? '')])];
}

function hex(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}
