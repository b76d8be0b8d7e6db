import { describe, expect, it } from 'vitest';
import { evaluationTimes, naiveSeconds } from '../../../src/drift/quality/windows.ts';
import { isoMoment } from '../../../src/drift/windows.ts';

const DAY = 86_400;
const NOW = Date.parse('2026-11-29T09:30Z');
const schedule = { everySeconds: DAY, at: '06:00', timezone: 'UTC' };

function timesOf(
  metric: {
    by: 'event-time' | 'label-arrival';
    windowDays: number;
    offsetDays: number;
    everySeconds?: number;
  },
  { delayDays, naive = [] }: { delayDays?: number; naive?: string[] } = {},
) {
  const times = evaluationTimes(
    NOW,
    { schedule, ...(delayDays !== undefined && { delaySeconds: delayDays * DAY }) },
    {
      by: metric.by,
      everySeconds: metric.everySeconds ?? DAY,
      windowSeconds: metric.windowDays * DAY,
      offsetSeconds: metric.offsetDays * DAY,
    },
    naive,
  );
  const words = ({ from, to }: { from?: number; to?: number }) =>
    [from, to].map((moment) => (moment === undefined ? '…' : isoMoment(moment).slice(5, 16))).join(' to ');
  return {
    at: isoMoment(times.at).slice(5, 16),
    window: words(times.window),
    due: words(times.due),
    predictions: words(times.predictions),
    labels: words(times.labels),
  };
}

describe('the times of an evaluation', () => {
  it('by event time are those of the predictions, whose labels are known until the run', () => {
    expect(timesOf({ by: 'event-time', windowDays: 7, offsetDays: 3 })).toEqual({
      at: '11-29T06:00',
      window: '11-19T06:00 to 11-26T06:00',
      due: '11-19T06:00 to 11-26T06:00',
      predictions: '11-19T06:00 to 11-26T06:00',
      labels: '11-18T06:00 to 11-29T06:00',
    });
  });

  it('by label arrival read predictions of long before, and ask those whose labels are due', () => {
    expect(timesOf({ by: 'label-arrival', windowDays: 1, offsetDays: 0 }, { delayDays: 10 })).toEqual({
      at: '11-29T06:00',
      window: '11-28T06:00 to 11-29T06:00',
      due: '11-18T06:00 to 11-19T06:00',
      predictions: '11-08T06:00 to 11-29T06:00',
      labels: '11-07T06:00 to 11-29T06:00',
    });
  });

  it('by label arrival with an offset longer than the delay have one window', () => {
    const { window, due } = timesOf(
      { by: 'label-arrival', windowDays: 7, offsetDays: 20 },
      { delayDays: 10 },
    );
    expect(due).toBe(window);
    expect(window).toBe('11-02T06:00 to 11-09T06:00');
  });

  it('without a known delay reach back to the first prediction', () => {
    expect(timesOf({ by: 'label-arrival', windowDays: 1, offsetDays: 0 })).toMatchObject({
      due: '11-28T06:00 to 11-29T06:00',
      predictions: '… to 11-29T06:00',
      labels: '… to 11-29T06:00',
    });
  });

  it('of a metric that is evaluated weekly are the same all week', () => {
    expect(timesOf({ by: 'event-time', windowDays: 7, offsetDays: 0, everySeconds: 7 * DAY })).toMatchObject({
      at: '11-23T06:00',
      window: '11-16T06:00 to 11-23T06:00',
    });
  });

  it('reach a season further back for a naive forecast', () => {
    expect(
      timesOf({ by: 'event-time', windowDays: 1, offsetDays: 0 }, { naive: ['seasonal-7d'] }),
    ).toMatchObject({ window: '11-28T06:00 to 11-29T06:00', labels: '11-20T06:00 to 11-29T06:00' });
  });

  it.each([
    ['seasonal-7d', 7 * DAY],
    ['seasonal-24h', DAY],
    ['seasonal-52w', 364 * DAY],
    ['last-value', 28 * DAY],
  ])('know how far %s looks back', (naive, seconds) => {
    expect(naiveSeconds(naive)).toBe(seconds);
  });
});
