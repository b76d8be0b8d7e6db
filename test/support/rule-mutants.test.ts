import { describe, expect, it } from 'vitest';
import { mutantsOf } from './rule-mutants.ts';

function rulesOf(expr: string, others: object = {}) {
  const rules = [{ alert: 'A', expr, ...others }];
  return {
    files: [{ path: 'rules.json', text: JSON.stringify({ groups: [{ name: 'g', rules }] }) }],
    groupOrder: ['g'],
  };
}

/** The changed expressions, or the whole rule where something else is changed. */
function changed(expr: string, others: object = {}): readonly string[] {
  const rules = rulesOf(expr, others);
  return mutantsOf(rules).map(({ kind, equivalent, apply }) => {
    const text = apply(rules).files[0]?.text ?? '';
    const { groups } = JSON.parse(text) as { groups: { rules: { expr: string; for?: string }[] }[] };
    const [rule] = groups[0]?.rules ?? [];
    const result = kind === 'for dropped' ? `no for: ${rule?.for === undefined}` : (rule?.expr ?? '');
    return equivalent === undefined ? result : `${result} (equivalent)`;
  });
}

describe('mutants of rules', () => {
  it('flip a comparison, halve and double its threshold, lose a matcher and the hold', () => {
    expect(changed('sum(a{x="1", y="2"}) > 3', { for: '5m' })).toEqual([
      'sum(a{x="1", y="2"}) < 3',
      'sum(a{x="1", y="2"}) > (3) * 0.5',
      'sum(a{x="1", y="2"}) > (3) * 2',
      'sum(a{y="2"}) > 3',
      'sum(a{x="1"}) > 3',
      'no for: true',
    ]);
  });

  it('swap both sides of a quotient', () => {
    expect(changed('sum(a) / sum(b)')).toEqual(['(sum(b)) / (sum(a))']);
  });

  it('know what changes nothing: multiples of 0, and what the other side of an operation demands too', () => {
    expect(changed('a{x="1"} > 0 and b{x="1"}')).toEqual([
      'a{x="1"} < 0 and b{x="1"}',
      'a{x="1"} > (0) * 0.5 and b{x="1"} (equivalent)',
      'a{x="1"} > (0) * 2 and b{x="1"} (equivalent)',
      'a{} > 0 and b{x="1"} (equivalent)',
      'a{x="1"} > 0 and b{} (equivalent)',
    ]);
  });

  it('take nothing for demanded that an aggregation or other labels of an operation let in', () => {
    expect(changed('a{x="1"} or b{x="1"}')).toEqual(['a{} or b{x="1"}', 'a{x="1"} or b{}']);
    expect(changed('sum(a{x="1"}) and sum(b{x="1"})')).toEqual([
      'sum(a{}) and sum(b{x="1"})',
      'sum(a{x="1"}) and sum(b{})',
    ]);
    expect(changed('a{x="1"} and on () b{x="1"}')).toEqual([
      'a{} and on () b{x="1"}',
      'a{x="1"} and on () b{}',
    ]);
    expect(changed('a{x="1"} unless b{x="1"}')).toEqual([
      'a{} unless b{x="1"}',
      'a{x="1"} unless b{} (equivalent)',
    ]);
  });

  it('swap the recordings of bad and all events', () => {
    const rules = ['total', 'bad'].map((of) => ({
      record: `modelwatch:sli_${of}:rate5m`,
      expr: `sum(${of})`,
    }));
    const selected = {
      files: [{ path: 'rules.json', text: JSON.stringify({ groups: [{ name: 'g', rules }] }) }],
      groupOrder: ['g'],
    };
    const [swapped] = mutantsOf(selected);
    expect(swapped?.kind).toBe('good and bad swapped');
    expect(JSON.parse(swapped?.apply(selected).files[0]?.text ?? '')).toEqual({
      groups: [
        {
          name: 'g',
          rules: [
            { record: 'modelwatch:sli_total:rate5m', expr: 'sum(bad)' },
            { record: 'modelwatch:sli_bad:rate5m', expr: 'sum(total)' },
          ],
        },
      ],
    });
  });
});
