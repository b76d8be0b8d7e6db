const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command for a POSIX shell: what it would read as something else stands in single quotes. */
export function shellText(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
