import { describe, expect, it } from 'vitest';
import { describeText } from '../../../src/drift/text/describe.ts';
import { learnTopics, OTHER_TOPIC, topicsOf } from '../../../src/drift/text/topics.ts';
import { chiSquaredTail } from '../../../src/statistics/chi-squared.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { binomialBounds } from '../../statistics/multivariate/reference.ts';
import { chatter, messageOf, messages, THEME_NAMES } from './themes.ts';

function learnedFrom(texts: readonly (string | null)[], topics = 3) {
  const learned = learnTopics(texts, { seed: 1, topics });
  if (learned === null) throw new Error('there were enough texts');
  return learned;
}

describe('topics', () => {
  it('are groups of texts with words in common', () => {
    const random = createRandom(2);
    const { model } = learnedFrom(messages(random, 600));
    const truth = Array.from({ length: 300 }, (_, index) => THEME_NAMES[index % 3] ?? '');
    const found = topicsOf(
      truth.map((theme) => messageOf(random, theme)),
      model,
    );
    const names = THEME_NAMES.map((theme) =>
      mostFrequent(found.filter((_, index) => truth[index] === theme)),
    );
    expect(new Set(names)).toEqual(new Set(['topic-1', 'topic-2', 'topic-3']));
    const right = found.filter((topic, index) => topic === names[THEME_NAMES.indexOf(truth[index] ?? '')]);
    expect(right.length / truth.length).toBeGreaterThan(0.9);
  });

  it('do not take what is new: that is other', () => {
    const random = createRandom(3);
    const { model, baseline } = learnedFrom(messages(random, 600));
    const fresh = topicsOf(
      Array.from({ length: 100 }, () => messageOf(random, 'new')),
      model,
    );
    expect(baseline.filter((topic) => topic === OTHER_TOPIC).length / baseline.length).toBeLessThanOrEqual(
      0.02,
    );
    expect(fresh.filter((topic) => topic === OTHER_TOPIC).length).toBeGreaterThan(80);
  });

  it('have shares that do not drift by themselves, as those of texts that were learned from would', () => {
    const runs = 60;
    const pValues = Array.from({ length: runs }, (_, run) => {
      const random = createRandom(100 + run);
      const [before, after] = [chatter(random, 300), chatter(random, 300)];
      const { model, baseline } = learnedFrom(before, 6);
      const now = topicsOf(after, model);
      return { fair: homogeneity(baseline, now), unfair: homogeneity(topicsOf(before, model), now) };
    });
    const [, most] = binomialBounds(runs, 0.05);
    expect(pValues.filter(({ fair }) => fair <= 0.05).length).toBeLessThanOrEqual(most);
    expect(pValues.filter(({ unfair }) => unfair <= 0.05).length).toBeGreaterThan(most);
  });

  it('are fewer than asked for, or none, where texts are few', () => {
    const random = createRandom(4);
    const texts = messages(random, 120);
    expect(learnTopics(texts, { seed: 1 })?.model.centres).toHaveLength(2);
    expect(learnTopics(texts.slice(0, 49), { seed: 1 })).toBeNull();
    expect(learnTopics([], { seed: 1 })).toBeNull();
    expect(
      learnTopics([...texts.slice(0, 30), ...Array<string>(100).fill('?!'), null], { seed: 1 }),
    ).toBeNull();
  });

  it('of texts without words do not exist', async () => {
    const { model } = learnedFrom(messages(createRandom(5), 200));
    const { values, notes } = await describeText(['…', '', null, 'neverheard'], 'topic', { topics: model });
    expect(values).toEqual([null, null, null, OTHER_TOPIC]);
    expect(notes).toEqual([{ code: 'text/no-words', rows: 2 }]);
  });

  it('are the same for the same texts and seed', () => {
    const texts = messages(createRandom(6), 200);
    expect(learnTopics(texts, { seed: 1 })).toEqual(learnTopics(texts, { seed: 1 }));
  });
});

function mostFrequent(values: readonly (string | null)[]): string | null {
  const count = (value: string | null): number => values.filter((each) => each === value).length;
  return [...new Set(values)].toSorted((a, b) => count(b) - count(a))[0] ?? null;
}

/** Pearson's test of equal shares, two samples. */
function homogeneity(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const topics = [...new Set([...a, ...b])];
  let statistic = 0;
  for (const topic of topics) {
    const [ofA, ofB] = [a, b].map((side) => side.filter((each) => each === topic).length);
    const share = ((ofA ?? 0) + (ofB ?? 0)) / (a.length + b.length);
    statistic += ((ofA ?? 0) - share * a.length) ** 2 / (share * a.length);
    statistic += ((ofB ?? 0) - share * b.length) ** 2 / (share * b.length);
  }
  return chiSquaredTail(statistic, topics.length - 1);
}
