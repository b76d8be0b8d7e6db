import { quantileSorted } from 'simple-statistics';
import { sparseRows } from '../../statistics/multivariate/linear-rows.ts';
import { sampleIndexes } from '../../statistics/multivariate/sampling.ts';
import { nearestCentre, sphericalKMeans } from '../../statistics/multivariate/spherical-k-means.ts';
import { createRandom } from '../../statistics/random.ts';
import { hashedRows, rarities } from './hashed-words.ts';
import { wordsOf } from './words.ts';

/** Topics of a baseline. Holds numbers only: no word can be read from them. */
export interface TopicModel {
  /** By column, see `rarities`. */
  readonly weights: Float64Array;
  /** Of length 1; the topic with most texts first. */
  readonly centres: readonly Float64Array[];
  /** A text with a lower product with every centre, or with none above 0, is of no topic. */
  readonly leastSimilarity: number;
}

export interface TopicOptions {
  readonly seed: number;
  /** How many topics at most; 8 by default. Fewer when there are not `TEXTS_PER_TOPIC` texts for each. */
  readonly topics?: number | undefined;
}

const TOPICS = 8;
/** Texts with words that a topic is learned from on average, at least. */
export const TEXTS_PER_TOPIC = 25;
/** Texts that topics are learned from at most. */
const MOST_LEARNED = 2000;
/** Of the texts that were not learned from, so many are of no topic. */
const OTHER_SHARE = 0.01;

export const OTHER_TOPIC = 'other';

export interface LearnedTopics {
  readonly model: TopicModel;
  /**
   * The topics of the texts that were not learned from, in order: what later texts are to be compared with. Texts that topics
   * were learned from fit them better than any new text, which would look like drift.
   */
  readonly baseline: readonly string[];
}

/**
 * Learns topics from the texts of a baseline: words are hashed into columns, weighted by how few texts have them, and the texts
 * put into clusters (spherical k-means). Half of the texts with words is learned from, 2,000 at most, drawn by the seed;
 * the rest says how similar a text must be to a topic to be of it, such that 1 in 100 is not. Same texts in the same order and
 * the same seed give the same topics. Null when there are fewer than twice `TEXTS_PER_TOPIC` texts with words.
 *
 * A topic is a group of texts with words in common, not a subject that a person would name: texts in several languages fall
 * apart by language.
 */
export function learnTopics(
  texts: readonly (string | null)[],
  { seed, topics = TOPICS }: TopicOptions,
): LearnedTopics | null {
  const random = createRandom(seed);
  const worded = texts
    .map((text) => (text === null ? [] : wordsOf(text)))
    .filter((words) => words.length > 0);
  const size = Math.min(MOST_LEARNED, Math.floor(worded.length / 2));
  const count = Math.min(topics, Math.floor(size / TEXTS_PER_TOPIC));
  if (count < 1) return null;
  const drawn = new Set(sampleIndexes(random, worded.length, size));
  const learned = worded.filter((_, index) => drawn.has(index));
  const weights = rarities(learned);
  const { centres } = sphericalKMeans(sparseRows(hashedRows(learned, weights)), count, random);
  const rest = nearestTopics(
    worded.filter((_, index) => !drawn.has(index)),
    { weights, centres },
  );
  const leastSimilarity = quantileSorted(
    rest.map(({ similarity }) => similarity).toSorted((a, b) => a - b),
    OTHER_SHARE,
  );
  const model = { weights, centres, leastSimilarity };
  return { model, baseline: rest.map((nearest) => nameOf(nearest, model)) };
}

/**
 * The topic of each text, `topic-1` (the largest of the baseline) and on; `OTHER_TOPIC` where it is of none of them; null without
 * words.
 */
export function topicsOf(texts: readonly (string | null)[], model: TopicModel): (string | null)[] {
  const words = texts.map((text) => (text === null ? [] : wordsOf(text)));
  return nearestTopics(words, model).map((nearest, index) =>
    words[index]?.length === 0 ? null : nameOf(nearest, model),
  );
}

type Nearest = ReturnType<typeof nearestCentre>;

function nearestTopics(
  texts: readonly (readonly string[])[],
  { weights, centres }: Pick<TopicModel, 'weights' | 'centres'>,
): Nearest[] {
  const rows = sparseRows(hashedRows(texts, weights));
  return texts.map((_, row) => nearestCentre(rows, row, centres));
}

function nameOf({ centre, similarity }: Nearest, { leastSimilarity }: TopicModel): string {
  return similarity <= 0 || similarity < leastSimilarity ? OTHER_TOPIC : `topic-${centre + 1}`;
}
