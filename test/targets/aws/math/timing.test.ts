import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlarmPeriod, LIMITS, windowLimitOf } from '../../../../src/targets/aws/limits.ts';
import { periodOfCadence, timingOf } from '../../../../src/targets/aws/math/timing.ts';

const period = fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * 60);
const seconds = fc.integer({ min: 0, max: 10 * 86_400 });

describe('timingOf', () => {
  it.each([
    [60, 0, 0, { evaluationPeriods: 1, datapointsToAlarm: 1 }],
    [60, 300, 0, { evaluationPeriods: 5, datapointsToAlarm: 5 }],
    [60, 90, 0, { evaluationPeriods: 2, datapointsToAlarm: 2 }],
    [60, 300, 600, { evaluationPeriods: 15, datapointsToAlarm: 5 }],
    [3600, 300, 0, { evaluationPeriods: 1, datapointsToAlarm: 1 }],
    [60, 10 * 86_400, 600, { evaluationPeriods: 1440, datapointsToAlarm: 1440 }],
    [3600, 10 * 86_400, 0, { evaluationPeriods: 168, datapointsToAlarm: 168 }],
  ])('of periods of %i s, hold %i s and keep %i s', (every, hold, keep, expected) => {
    expect(timingOf(every, hold, keep)).toMatchObject(expected);
  });

  it('tells what is not as asked', () => {
    expect(timingOf(60, 300, 0)).toMatchObject({ isHoldRounded: false, isKeepRounded: false });
    expect(timingOf(60, 90, 0)).toMatchObject({ isHoldRounded: true, isKeepRounded: false });
    expect(timingOf(3600, 300, 60)).toMatchObject({ isHoldRounded: true, isKeepRounded: true });
  });

  it('is what CloudWatch takes, whatever is asked', () => {
    fc.assert(
      fc.property(period, seconds, seconds, (every, hold, keep) => {
        const { evaluationPeriods, datapointsToAlarm } = timingOf(every, hold, keep);
        expect(evaluationPeriods * every).toBeLessThanOrEqual(LIMITS[windowLimitOf(every)].value);
        expect(datapointsToAlarm).toBeGreaterThanOrEqual(1);
        expect(datapointsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
      }),
      { seed: 20_260_301 },
    );
  });

  it('holds and keeps no shorter than asked where the window has room', () => {
    fc.assert(
      fc.property(
        period,
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (every, hold, keep) => {
          fc.pre(hold + keep + 2 * every <= LIMITS[windowLimitOf(every)].value);
          const { evaluationPeriods, datapointsToAlarm } = timingOf(every, hold, keep);
          expect(datapointsToAlarm * every).toBeGreaterThanOrEqual(hold);
          expect(datapointsToAlarm * every).toBeLessThan(hold + every + (hold === 0 ? 1 : 0));
          expect((evaluationPeriods - datapointsToAlarm) * every).toBeGreaterThanOrEqual(keep);
        },
      ),
      { seed: 20_260_302 },
    );
  });
});

describe('periodOfCadence', () => {
  it.each([
    [0, 60],
    [15, 60],
    [60, 60],
    [61, 120],
    [900, 900],
    [172_800, 86_400],
  ])('of %i s is %i s', (cadence, expected) => {
    expect(periodOfCadence(cadence)).toBe(expected);
  });

  it('is always a period of standard resolution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (cadence) => isAlarmPeriod(periodOfCadence(cadence))),
      { seed: 20_260_303 },
    );
  });
});
