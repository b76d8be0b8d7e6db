/**
 * Characters that a terminal acts upon or hides: C0 and C1 controls, bidirectional controls, line and paragraph
 * separators, zero-width space, byte order mark, lone surrogates. Escaped, a spec's text can neither move the cursor nor
 * reorder what a reader sees.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** The text with every unsafe character as a visible escape: `\n`, `\x1b`, `\u202e`. One line in, one line out. */
export function printable(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const hex = character.charCodeAt(0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** `U+001B`: how Unicode names the first character of the text. */
export function codePointName(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A user's word inside a message: quoted, made printable, and cut when it is longer than `max` characters. */
export function quoted(text: string, max = 60): string {
  const characters = Array.from(text);
  const cut = characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text;
  return `"${printable(cut)}"`;
}
