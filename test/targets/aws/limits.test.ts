import { describe, expect, it } from 'vitest';
import { isAlarmPeriod, LIMITS, limitNote, windowLimitOf } from '../../../src/targets/aws/limits.ts';

const origin = {
  object: { kind: 'SLO', name: 'fraud-latency' },
  spans: [
    {
      file: 'models/fraud.yaml',
      start: { offset: 10, line: 2, column: 3 },
      end: { offset: 14, line: 2, column: 7 },
    },
  ],
};

describe('LIMITS', () => {
  it.each(Object.entries(LIMITS))('cites the page that states %s', (_key, limit) => {
    expect(limit.value).toBeGreaterThan(0);
    expect(Number.isSafeInteger(limit.value)).toBe(true);
    expect(limit.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/);
    expect(limit.what).toMatch(/^[a-z]/);
  });

  it('has no least value above the most', () => {
    expect(LIMITS.muteShortest.value).toBeLessThan(LIMITS.muteDuration.value);
    expect(LIMITS.sloPeriodShortest.value).toBeLessThan(LIMITS.sloPeriod.value);
    expect(LIMITS.sloLookBackShortest.value).toBeLessThan(LIMITS.sloLookBackMinutes.value);
    expect(LIMITS.samplingPriorityFirst.value).toBeLessThan(LIMITS.samplingPriority.value);
    expect(LIMITS.alarmPeriodStep.value).toBeLessThan(LIMITS.alarmPeriod.value);
  });
});

describe('isAlarmPeriod', () => {
  it.each([60, 120, 300, 3600, 86_400])('takes %d seconds', (seconds) => {
    expect(isAlarmPeriod(seconds)).toBe(true);
  });

  it.each([0, 10, 30, 90, 86_460, 60.5, Number.NaN])('refuses %d seconds', (seconds) => {
    expect(isAlarmPeriod(seconds)).toBe(false);
  });
});

describe('windowLimitOf', () => {
  it('lets only periods of an hour or more look back a week', () => {
    expect(LIMITS[windowLimitOf(3540)].value).toBe(86_400);
    expect(LIMITS[windowLimitOf(3600)].value).toBe(7 * 86_400);
  });
});

describe('limitNote', () => {
  it('says what is asked, the limit and what is rendered, at the place in the specs', () => {
    const { span, object, ...rest } = limitNote(
      'alarmMetrics',
      origin,
      'the alarm fraud reads 12 metrics',
      'the last two are left out',
    );
    expect(span).toBe(origin.spans[0]);
    expect(object).toBe(origin.object);
    expect(rest).toEqual({
      code: 'target/limit',
      severity: 'warning',
      message:
        'the alarm fraud reads 12 metrics, but AWS allows at most 10 metrics in one metric-math alarm: the last two are left out',
      hint: 'See https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html',
      data: {
        limit: 'alarmMetrics',
        value: 10,
        source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html',
      },
    });
  });

  it('words the limits that are least values, and those without a unit', () => {
    expect(limitNote('muteShortest', undefined, 'the window lasts 30s', 'it lasts 1m').message).toBe(
      'the window lasts 30s, but AWS asks for at least 60 seconds in the duration of a mute rule: it lasts 1m',
    );
    expect(limitNote('samplingPriority', undefined, 'a', 'b').message).toContain(
      'allows at most 9999 as the priority of a sampling rule',
    );
  });
});
