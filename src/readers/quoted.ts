/**
 * What a complaint quotes of the file that it is about: the longest text in quotes, else a name that the program does not
 * quote. The longest, since messages also quote single characters and units.
 */
export function quotedIn(message: string): string | undefined {
  const quotes = [...message.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text);
  const longest = quotes.toSorted((a, b) => b.length - a.length)[0];
  return (
    longest ??
    /`\^\(\?:(.*)\)\$`/.exec(message)?.[1] ??
    /\b(?:time zone|timestamp) ([^\s,]+)/.exec(message)?.[1]
  );
}
