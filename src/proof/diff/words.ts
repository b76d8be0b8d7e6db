import { grouped } from '../../support/counted.ts';
/**
 * A sentence of ours with the user's texts in it. The two are kept apart until they are printed, so that a name can neither
 * break a table nor mention somebody.
 */
export type Words = readonly Word[];
export type Word = string | { readonly name: string };

/** Our own text with user texts (strings) and numbers in `${}`; other words can be put in too. */
export function words(strings: TemplateStringsArray, ...values: readonly (string | number | Words)[]): Words {
  return strings.flatMap((own, index): Word[] => {
    const value = values[index];
    const parts: Words =
      value === undefined ? [] : typeof value === 'string' ? [{ name: value }] : partsOf(value);
    return own === '' ? [...parts] : [own, ...parts];
  });
}

function partsOf(value: number | Words): Words {
  return typeof value === 'number' ? [grouped(value)] : value;
}

/** Words that are all ours. */
export function own(text: string): Words {
  return [text];
}

/** The parts with our own text between them. */
export function joinWords(parts: readonly Words[], separator: string): Words {
  return parts.flatMap((part, index): Words => (index === 0 ? part : [separator, ...part]));
}

/** At most `limit` of the names, and how many there are besides: `a, b and 3 more`. */
export function listNames(names: readonly string[], limit = 3): Words {
  const shown = names.slice(0, names.length > limit + 1 ? limit : names.length);
  const rest = names.length - shown.length;
  const listed = joinWords(
    shown.map((name) => words`${name}`),
    ', ',
  );
  return rest === 0 ? listed : [...listed, ` and ${rest} more`];
}

/** As one plain text, user texts as they are. */
export function plainText(said: Words): string {
  return said.map((word) => (typeof word === 'string' ? word : word.name)).join('');
}
