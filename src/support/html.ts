/**
 * HTML around texts of users. What went through `text` is shown as it was written and ends where it ends: it is no element,
 * no attribute and no reference, inside elements and inside quoted attributes alike.
 */

declare const place: unique symbol;

/** Safe inside an element and inside a double-quoted attribute, or elements of ours. */
export type Html = string & { readonly [place]: 'html' };

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A user's text, for an element or a quoted attribute. U+0000, which HTML cannot hold, becomes U+FFFD. */
export function text(user: string): Html {
  return user
    .replaceAll('\0', '\ufffd')
    .replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '') as Html;
}

/** Our own HTML with texts of users in it: only what has been made safe, and lists of it, can stand in `${}`. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (Html | readonly Html[] | number)[]
): Html {
  return String.raw(
    { raw: strings },
    ...values.map((value) => (Array.isArray(value) ? value.join('') : value)),
  ) as Html;
}

export const NOTHING = '' as Html;

/** JSON for a script element, which no text in it ends or opens: `<` is in strings only, where it may be written by its number. */
export function scriptJson(data: unknown): Html {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`) as Html;
}
