/** A list of names written as text, for tables that are easier to read that way. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
