/** A series that somebody emits: its name, and its labels. */
export interface Emitted {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** It may have other labels, too: those that come out of a rule's expression. */
  readonly hasMore?: boolean;
}

/**
 * Whether some selector in the text may find the series, by a look at names and equalities without parsing: of a thousand models that
 * emit one metric, most rules are about the other ones. True when in doubt.
 */
export function mayRead(text: string, series: Emitted): boolean {
  return (
    placesOf(text, series.name).some((end) => !contradicts(bracesAfter(text, end), series)) ||
    placesOf(text, '__name__').some((at) => !contradicts(bracesAround(text, at), series))
  );
}

/** Ends of a word's places, where it is no part of a longer name and not what a rule records. */
function placesOf(text: string, word: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const isWhole =
      !NAME_CHARACTER.test(text.charAt(at - 1)) && !NAME_CHARACTER.test(text.charAt(at + word.length));
    if (isWhole && !RECORDS.test(text.slice(Math.max(0, at - 12), at))) ends.push(at + word.length);
  }
  return ends;
}

const RECORDS = /\brecord["']?\s*:\s*["']?$/;
const NAME_CHARACTER = /[\w:]/;

/** The matchers right behind a name; a value with a brace in it cuts them short, which leaves the more to doubt. */
function bracesAfter(text: string, at: number): string {
  if (text.charAt(at) !== '{') return '';
  const end = text.indexOf('}', at);
  return text.slice(at, end < 0 ? at : end);
}

function bracesAround(text: string, at: number): string {
  return bracesAfter(text, Math.max(0, text.lastIndexOf('{', at)));
}

/** A plain equality; the quotes may be escaped, where the expression stands in quotes itself. */
const EQUALITY = /(?<![\w.])(?<label>[a-zA-Z_]\w*)\s*=\s*\\?"(?<value>[^"\\]*)\\?"/g;

function contradicts(matchers: string, { name, labels, hasMore = false }: Emitted): boolean {
  const pattern = NAME_PATTERN.exec(matchers)?.[1];
  if (pattern !== undefined && !maybeMatches(pattern, name)) return true;
  for (const { groups: { label = '', value = '' } = {} } of matchers.matchAll(EQUALITY)) {
    const own = Object.hasOwn(labels, label) ? labels[label] : undefined;
    if (label !== '__name__' && (own === undefined ? !hasMore && value !== '' : own !== value)) return true;
  }
  return false;
}

const NAME_PATTERN = /__name__\s*=~\s*\\?"([^"\\]*)\\?"/;

/** True, too, for a pattern that JavaScript reads otherwise than Prometheus, and refuses. */
function maybeMatches(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch {
    return true;
  }
}
