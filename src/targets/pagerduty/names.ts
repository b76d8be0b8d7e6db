import { sha256 } from '../../support/sha256.ts';

/** Names and ids of specs whose characters can be told from the separators put in their place. */
const PLAIN = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)?$/;

/**
 * The name of a resource in Terraform, of letters, digits and `_`: `risk-ml/primary` gives `risk_ml__primary`. No two texts
 * give one name: any other text (an e-mail address, the name of a schedule) ends with `___` and the start of its SHA-256.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
 */
export function terraformName(text: string): string {
  if (PLAIN.test(text)) return text.replaceAll('-', '_').replace('/', '__');
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const start = words.join('_').slice(0, 60);
  return `${/^[a-z]/.test(start) ? start : `n${start}`}___${sha256(text).slice(0, 12)}`;
}

/**
 * A text as Terraform's JSON syntax has it where strings are templates: `${` and `%{` would begin one.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function literal(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}
