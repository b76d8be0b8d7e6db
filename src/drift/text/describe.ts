import { loadLanguageDetector } from './language.ts';
import { loadSentimentScorer } from './sentiment.ts';
import { type TopicModel, topicsOf } from './topics.ts';
import { MOST_READ } from './words.ts';

export type TextDescriptor = 'length' | 'language' | 'topic' | 'sentiment';

export interface TextContext {
  /** What `learnTopics` made of the baseline; needed for `topic`. */
  readonly topics?: TopicModel | undefined;
}

/** Why some texts have no value, or one that was read from their beginning only. */
export interface TextNote {
  readonly code: 'text/cut' | 'text/not-english' | 'text/no-words';
  readonly rows: number;
}

/** One value for each text, in order; null where there is none. Not a piece of a text is in it. */
export type TextDescription =
  | {
      readonly kind: 'numeric';
      readonly values: readonly (number | null)[];
      readonly notes: readonly TextNote[];
    }
  | {
      readonly kind: 'category';
      readonly values: readonly (string | null)[];
      readonly notes: readonly TextNote[];
    };

/**
 * What a descriptor says of each text; a missing text has none.
 *
 * - `length`: characters (code points)
 * - `language`: its code, `und` where that is not sure (language.ts)
 * - `topic`: a topic of the baseline, or `other`; null without words (topics.ts). Of the baseline itself take
 *   `LearnedTopics.baseline`
 * - `sentiment`: −1 to 1, of texts in English; null for others (sentiment.ts)
 *
 * All but `length` read the first `MOST_READ` units of a text. The models of languages and sentiment are loaded when they are
 * first needed, from the installed packages. Rejects with a TypeError for `topic` without topics.
 */
export async function describeText(
  texts: readonly (string | null)[],
  descriptor: TextDescriptor,
  context: TextContext = {},
): Promise<TextDescription> {
  switch (descriptor) {
    case 'length':
      return { kind: 'numeric', values: mapped(texts, lengthOf), notes: [] };
    case 'language':
      return category(texts, mapped(texts, await loadLanguageDetector()));
    case 'topic': {
      if (context.topics === undefined)
        throw new TypeError('the topic of a text needs the topics of a baseline');
      return category(texts, topicsOf(texts, context.topics));
    }
    case 'sentiment': {
      const values = mapped(texts, await loadSentimentScorer(await loadLanguageDetector()));
      return { kind: 'numeric', values, notes: notesOf(texts, values, 'text/not-english') };
    }
  }
}

function mapped<Value>(
  texts: readonly (string | null)[],
  valueOf: (text: string) => Value,
): (Value | null)[] {
  return texts.map((text) => (text === null ? null : valueOf(text)));
}

function category(texts: readonly (string | null)[], values: readonly (string | null)[]): TextDescription {
  return { kind: 'category', values, notes: notesOf(texts, values, 'text/no-words') };
}

function notesOf(
  texts: readonly (string | null)[],
  values: readonly unknown[],
  unvalued: TextNote['code'],
): TextNote[] {
  const without = texts.filter((text, index) => text !== null && values[index] === null).length;
  const cut = texts.filter((text) => (text?.length ?? 0) > MOST_READ).length;
  const notes: TextNote[] = [
    { code: unvalued, rows: without },
    { code: 'text/cut', rows: cut },
  ];
  return notes.filter(({ rows }) => rows > 0);
}

/** Code points: half of a surrogate pair on its own counts as one. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
