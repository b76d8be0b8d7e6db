/**
 * Characters that a terminal acts upon or that nobody sees: controls, format characters (bidirectional ones among them; the
 * two joiners that scripts and emoji need excepted), line and paragraph separators, half surrogate pairs. Escaped, a spec's
 * text can neither move the cursor nor reorder what a reader sees.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** The text with every unsafe character as a visible escape: `\n`, `\x1b`, `\u202e`. One line in, one line out. */
export function printable(text: string): string {
  return text.replace(UNSAFE, visibleEscape);
}

/** The lines of a text of ours or of a program, each printable. */
export function printableLines(text: string): string[] {
  return text.split(/\r?\n/).map(printable);
}

/** JSON with every unsafe character inside its strings as `\uXXXX`: the same data, but safe to look at in a terminal. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character === '\n' ? character : character.replace(/[^]/g, (unit) => `\\u${hexOf(unit, 4)}`),
  );
}

function visibleEscape(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint > 0xffff) return `\\u{${codePoint.toString(16)}}`;
  return codePoint > 0xff ? `\\u${hexOf(character, 4)}` : `\\x${hexOf(character, 2)}`;
}

function hexOf(unit: string, digits: number): string {
  return unit.charCodeAt(0).toString(16).padStart(digits, '0');
}

/** `U+001B`: how Unicode names the first character of the text. */
export function codePointName(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A user's word inside a message: quoted, made printable, and cut when it is longer than `max` characters. */
export function quoted(text: string, max = 60): string {
  const characters = Array.from(text.slice(0, 2 * max + 2));
  return `"${printable(characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text)}"`;
}
