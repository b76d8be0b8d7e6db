/** What is read of a text at most, in UTF-16 units: the rest of a long one tells little that is new, and costs time. */
export const MOST_READ = 5000;

/** Runs of letters, marks and digits, apostrophes inside included. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/**
 * The words of a text's first `MOST_READ` units, in order, in small letters and one Unicode form (NFKC). Scripts without spaces
 * give pairs of neighbouring characters instead. Whatever has a digit is the word `0`: numbers of orders and dates differ
 * anew each day and say nothing of what a text is about.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.slice(0, MOST_READ).normalize('NFKC').toLowerCase().matchAll(WORD)) {
    if (/\p{N}/u.test(word)) words.push('0');
    else words.push(...word.replace(UNSPACED, ' ').split(' ').filter(Boolean), ...pairsOf(word));
  }
  return words;
}

function pairsOf(word: string): string[] {
  return (word.match(UNSPACED) ?? []).flatMap((run) => {
    const characters = Array.from(run);
    return characters.length === 1
      ? characters
      : characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  });
}
