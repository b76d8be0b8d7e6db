import {
  CASED_END,
  casesOf,
  complement,
  foldedPosix,
  foldedProperty,
  hex,
  PERL,
  POSIX,
} from './character-classes.ts';

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

/** Start and end of the text, as something that may be repeated. */
const START = String.raw`(?:(?<![\s\S]))`;
const END = String.raw`(?:(?![\s\S]))`;

/** Largest count of a repetition in Go, and of nested ones multiplied. */
const MOST_REPEATS = 1000;

/** The pattern matched against the whole of a value, or why Go would refuse it. */
export function anchoredPattern(source: string): PatternResult {
  try {
    return { pattern: new RegExp(`^(?:${new Translation(source).translate()})$`, 'v') };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: error.message };
    throw error;
  }
}

const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** A part that a repetition repeats as a whole. */
interface Item {
  readonly text: string;
  /** The product of the counts of the repetitions in it, the largest if there are several side by side. */
  readonly repeats: number;
}

/** Reads a pattern from left to right; throws SyntaxError where Go would refuse. */
class Translation {
  private at = 0;
  private flags: Flags = { ignoreCase: false, dotAll: false, multiline: false };
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  translate(): string {
    const { text } = this.alternatives();
    if (this.at < this.source.length) throw new SyntaxError('a `)` without its `(`');
    return text;
  }

  /** Up to the end or to a parenthesis that closes. */
  private alternatives(): Item {
    const branches: string[] = [];
    let items: Item[] = [];
    let repeats = 1;
    let isRepeated = false;
    const endBranch = () => {
      branches.push(items.map(({ text }) => text).join(''));
      repeats = Math.max(repeats, ...items.map((item) => item.repeats));
      items = [];
    };
    while (this.at < this.source.length && this.source[this.at] !== ')') {
      const repetition = this.match(/(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y);
      if (repetition !== undefined) {
        const last = items.pop();
        if (last === undefined) throw new SyntaxError(`\`${repetition[0]}\` repeats nothing`);
        if (isRepeated) throw new SyntaxError(`\`${repetition[0]}\` repeats a repetition`);
        items.push(repeat(last, repetition));
      } else if (this.match(/\|/y) !== undefined) {
        endBranch();
      } else {
        items.push(...this.next());
      }
      isRepeated = repetition !== undefined;
    }
    endBranch();
    return { text: branches.join('|'), repeats };
  }

  private next(): Item[] {
    const character = this.take();
    switch (character) {
      case '(':
        return this.group();
      case '.':
        return [itemOf(this.flags.dotAll ? String.raw`[\s\S]` : String.raw`[^\n]`)];
      case '^':
        return [itemOf(this.flags.multiline ? String.raw`(?:(?<![^\n]))` : START)];
      case '$':
        return [itemOf(this.flags.multiline ? String.raw`(?:(?![^\n]))` : END)];
      case '[':
        return [itemOf(this.characterClass())];
      case '\\':
        return this.match(/Q/y) === undefined ? [itemOf(this.escape())] : this.quoted();
      default:
        return [itemOf(this.literal(character))];
    }
  }

  /** A group, or flags for the rest of the one around; the parenthesis is behind us. */
  private group(): Item[] {
    const outside = this.flags;
    const opening = this.match(/\?(?:P?<([^>]*)>|([imsU]*)(?:-([imsU]+))?([:)]))/y);
    if (opening === undefined) {
      if (this.source[this.at] === '?') throw new SyntaxError('no such group `(?`');
    } else {
      const [, name, on = '', off = '', end] = opening;
      if (name !== undefined && !/^\w+$/.test(name)) throw new SyntaxError(`no name of a group: ${name}`);
      this.flags = withFlags(withFlags(outside, on, true), off, false);
      if (end === ')') return [];
    }
    const { text, repeats } = this.alternatives();
    if (this.match(/\)/y) === undefined) throw new SyntaxError('a `(` without its `)`');
    this.flags = outside;
    return [{ text: `(?:${text})`, repeats }];
  }

  private escape(): string {
    if (this.match(/A/y) !== undefined) return START;
    if (this.match(/z/y) !== undefined) return END;
    const boundary = this.match(/[bB]/y);
    if (boundary !== undefined) return `(?:\\${boundary[0]})`;
    const known = this.classEscape();
    return known === undefined ? this.literal(this.escapedCharacter()) : `[${known}]`;
  }

  /** `\Q…\E`, or to the end of the pattern. */
  private quoted(): Item[] {
    const end = this.source.indexOf(String.raw`\E`, this.at);
    const text = this.source.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    return Array.from(text, (character) => itemOf(this.literal(character)));
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
    const text = `\\p{${property}}`;
    if (!isPattern(text)) throw new SyntaxError(`no such class of characters: ${name}`);
    const inside = this.flags.ignoreCase ? foldedProperty(text) : text;
    return (letter === 'P') === (caret === '^') ? inside : complement(inside);
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
    for (let code = first; code <= Math.min(last, CASED_END); code += 1) {
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

function itemOf(text: string): Item {
  return { text, repeats: 1 };
}

function repeat(item: Item, [whole, least, comma, most]: RegExpExecArray): Item {
  if (least === undefined) return { text: `(?:${item.text}${whole})`, repeats: item.repeats };
  const from = Number(least);
  const to = most ? Number(most) : undefined;
  const repeats = item.repeats * Math.max(to ?? from, 1);
  if ((to ?? from) < from || from > MOST_REPEATS || repeats > MOST_REPEATS)
    throw new SyntaxError(`\`${whole}\` is no count of repetitions, or too large a one`);
  return { text: `(?:${item.text}{${from}${comma ?? ''}${to ?? ''}})`, repeats };
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  return {
    ignoreCase: letters.includes('i') ? value : flags.ignoreCase,
    dotAll: letters.includes('s') ? value : flags.dotAll,
    multiline: letters.includes('m') ? value : flags.multiline,
  };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'v').source !== '';
  } catch {
    return false;
  }
}
