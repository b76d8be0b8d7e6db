import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../../src/drift/text/compare-texts.ts';
import { describeText, type TextContext, type TextDescriptor } from '../../../src/drift/text/describe.ts';
import { learnTopics } from '../../../src/drift/text/topics.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { BY_LANGUAGE, NEGATIVE, POSITIVE } from './sentences.ts';
import { messages } from './themes.ts';

async function valuesOf(
  texts: readonly (string | null)[],
  descriptor: TextDescriptor,
  context?: TextContext,
): Promise<readonly (string | number | null)[]> {
  return (await describeText(texts, descriptor, context)).values;
}

describe('length', () => {
  it('counts characters, not units or bytes', async () => {
    expect(await describeText(['', 'abc', 'ä😀b', null, '\ud800'], 'length')).toEqual({
      kind: 'numeric',
      values: [0, 3, 3, null, 1],
      notes: [],
    });
  });
});

describe('language', () => {
  it('of short sentences is right in 24 of 25 cases', async () => {
    const truth = Object.entries(BY_LANGUAGE).flatMap(([language, texts]) =>
      texts.map((text) => ({ language, text })),
    );
    const values = await valuesOf(
      truth.map(({ text }) => text),
      'language',
    );
    const wrong = truth.filter(({ language }, index) => values[index] !== language);
    expect(truth.length).toBeGreaterThanOrEqual(45);
    expect(wrong.length / truth.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.04);
  });

  it('is undetermined where there is too little to tell', async () => {
    const texts = ['', '  \n', '12345', 'ok', '😀😀', 'https://example.com/where/is/my/order', 'qwrtz pflk'];
    expect(await describeText([...texts, null], 'language')).toEqual({
      kind: 'category',
      values: [...texts.map(() => 'und'), null],
      notes: [],
    });
  });
});

describe('sentiment', () => {
  it('is below 0 for complaints and above 0 for praise, within −1 and 1', async () => {
    for (const value of await valuesOf(NEGATIVE, 'sentiment')) expect(value).toBeLessThan(-0.2);
    for (const value of await valuesOf(POSITIVE, 'sentiment')) expect(value).toBeGreaterThan(0.4);
    const extremes = await valuesOf(['good '.repeat(400), 'This is terrible. '.repeat(200)], 'sentiment');
    expect(extremes[0]).toBeGreaterThan(0.99);
    expect(extremes[0]).toBeLessThanOrEqual(1);
    expect(extremes[1]).toBeLessThan(-0.99);
    expect(extremes[1]).toBeGreaterThanOrEqual(-1);
  });

  it('of other languages is not made up, and that is told', async () => {
    const { values, notes } = await describeText(
      ['Das ist wirklich sehr schlecht.', 'великолепно', 'The order arrived today.', null, 'good'],
      'sentiment',
    );
    expect(values).toEqual([null, null, 0, null, 0.4404]);
    expect(notes).toEqual([{ code: 'text/not-english', rows: 2 }]);
  });

  it('takes no longer for what is no word', async () => {
    const texts = Array.from({ length: 50 }, () => `${'A'.repeat(4000)}a this is good`);
    expect(await valuesOf(texts.slice(0, 1), 'sentiment')).toEqual([0.4404]);
    expect(await valuesOf(texts, 'sentiment')).toHaveLength(50);
  });
});

describe('every descriptor', () => {
  const CANARY = 'zebrafalke';
  const random = createRandom(1);
  const texts = [
    ...messages(random, 200),
    ...Array.from({ length: 60 }, () => `my ${CANARY} is good ${CANARY} 4711`),
  ];
  const learned = learnTopics(texts, { seed: 1 });

  it('keeps no piece of a text', async () => {
    expect(learned).not.toBeNull();
    if (learned === null) return;
    const context = { topics: learned.model };
    const results: unknown[] = [learned, compareTexts({ reference: texts, current: texts, seed: 1 })];
    for (const descriptor of ['length', 'language', 'topic', 'sentiment'] as const)
      results.push(await describeText(texts, descriptor, context));
    const written = JSON.stringify(results);
    for (const piece of [CANARY, '4711', 'parcel', 'good']) expect(written).not.toContain(piece);
  });

  it('has one value for each text, and gives the same again', async () => {
    const context = learned === null ? {} : { topics: learned.model };
    for (const descriptor of ['length', 'language', 'topic', 'sentiment'] as const) {
      const once = await describeText([null, ...texts], descriptor, context);
      expect(once.values).toHaveLength(texts.length + 1);
      expect(once.values[0]).toBeNull();
      expect(await describeText([null, ...texts], descriptor, context)).toEqual(once);
      expect((await describeText([], descriptor, context)).values).toEqual([]);
    }
  });

  it('reads long texts from their beginning, and says so', async () => {
    const long = `${'where is my order '.repeat(400)}${'großartig schön wunderbar '.repeat(2000)}`;
    expect(await describeText([long, 'where is my order'], 'language')).toEqual({
      kind: 'category',
      values: ['en', 'en'],
      notes: [{ code: 'text/cut', rows: 1 }],
    });
    expect(await valuesOf([long], 'length')).toEqual([long.length]);
  });

  it('but topic needs no baseline', async () => {
    await expect(describeText(['a'], 'topic')).rejects.toThrow('needs the topics of a baseline');
  });
});
