import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldChanges, type Verdict } from '../../../src/proof/diff/fields.ts';
import { fromData, type PlainData } from '../../../src/source/data.ts';

const SPAN = {
  file: 'a.yaml',
  start: { line: 1, column: 1, offset: 0 },
  end: { line: 1, column: 1, offset: 0 },
};

/** Verdicts by path, of plain data taken for specs of a kind. */
function verdicts(kind: string, base: PlainData, head: PlainData): Record<string, Verdict> {
  const side = (value: PlainData) => ({ value, node: fromData(value, SPAN) });
  return Object.fromEntries(
    fieldChanges(kind, side(base), side(head)).map(({ path, verdict }) => [path, verdict]),
  );
}

const seconds = (amount: number) => ({ seconds: amount, text: `${amount}s` });

/** As parsed: values with units have no map for a node. */
function parsed(kind: string, base: unknown, head: unknown): Record<string, Verdict> {
  return Object.fromEntries(
    fieldChanges(kind, { value: base, node: undefined }, { value: head, node: undefined }).map(
      ({ path, verdict }) => [path, verdict],
    ),
  );
}

describe('fieldChanges', () => {
  it('compares amounts with their units', () => {
    const slo = (amount: number) => ({ alerting: { for: seconds(amount) } });
    expect(parsed('SLO', slo(120), slo(300))).toEqual({ 'alerting.for': 'looser' });
    expect(parsed('SLO', slo(300), slo(120))).toEqual({ 'alerting.for': 'tighter' });
    expect(parsed('SLO', { alerting: { for: { seconds: 60, text: '1m' } } }, slo(60))).toEqual({});
    expect(verdicts('Monitor', { threshold: { gt: '1m' } }, { threshold: { gt: '90s' } })).toEqual({
      'threshold.gt': 'looser',
    });
    expect(verdicts('Monitor', { threshold: { gt: '2Gi' } }, { threshold: { gt: '2048Mi' } })).toEqual({});
    expect(verdicts('Monitor', { threshold: { gt: '2Gi' } }, { threshold: { gt: '90s' } })).toEqual({
      'threshold.gt': 'neutral',
    });
  });

  it('takes a share of something only for more or less of the same', () => {
    const volume = (ratio: number, of: string) => ({
      volume: { min: { ratio, of, text: `${ratio} of ${of}` } },
    });
    expect(parsed('Pipeline', volume(0.6, 'records'), volume(0.5, 'records'))).toEqual({
      'volume.min': 'looser',
    });
    expect(parsed('Pipeline', volume(0.6, 'records'), volume(0.5, 'baseline'))).toEqual({
      'volume.min': 'neutral',
    });
  });

  it('compares lists as sets, and lists of named things by name', () => {
    const bad = (...roles: string[]) => ({ sli: { type: 'availability', bad: roles } });
    expect(verdicts('SLO', bad('a', 'b'), bad('b', 'a'))).toEqual({});
    expect(verdicts('SLO', bad('a'), bad('a', 'b'))).toEqual({ 'sli.bad': 'tighter' });
    expect(verdicts('SLO', bad('a', 'b'), bad('a'))).toEqual({ 'sli.bad': 'looser' });
    expect(verdicts('SLO', bad('a'), bad('b'))).toEqual({ 'sli.bad': 'neutral' });
    const onCall = (...names: string[]) => ({ onCall: names.map((name) => ({ name, provider: 'slack' })) });
    expect(verdicts('Team', onCall('a', 'b'), onCall('b', 'a'))).toEqual({});
    expect(verdicts('Team', onCall('a'), onCall('a', 'b'))).toEqual({ 'onCall[b]': 'by-effect' });
  });

  it('knows the order of words', () => {
    expect(verdicts('Monitor', { onNoData: 'alert' }, { onNoData: 'ok' })).toEqual({ onNoData: 'looser' });
    expect(
      verdicts('SLO', { alerting: { burnPolicy: 'none' } }, { alerting: { burnPolicy: 'auto' } }),
    ).toEqual({ 'alerting.burnPolicy': 'tighter' });
  });

  it('tells another form as one change', () => {
    expect(
      verdicts('SLO', { sli: { type: 'latency', threshold: 1 } }, { sli: { type: 'freshness', maxAge: 2 } }),
    ).toEqual({ sli: 'neutral' });
    expect(
      verdicts('SLO', { alerting: { burnPolicy: 'auto' } }, { alerting: { burnPolicy: { fast: 14.4 } } }),
    ).toEqual({ 'alerting.burnPolicy': 'neutral' });
  });

  it('takes a limit that comes for tighter, and a number of samples that is asked for looser', () => {
    expect(parsed('Pipeline', { freshness: {} }, { freshness: { page: seconds(60) } })).toEqual({
      'freshness.page': 'tighter',
    });
    expect(verdicts('Monitor', {}, { minSamples: 5 })).toEqual({ minSamples: 'looser' });
    expect(
      parsed('SLO', { alerting: {} }, { alerting: { remaining: { lt: { ratio: 0.2, text: '20%' } } } }),
    ).toEqual({
      'alerting.remaining': 'tighter',
    });
  });

  it('shows of lists of maps only what differs', () => {
    const policy = (...lts: string[]) => ({
      errorBudgetPolicy: lts.map((lt) => ({ when: { remaining: { lt } } })),
    });
    const side = (value: PlainData) => ({ value, node: fromData(value, SPAN) });
    const [change] = fieldChanges('SLO', side(policy('25%', '10%')), side(policy('10%', '5%', '0%')));
    expect(change).toMatchObject({
      path: 'errorBudgetPolicy',
      verdict: 'neutral',
      before: '{ when: { remaining: { lt: 25% } } }',
      after: '{ when: { remaining: { lt: 5% } } }, { when: { remaining: { lt: 0% } } }',
    });
    expect(verdicts('SLO', policy('25%'), policy('25%', '0%'))).toEqual({ errorBudgetPolicy: 'tighter' });
    expect(verdicts('SLO', policy('25%', '0%'), policy('25%'))).toEqual({ errorBudgetPolicy: 'looser' });
  });

  it('takes texts for amounts only where the field is one', () => {
    const version = (champion: string) => ({ versions: { champion } });
    expect(verdicts('Model', version('60s'), version('1m'))).toEqual({ 'versions.champion': 'neutral' });
  });

  it('is not misled by keys that users choose', () => {
    const select = (labels: Record<string, string>) => ({ select: labels });
    expect(verdicts('Model', select({ text: 'a', b: 'c' }), select({ text: 'a', b: 'd' }))).toEqual({
      'select.b': 'neutral',
    });
    const tricky = JSON.parse('{ "select": { "__proto__": "x", "constructor": "y" } }') as PlainData;
    expect(verdicts('Model', select({}), tricky)).toEqual({
      'select.__proto__': 'neutral',
      'select.constructor': 'neutral',
    });
  });

  it('finds a change if and only if the data mean something else, whatever the data', () => {
    const data = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<PlainData>;
    fc.assert(
      fc.property(fc.constantFrom('SLO', 'Model', 'Team', 'Project'), data, data, (kind, a, b) => {
        const [there, back] = [
          fieldChanges(kind, { value: { x: a }, node: undefined }, { value: { x: b }, node: undefined }),
          fieldChanges(kind, { value: { x: b }, node: undefined }, { value: { x: a }, node: undefined }),
        ];
        expect(
          fieldChanges(kind, { value: { x: a }, node: undefined }, { value: { x: a }, node: undefined }),
        ).toEqual([]);
        // What one way is looser is tighter the other way.
        const swap: Partial<Record<Verdict, Verdict>> = { looser: 'tighter', tighter: 'looser' };
        expect(back.map(({ path, verdict }) => [path, verdict])).toEqual(
          there.map(({ path, verdict }) => [path, swap[verdict] ?? verdict]),
        );
      }),
      { seed: 6, numRuns: 400 },
    );
  });
});
