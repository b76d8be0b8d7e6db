import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/targets/aws/limits.ts';
import { allocate, NAME_RULES, type Name, renamedNote } from '../../../src/targets/aws/names.ts';

const rules = Object.entries(NAME_RULES);

/** Texts that are likely to come out equal, among any others. */
const wanted = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'e', '-', ' ', '_', ':', '9', '"'), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('x', 'y'), minLength: 250, maxLength: 600 }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('default', 'Default', '予測', '不正検知', '\uD800', '\uD801', ''),
);

function nameOf(text: string, rule: keyof typeof NAME_RULES): Name | undefined {
  return allocate([text], NAME_RULES[rule]).get(text);
}

describe.each(rules)('names of the sort %s', (_sort, rule) => {
  it('are allowed, short enough and distinct whatever the case, in any order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(wanted, { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (texts, numbers) => {
          const names = allocate(texts, rule);
          expect([...names.keys()].toSorted()).toEqual(texts.toSorted());
          for (const { text } of names.values()) {
            expect(text).toMatch(rule.allowed);
            expect(text.length).toBeLessThanOrEqual(LIMITS[rule.limit].value);
          }
          expect(new Set([...names.values()].map(({ text }) => text.toLowerCase())).size).toBe(texts.length);
          const shuffled = texts
            .map((text) => ({ text, at: numbers.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ text }) => text);
          const again = allocate([...shuffled, ...texts], rule);
          for (const text of texts) expect(again.get(text)).toEqual(names.get(text));
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('stay distinct when a wanted name is the changed name of another', () => {
    const long = 'x'.repeat(LIMITS[rule.limit].value + 1);
    const { text: changed } = allocate([long], rule).get(long) ?? { text: '' };
    const names = allocate([long, changed], rule);
    expect(names.get(changed)?.text.toLowerCase()).toBe(changed.toLowerCase());
    expect(names.get(long)?.text.toLowerCase()).not.toBe(changed.toLowerCase());
  });
});

describe('allocate', () => {
  it('keeps what is allowed as it stands', () => {
    expect(nameOf('prod / fraud-detector: latency (p99) größer', 'alarm')).toEqual({
      text: 'prod / fraud-detector: latency (p99) größer',
    });
    expect(nameOf('Fraud latency v1.2', 'objective')).toEqual({ text: 'Fraud latency v1.2' });
    expect(nameOf('_fraud-', 'topic')).toEqual({ text: '_fraud-' });
  });

  it('puts allowed characters in the place of others, and says so', () => {
    expect(nameOf('prod/fraud (kühl)', 'dashboard')).toEqual({
      text: 'prod-fraud-kuhl',
      renamed: 'characters',
      limit: 'dashboardName',
    });
    expect(nameOf('say "page"', 'alarm')?.text).toBe('say  page');
    expect(nameOf('fraud:*', 'metricFilter')?.text).toBe('fraud');
    expect(nameOf('(a) fraud!', 'objective')?.text).toBe('a- fraud');
  });

  it('makes CamelCase logical ids without calling that a renaming', () => {
    expect(nameOf('fraud-detector latency p99', 'logicalId')).toEqual({ text: 'FraudDetectorLatencyP99' });
    expect(nameOf('Modèle de fraude', 'logicalId')).toEqual({ text: 'ModeleDeFraude' });
    expect(nameOf('3d-model', 'logicalId')).toEqual({ text: 'N3dModel' });
  });

  it('ends what is too long with a hash of the whole text', () => {
    const one = nameOf('fraud-detector-latency-slower-than-250ms', 'xrayGroup');
    const hash = createHash('sha256').update('fraud-detector-latency-slower-than-250ms').digest('hex');
    expect(one).toEqual({
      text: `fraud-detector-latency-${hash.slice(0, 8)}`,
      renamed: 'too-long',
      limit: 'xrayGroupName',
    });
    expect(nameOf('fraud-detector-latency-slower-than-500ms', 'xrayGroup')?.text).not.toBe(one?.text);
  });

  it('gives the plain name to the text that has it already, else to the first in order', () => {
    const ids = allocate(['fraud-a', 'FraudA', 'fraud a'], NAME_RULES.logicalId);
    expect(ids.get('FraudA')).toEqual({ text: 'FraudA' });
    expect(ids.get('fraud a')).toMatchObject({
      renamed: 'collision',
      text: expect.stringMatching(/^FraudA[0-9a-f]{8}$/),
    });
    const names = allocate(['b c', 'b/c'], NAME_RULES.topic);
    expect(names.get('b c')?.text).toBe('b-c');
    expect(names.get('b/c')).toMatchObject({
      renamed: 'collision',
      text: expect.stringMatching(/^b-c-[0-9a-f]{8}$/),
    });
  });

  it('keeps changed names when others come and go', () => {
    const long = 'a'.repeat(40);
    const alone = allocate([long], NAME_RULES.samplingRule).get(long);
    const among = allocate([`${long}b`, long, 'a'], NAME_RULES.samplingRule).get(long);
    expect(among).toEqual(alone);
  });

  it('leaves the name Default to X-Ray, and stands in for names without a letter that AWS takes', () => {
    expect(nameOf('Default', 'xrayGroup')?.text).toMatch(/^Default-[0-9a-f]{8}$/);
    expect(nameOf('予測', 'logicalId')?.text).toMatch(/^Resource[0-9a-f]{8}$/);
    expect(nameOf('予測', 'dashboard')?.text).toMatch(/^dashboard-[0-9a-f]{8}$/);
  });
});

describe('renamedNote', () => {
  const origin = { object: { kind: 'Model', name: 'fraud' }, spans: [] };

  function messageFor(texts: readonly string[], last: string): string {
    const name = allocate(texts, NAME_RULES.xrayGroup).get(last);
    if (name?.renamed === undefined) throw new Error(`${last} is kept`);
    const { text } = name;
    const { message, ...rest } = renamedNote(name, last, origin, 'the X-Ray group');
    expect(rest).toEqual({
      code: 'target/renamed',
      severity: 'info',
      object: origin.object,
      data: {
        wanted: last,
        rendered: text,
        reason: name.renamed,
        limit: 'xrayGroupName',
        source: LIMITS.xrayGroupName.source,
      },
    });
    return message.replaceAll(text, '<name>');
  }

  it('says why', () => {
    expect(messageFor(['fraud.slow'], 'fraud.slow')).toBe(
      'the X-Ray group fraud.slow is named <name>: AWS does not allow all of its characters, or not there',
    );
    expect(messageFor(['fraud slow', 'fraud.slow'], 'fraud.slow')).toBe(
      'the X-Ray group fraud.slow is named <name>: another name comes out the same',
    );
    const long = 'fraud-detector-slower-than-a-second';
    expect(messageFor([long], long)).toBe(
      `the X-Ray group ${long} is named <name>: the name has 35 characters and AWS allows at most 32 characters in the name of an X-Ray group`,
    );
  });
});
