/** A phrase as a sentence: a capital first letter, and a full stop unless it ends with a mark of its own. */
export function asSentence(phrase: string): string {
  const capital = phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.?!…]$/.test(capital) ? capital : `${capital}.`;
}
