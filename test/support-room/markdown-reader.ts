/**
 * Reads inline Markdown as CommonMark does, as far as our pages use it, and throws at any markup that a page of ours must not
 * have: what a text of a user must never become.
 */
export function readInline(source: string): string {
  let text = '';
  let rest = source;
  while (rest !== '') {
    const [taken, shown] = readPiece(rest, text.at(-1) ?? ' ');
    text += shown;
    rest = rest.slice(taken);
  }
  return text;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&amp;': '&', '&#124;': '|' };

/** How many characters the next piece takes, and what a reader sees of it. */
function readPiece(rest: string, before: string): readonly [taken: number, shown: string] {
  const escaped = /^\\([!-/:-@[-`{-~])/.exec(rest);
  if (escaped !== null) return [2, escaped[1] ?? ''];
  const ticks = /^`+/.exec(rest)?.[0];
  if (ticks !== undefined) return readCode(rest, ticks);
  const entity = /^&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i.exec(rest)?.[0];
  if (entity !== undefined) return [entity.length, ENTITIES[entity] ?? fail('an entity', rest)];
  const address = /^<(https?:\/\/[^\s<>]+)>/.exec(rest);
  if (address !== null) return [address[0].length, address[1] ?? ''];
  if (rest.startsWith('<')) return fail('HTML', rest);
  if (rest.startsWith('[')) return readLink(rest);
  if (/^[*~|\]\\]/.test(rest)) return fail('markup', rest);
  if (rest.startsWith('_') && !(/[A-Za-z0-9]/.test(before) && /^_[A-Za-z0-9]/.test(rest)))
    return fail('emphasis', rest);
  if (/^(?:https?|ftp):\/\/|^www\./i.test(rest)) return fail('an address that GitHub links', rest);
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return [character.length, character];
}

function readCode(rest: string, ticks: string): readonly [number, string] {
  const end = rest.slice(ticks.length).search(new RegExp(`(?<!\`)${ticks}(?!\`)`));
  if (end < 0) return fail('a code span without an end', rest);
  const content = rest.slice(ticks.length, ticks.length + end);
  const stripped = /^ .* $/s.test(content) && content.trim() !== '' ? content.slice(1, -1) : content;
  return [2 * ticks.length + end, stripped];
}

function readLink(rest: string): readonly [number, string] {
  const link = /^\[((?:\\.|[^\]\\])*)\]\(([^\s()<>]+)\)/.exec(rest);
  if (link === null) return fail('half a link', rest);
  const [whole, label = '', address = ''] = link;
  if (/^[^/?#]*:/.test(address) && !/^https?:/i.test(address)) return fail('an address that runs', rest);
  return [whole.length, readInline(label)];
}

function fail(what: string, rest: string): never {
  throw new Error(`${what}, at ${JSON.stringify(rest.slice(0, 60))}`);
}

/** What would make a line something else than running text. */
export const BLOCK_START =
  /^(?:\s*$|\s{4}|#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|[-=]+\s*$|(?:[-*_]\s*){3,}$|:?-+:?$|`{3}|~{3}|\||:\s)/;
