import type { Comparison, Condition, Measure } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import { indicatorSelections } from '../../../plan/walk.ts';
import { complement, printDuration } from '../../../units/index.ts';
import { LIMITS, limitNote, windowLimitOf } from '../limits.ts';
import { type MathQuery, measureQuery, objectiveQueries } from '../measure-queries.ts';
import { type AlarmTest, canLookUp, type Lowering, leaveOut, timed } from './lowering.ts';
import { periodOf } from './period.ts';
import { watchedValue } from './query.ts';
import { ratioOf } from './ratio.ts';
import { objectiveOf } from './scope.ts';
import { periodOfCadence } from './timing.ts';
import { wordsOf } from './words.ts';

type Compare = Extract<Condition, { node: 'compare' }>;
type Sustained = Extract<Condition, { node: 'sustained' }>;

const MIRRORED: Readonly<Record<Comparison, Comparison>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };

/** A measure against a threshold, or against another measure, of which it is then the difference. */
export function compareTest(lowering: Lowering, { left, op, right }: Compare): AlarmTest | undefined {
  // A number stands on the right: the alarm's threshold.
  if (left.node === 'constant' && right.node !== 'constant')
    return compareTest(lowering, { node: 'compare', left: right, op: MIRRORED[op], right: left });
  const isFixed = right.node === 'constant';
  const measures = isFixed ? [left] : [left, right];
  if (!measures.every((measure) => isCalculable(lowering, measure))) return undefined;
  const [value, other] = measures.map((measure, index) =>
    measureQuery(measure, lowering.scope.of, index === 0 ? 'm' : 'n'),
  );
  if (value === undefined || (!isFixed && other === undefined))
    return leaveOut(lowering, 'condition/compare', 'compares numbers, of which none is measured');
  const query =
    other === undefined
      ? value
      : {
          stats: [...value.stats, ...other.stats],
          expression: `(${value.expression}) - (${other.expression})`,
        };
  const period = periodOf(lowering, measures);
  if (period === undefined) return undefined;
  const timing = timed(lowering, period);
  return {
    key: '',
    value: watchedValue(query, period, wordsOf(lowering.scope, left)),
    op,
    threshold: isFixed ? right.value : 0,
    ...timing,
    missing: 'notBreaching',
    words: `${wordsOf(lowering.scope, left)} ${op} ${isFixed ? right.value : wordsOf(lowering.scope, right)}`,
  };
}

/**
 * Bad slices in a row: each is a period, whose statistic counts. They stand for the hold too, which is told of one that is as
 * long as a slice.
 */
export function sustainedTest(
  lowering: Lowering,
  { objective: id, slices }: Sustained,
): AlarmTest | undefined {
  const objective = objectiveOf(lowering.scope, id);
  const { budgeting } = objective;
  if (budgeting.type !== 'timeslices') throw new Error(`the objective ${id} has no time slices`);
  const breach = breachOf(lowering, objective);
  if (breach === undefined) return undefined;
  const period = periodOfCadence(budgeting.sliceSeconds);
  const most = Math.floor(LIMITS[windowLimitOf(period)].value / period);
  const asked = slices + Math.ceil(lowering.delaySeconds / period);
  if (lowering.holdSeconds - lowering.delaySeconds >= period) lowering.round('alert/hold');
  if (asked > most) {
    const window = `${lowering.alert.name} looks at ${asked} slices of ${printDuration(period)}`;
    lowering.report(limitNote(windowLimitOf(period), lowering.alert.origin, window, `${most} of them count`));
  }
  const inRow = Math.min(asked, most);
  const kept = Math.ceil(lowering.keepSeconds / period);
  if (kept > 0) lowering.round('alert/keep-firing');
  return {
    key: '',
    value: watchedValue(breach.query, period, breach.words),
    op: breach.op,
    threshold: breach.threshold,
    evaluationPeriods: Math.min(inRow + kept, most),
    datapointsToAlarm: inRow,
    missing: 'notBreaching',
    words: `${breach.words} ${breach.op} ${breach.threshold} in ${inRow} slices of ${printDuration(period)}`,
  };
}

/** What makes a slice bad: a measure out of bounds, or more bad events than the objective allows. */
function breachOf(
  lowering: Lowering,
  { id, indicator, target }: Objective,
): { query: MathQuery; op: Comparison; threshold: number; words: string } | undefined {
  if (indicator.type === 'time-in-bounds') {
    const { measure, badWhen, limit, alsoBeyond, otherBound } = indicator;
    if (alsoBeyond !== undefined || otherBound !== undefined) {
      lowering.ask('objective/second-bound');
      return undefined;
    }
    const query = isCalculable(lowering, measure) ? measureQuery(measure, lowering.scope.of) : undefined;
    return query && { query, op: badWhen, threshold: limit, words: wordsOf(lowering.scope, measure) };
  }
  if (!canLookUp(lowering, indicatorSelections(indicator))) return undefined;
  const queries = objectiveQueries(indicator, lowering.scope.of);
  if (queries === undefined) return undefined;
  const words = `error ratio of ${id}`;
  return { query: ratioOf(queries, 0), op: '>', threshold: complement(target), words };
}

/** Whether metric math has all of a measure; else it is told what it lacks. */
function isCalculable(lowering: Lowering, measure: Measure): boolean {
  switch (measure.node) {
    case 'raw':
    case 'raw-volume':
      lowering.ask('measure/raw');
      return false;
    case 'when':
      lowering.ask('measure/when');
      return false;
    case 'combine':
      lowering.ask('measure/combine');
      return false;
    case 'proportion-z':
      lowering.ask('measure/proportion-z');
      return false;
    case 'segment-spread':
      lowering.ask('measure/segment-spread');
      return false;
    case 'last-due':
      lowering.ask('measure/last-due');
      return false;
    case 'ago':
      lowering.ask('measure/ago');
      return false;
    case 'constant':
      return true;
    case 'ratio':
      return isCalculable(lowering, measure.numerator) && isCalculable(lowering, measure.denominator);
    case 'scaled':
      return isCalculable(lowering, measure.of);
    case 'gauge':
      if (measure.aggregate === 'sum') lowering.ask('measure/gauge');
      return canLookUp(lowering, [measure.of]);
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
    case 'amount-rate':
    case 'age':
      return canLookUp(lowering, [measure.of]);
  }
}
