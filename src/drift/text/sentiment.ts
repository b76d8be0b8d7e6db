import { type LanguageDetector, UNDETERMINED } from './language.ts';
import { MOST_READ } from './words.ts';

/** −1 (negative) to 1 (positive); null for a text that is not in English. */
export type SentimentScorer = (text: string) => number | null;

/** Longer ones are no words, and the scorer's search for capitals takes time with the third power of their length. */
const LONGEST_WORD = 64;

/** Letters that English is not written with. */
const FOREIGN_LETTER = /[^\P{L}\p{Script=Latin}]/u;

/**
 * Loads the scorer: the `compound` of VADER (Hutto and Gilbert 2014, "VADER: a parsimonious rule-based model for sentiment analysis
 * of social media text"), words of a lexicon with rules for negation and emphasis; 0 where no word of it occurs. English only:
 * null for a text in another language, and for one in an undetermined language with letters that are not Latin.
 */
export async function loadSentimentScorer(languageOf: LanguageDetector): Promise<SentimentScorer> {
  const { default: vader } = await import('vader-sentiment');
  const analyzer = vader.SentimentIntensityAnalyzer;
  return (text) => {
    const language = languageOf(text);
    const isScored = language === 'en' || (language === UNDETERMINED && !FOREIGN_LETTER.test(text));
    return isScored ? analyzer.polarity_scores(withoutLongWords(text)).compound : null;
  };
}

function withoutLongWords(text: string): string {
  return text
    .slice(0, MOST_READ)
    .split(/\s+/u)
    .filter((word) => word.length <= LONGEST_WORD)
    .join(' ');
}
