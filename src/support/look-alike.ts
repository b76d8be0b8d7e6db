/**
 * Letters of other scripts that print like a Latin letter in common fonts, and dashes that print like `-`. A small choice
 * from Unicode's list of confusables (UTS #39): those that keyboards and word processors really produce.
 */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  [
    // Cyrillic
    ['авекмнорстухіјѕһԁԛԝӏґ', 'abekmhopctyxijshdqwlr'],
    ['АВЕКМНОРСТУХІЈЅ', 'ABEKMHOPCTYXIJS'],
    // Greek
    ['αικνορτυχγ', 'aikvoptuxy'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    // Latin beyond ASCII
    ['ıȷɑɡſ', 'ijags'],
    // Dashes, minus and quotes
    ['‐‑‒–—−﹘', '-------'],
    ['‘’‚′“”„″', `''''""""`],
  ].flatMap(([from = '', to = '']) => Array.from(from, (letter, at) => [letter, to.charAt(at)] as const)),
);

/** Characters without width of their own: zero-width space and joiners, word joiner, soft hyphen, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** The text as it looks: compatibility forms (NFKC) and look-alikes become plain letters, invisible characters vanish. */
export function skeleton(text: string): string {
  const plain = Array.from(text.replace(INVISIBLE, ''), (letter) => LOOK_ALIKES.get(letter) ?? letter);
  return Array.from(plain.join('').normalize('NFKC'), (letter) => LOOK_ALIKES.get(letter) ?? letter)
    .join('')
    .trim();
}

/**
 * Says which character of a word only looks like what was meant: `the "е" is U+0435, not "e"`. Undefined when every
 * character is what it seems (accents, and whole words in another script, are no impostors).
 */
export function lookAlikeNote(word: string): string | undefined {
  if (!/[A-Za-z0-9]/.test(word)) return undefined;
  const notes: string[] = [];
  for (const letter of word) {
    const seen = skeleton(letter);
    const name = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    if (letter === ' ') continue;
    if (seen === '') notes.push(`${name} in it is invisible`);
    else if (seen !== letter && /^[\x21-\x7e]+$/.test(seen))
      notes.push(`the "${letter}" is ${name}, not "${seen}"`);
  }
  return notes.length === 0 ? undefined : [...new Set(notes)].join('; ');
}
