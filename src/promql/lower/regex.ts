/** A regular expression (RE2) that matches the text and nothing else. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/gu, '\\$&');
}
