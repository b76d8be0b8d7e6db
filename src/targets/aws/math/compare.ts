import type { Comparison, Condition, Measure } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import type { Selection } from '../../../plan/signal.ts';
import { complement, printDuration } from '../../../units/index.ts';
import { LIMITS, limitNote, windowLimitOf } from '../limits.ts';
import { type MathQuery, measureQuery, objectiveQueries } from '../measure-queries.ts';
import { type AlarmTest, canLookUp, type Lowering } from './lowering.ts';
import { watchedValue } from './query.ts';
import { ratioOf } from './ratio.ts';
import { objectiveOf } from './scope.ts';
import { periodOfCadence, timingOf } from './timing.ts';

type Compare = Extract<Condition, { node: 'compare' }>;
type Sustained = Extract<Condition, { node: 'sustained' }>;

/** A measure against a threshold, or against another measure, of which it is then the difference. */
export function compareTest(lowering: Lowering, { left, op, right }: Compare): AlarmTest | undefined {
  const isFixed = right.node === 'constant';
  const measures = isFixed ? [left] : [left, right];
  if (!measures.every((measure) => isCalculable(lowering, measure))) return undefined;
  const [value, other] = measures.map((measure, index) =>
    measureQuery(measure, lowering.scope.of, index === 0 ? 'm' : 'n'),
  );
  if (value === undefined || (!isFixed && other === undefined)) return undefined;
  const query =
    other === undefined
      ? value
      : {
          stats: [...value.stats, ...other.stats],
          expression: `(${value.expression}) - (${other.expression})`,
        };
  const period = Math.max(...measures.map((measure) => periodOf(lowering, measure)));
  const timing = timed(lowering, period);
  return {
    key: '',
    value: watchedValue(query, period, wordsOf(lowering, left)),
    op,
    threshold: isFixed ? right.value : 0,
    ...timing,
    missing: 'notBreaching',
    words: `${wordsOf(lowering, left)} ${op} ${isFixed ? right.value : wordsOf(lowering, right)}`,
  };
}

/** Bad slices in a row: each is a period, and its worst value counts. */
export function sustainedTest(
  lowering: Lowering,
  { objective: id, slices }: Sustained,
): AlarmTest | undefined {
  const objective = objectiveOf(lowering.scope, id);
  const { budgeting } = objective;
  const breach = breachOf(lowering, objective);
  if (breach === undefined || budgeting.type !== 'timeslices') return undefined;
  const period = periodOfCadence(budgeting.sliceSeconds);
  const most = Math.floor(LIMITS[windowLimitOf(period)].value / period);
  const asked = slices + Math.ceil(lowering.delaySeconds / period);
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
    const { measure, badWhen, limit } = indicator;
    const query = isCalculable(lowering, measure) ? measureQuery(measure, lowering.scope.of) : undefined;
    return query && { query, op: badWhen, threshold: limit, words: wordsOf(lowering, measure) };
  }
  const selections = indicator.type === 'events' ? [...indicator.total, ...indicator.bad] : [indicator.of];
  if (!canLookUp(lowering, selections)) return undefined;
  const queries = objectiveQueries(indicator, lowering.scope.of);
  if (queries === undefined) return undefined;
  const words = `error ratio of ${id}`;
  return { query: ratioOf(queries, 0), op: '>', threshold: complement(target), words };
}

/** Periods for hold and keep; what they come to otherwise is told. */
export function timed(
  { holdSeconds, keepSeconds, round }: Lowering,
  periodSeconds: number,
): Pick<AlarmTest, 'evaluationPeriods' | 'datapointsToAlarm'> {
  const timing = timingOf(periodSeconds, holdSeconds, keepSeconds);
  if (timing.isHoldRounded) round('alert/hold');
  if (timing.isKeepRounded) round('alert/keep-firing');
  const { evaluationPeriods, datapointsToAlarm } = timing;
  return { evaluationPeriods, datapointsToAlarm };
}

/** Whether metric math has all of a measure; else it is told what it lacks. */
function isCalculable(lowering: Lowering, measure: Measure): boolean {
  switch (measure.node) {
    case 'raw':
      lowering.ask('measure/raw');
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
    case 'age':
      return canLookUp(lowering, [measure.of]);
  }
}

/** The window of a measure; of a moment the time in which its emitter tells something. */
function periodOf(lowering: Lowering, measure: Measure): number {
  switch (measure.node) {
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
      return periodOfCadence(measure.overSeconds);
    case 'gauge':
    case 'age':
      return cadenceOf(lowering, measure.of);
    case 'ratio':
      return Math.max(periodOf(lowering, measure.numerator), periodOf(lowering, measure.denominator));
    case 'scaled':
    case 'ago':
      return periodOf(lowering, measure.of);
    case 'constant':
    case 'raw':
      return periodOfCadence(0);
  }
}

function cadenceOf({ scope }: Lowering, { signal }: Selection): number {
  return periodOfCadence(scope.signals.get(signal)?.cadenceSeconds ?? 0);
}

function wordsOf(lowering: Lowering, measure: Measure): string {
  const name = (of: Selection): string =>
    [lowering.scope.of(of)?.metric.name ?? of.signal, ...Object.values(of.where ?? {})].join(' ');
  switch (measure.node) {
    case 'rate':
      return `rate of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'increase':
      return `${name(measure.of)} in ${printDuration(measure.overSeconds)}`;
    case 'mean':
      return `mean of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'quantile':
      return `quantile ${measure.quantile} of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'gauge':
      return `${measure.aggregate} of ${name(measure.of)}`;
    case 'age':
      return `age of ${name(measure.of)} in seconds`;
    case 'ratio':
      return `${wordsOf(lowering, measure.numerator)} / ${wordsOf(lowering, measure.denominator)}`;
    case 'scaled':
      return `${measure.factor} × ${wordsOf(lowering, measure.of)}`;
    case 'ago':
      return wordsOf(lowering, measure.of);
    case 'constant':
      return `${measure.value}`;
    case 'raw':
      return 'a query';
  }
}
