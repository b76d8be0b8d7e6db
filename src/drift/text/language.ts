import { MOST_READ } from './words.ts';

/** What a text that is too short or has no words is in: "undetermined", as ISO 639-2 has it. */
export const UNDETERMINED = 'und';

/** The ISO 639-1 code of the language that a text is in; `UNDETERMINED` where that is not sure. */
export type LanguageDetector = (text: string) => string;

/**
 * Loads the detector: Nito-ELD's model of medium size, 2 MB of letter sequences of 60 languages, without network. Addresses of
 * pages and mail are no words to it; only its reliable answers count.
 */
export async function loadLanguageDetector(): Promise<LanguageDetector> {
  const { eld } = await import('eld/medium');
  const detector = eld.newInstance();
  detector.enableTextCleanup(true);
  return (text) => {
    const found = detector.detect(text.slice(0, MOST_READ));
    return found.language !== '' && found.isReliable() ? found.language : UNDETERMINED;
  };
}
