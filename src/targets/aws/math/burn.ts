import type { Condition } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import { indicatorSelections } from '../../../plan/walk.ts';
import { complement, printDuration } from '../../../units/index.ts';
import { LIMITS, limitNote } from '../limits.ts';
import { objectiveQueries } from '../measure-queries.ts';
import {
  type AlarmTest,
  canLookUp,
  type LoweredCondition,
  type Lowering,
  leaveOut,
  timed,
} from './lowering.ts';
import { watchedValue } from './query.ts';
import { type EventQueries, ratioOf } from './ratio.ts';
import { objectiveOf } from './scope.ts';
import { periodOfCadence, timingOf } from './timing.ts';

type BurnRate = Extract<Condition, { node: 'burn-rate' }>;

/**
 * Error ratios over the long and the short window, each a period of its length, above factor × budget; the long one with
 * its least number of bad events. A period has at most a day: of a longer window each day must be above it.
 */
export function burnTests(lowering: Lowering, condition: BurnRate): LoweredCondition | undefined {
  const objective = objectiveOf(lowering.scope, condition.objective);
  const { indicator } = objective;
  if (!canLookUp(lowering, indicatorSelections(indicator))) return undefined;
  const queries = objectiveQueries(indicator, lowering.scope.of);
  if (queries === undefined)
    return leaveOut(
      lowering,
      'condition/burn-rate',
      `burns a budget of ${objective.id}, which counts no events`,
    );
  if (condition.shortSeconds > LIMITS.alarmPeriod.value) {
    const asked = `${lowering.alert.name} has a short window of ${printDuration(condition.shortSeconds)}`;
    lowering.report(limitNote('alarmPeriod', lowering.alert.origin, asked, 'the alarm is left out'));
    return undefined;
  }
  const threshold = Number((condition.factor * complement(objective.target)).toPrecision(12));
  const long = longTest(lowering, condition, objective, queries, threshold);
  if (long === undefined) return undefined;
  const period = periodOfCadence(condition.shortSeconds);
  const short: AlarmTest = {
    key: 'short',
    value: watchedValue(ratioOf(queries, 0), period, `error ratio over ${printDuration(period)}`),
    op: '>',
    threshold,
    ...timed(lowering, period),
    missing: 'notBreaching',
    words: `error ratio of ${objective.id} over ${printDuration(condition.shortSeconds)} > ${threshold}`,
  };
  return { tests: [long, short], rule: { all: [{ test: 'long' }, { test: 'short' }] } };
}

function longTest(
  lowering: Lowering,
  { longSeconds, minBadEvents }: BurnRate,
  objective: Objective,
  queries: EventQueries,
  threshold: number,
): AlarmTest | undefined {
  const longest = LIMITS.alarmPeriod.value;
  const period = periodOfCadence(longSeconds);
  const periods = Math.ceil(longSeconds / longest);
  const window = printDuration(longSeconds);
  if (periods * period > LIMITS.alarmWindowOfHours.value) {
    const asked = `${lowering.alert.name} looks back over ${window}`;
    lowering.report(limitNote('alarmWindowOfHours', lowering.alert.origin, asked, 'the alarm is left out'));
    return undefined;
  }
  if (periods > 1) {
    lowering.ask(
      'condition/burn-rate-over-a-day',
      `each of the last ${periods} days must be above it in place of the ${window} together`,
    );
  }
  // The window is longer than any hold, which a level that is told later adds to.
  const { datapointsToAlarm } = timingOf(period, periods > 1 ? 0 : lowering.holdSeconds, 0);
  const count = Math.max(periods, datapointsToAlarm);
  return {
    key: 'long',
    value: watchedValue(ratioOf(queries, minBadEvents), period, `error ratio over ${printDuration(period)}`),
    op: '>',
    threshold,
    evaluationPeriods: count,
    datapointsToAlarm: count,
    missing: 'notBreaching',
    words: `error ratio of ${objective.id} over ${window} > ${threshold}, of at least ${minBadEvents} bad events`,
  };
}
