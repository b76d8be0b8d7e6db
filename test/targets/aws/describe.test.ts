import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/plan/alert.ts';
import { alarmDescription } from '../../../src/targets/aws/describe.ts';
import { alertOf } from '../../support/plan.ts';

function described(parts: Partial<Alert> = {}, measured: readonly string[] = ['rate of requests < 0.5']) {
  return alarmDescription(
    alertOf('FraudLow', { kind: 'Monitor', name: 'volume' }, { node: 'always' }, parts),
    measured,
  );
}

const prose = (summary: string, impact = 'Fewer answers'): Pick<Alert, 'prose'> => ({
  prose: { summary: [{ text: summary }], impact: [{ text: impact }], firstLook: [] },
});

describe('the description of an alarm', () => {
  it('says what happens, what that means, what is measured and where to look', () => {
    expect(described({ ...prose('Few requests'), dashboardUrl: 'https://graphs.example.com/fraud' })).toBe(
      [
        'Few requests',
        'Fewer answers',
        'Measured: rate of requests < 0.5.',
        'Runbook: https://runbooks.example.com/FraudLow.md',
        'Dashboard: https://graphs.example.com/fraud',
        'Spec: models/fraud.yaml#Monitor/volume',
      ].join('\n'),
    );
  });

  it('has no line for what is not there, and no value', () => {
    const parts = {
      prose: {
        summary: [{ text: 'Only  ' }, { value: 'ratio' as const }, { text: '\nleft' }],
        impact: [],
        firstLook: [],
      },
    };
    expect(described(parts, [])).toBe(
      'Only (see the graph) left\nRunbook: https://runbooks.example.com/FraudLow.md\nSpec: models/fraud.yaml#Monitor/volume',
    );
  });

  it('gives up what is measured first, then the impact, then the end of the summary', () => {
    const long = 'x'.repeat(600);
    expect(described(prose('Few', 'Less'), [long, long])).toMatch(/^Few\nLess\nRunbook: /);
    expect(described(prose(long, long), [])).toMatch(/^x{600}\nRunbook: /);
    expect(described(prose(long + long), [])).toMatch(/^x+…\nRunbook: .*\nSpec: .*volume$/s);
  });

  it('fits and ends with the links, whatever people write', () => {
    const text = fc.string({ maxLength: 1500, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 3 }), (summary, impact, measured) => {
        const description = described(prose(summary, impact), measured);
        expect(description.length).toBeLessThanOrEqual(1024);
        expect(description).not.toMatch(/\p{Cs}/u);
        expect(description).toMatch(
          /Runbook: https:\/\/runbooks\.example\.com\/FraudLow\.md\nSpec: models\/fraud\.yaml#Monitor\/volume$/,
        );
      }),
      { seed: 20_260_304 },
    );
  });

  it('fits even where a link does not', () => {
    expect(described({ runbookUrl: `https://runbooks.example.com/${'x'.repeat(2000)}` })).toHaveLength(1024);
  });
});
