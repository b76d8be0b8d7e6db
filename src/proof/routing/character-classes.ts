/** Classes of characters as RE2 has them, as the insides of JavaScript's `[…]` with the flag `v`. */

/** POSIX classes, all of ASCII. */
export const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: String.raw`\0-\u{7f}`,
  blank: String.raw`\t `,
  cntrl: String.raw`\0-\u{1f}\u{7f}`,
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: String.raw`!-\u{2f}:-@\u{5b}-\u{60}\u{7b}-~`,
  space: String.raw`\t\n\v\f\r `,
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Perl's classes; Go's know ASCII only, and `\s` has no vertical tab. */
export const PERL: Readonly<Record<string, string>> = {
  d: '0-9',
  s: String.raw`\t\n\f\r `,
  w: '0-9A-Za-z_',
};

/** Characters beside a letter's two cases that Unicode folds to it. */
const FOLDS: readonly string[] = ['kK\u{212a}', 'sS\u{17f}', 'åÅ\u{212b}', 'µμΜ', 'ωΩ\u{2126}', 'ςσΣ', 'ßẞ'];

/** The inside of a class that has all other characters. */
export function complement(inside: string): string {
  return `[^${inside}]`;
}

/** Beyond the last character that has another case. */
export const CASED_END = 0x1_e9_44;
const FOLDED = new Map<string, string>();

/** A property with all characters that one of it differs from in case alone. */
export function foldedProperty(property: string): string {
  let folded = FOLDED.get(property);
  if (folded === undefined) {
    const member = new RegExp(property, 'v');
    const isMember = (character: string) => member.test(character);
    folded = property;
    for (let code = 0; code < CASED_END; code += 1) {
      const character = String.fromCodePoint(code);
      if (!isMember(character) && casesOf(character).some(isMember)) folded += hex(code);
    }
    FOLDED.set(property, folded);
  }
  return folded;
}

/** A POSIX class with all characters that one of it differs from in case alone. */
export function foldedPosix(name: string, inside: string): string {
  const both = name === 'lower' || name === 'upper' ? 'A-Za-z' : inside;
  return /^(?:alnum|alpha|lower|upper|word)$/.test(name) ? `${both}\u{17f}\u{212a}` : both;
}

/** A character with those that differ from it in case alone. */
export function casesOf(character: string): string[] {
  const simple = [character, character.toLowerCase(), character.toUpperCase()].filter(
    (each) => String.fromCodePoint(each.codePointAt(0) ?? 0) === each,
  );
  const special = FOLDS.find((fold) => fold.includes(character));
  return [...new Set([...simple, ...Array.from(special ?? '')])];
}

/** A code point as an escape that stands for itself everywhere. */
export function hex(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
