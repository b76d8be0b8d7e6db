import { printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Comparison, Condition, Measure } from '../condition.ts';
import { factorAbove, factorBelow } from './baseline.ts';
import { atLeast, beyond } from './bound.ts';
import { type ComparedMetric, comparedMetric } from './compare-metrics.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity } from './context.ts';
import { type BuiltMonitor, joinedBy, type MonitorPart } from './monitor-part.ts';
import { valueMark } from './prose.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';
import { type Side, sideOf } from './versions.ts';

/**
 * Quantiles of the standard normal distribution: 95 % for a test in one direction, 97.5 % for one in both, so that either
 * errs in one of twenty evaluations at most if the versions are alike.
 * https://www.itl.nist.gov/div898/handbook/eda/section3/eda3671.htm
 */
const ONE_SIDED_Z = 1.645;
const TWO_SIDED_Z = 1.96;

/**
 * A monitor that compares two versions of a model, one alert a metric. Shares must differ by more than the tolerance *and* by
 * more than chance; means and percentiles by more than the tolerance. Both sides need `minSamples`.
 */
export function compareMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): BuiltMonitor | undefined {
  const { compare } = monitor.spec;
  if (compare === undefined) return undefined;
  if (subject.kind !== 'Model') {
    reportWrongSubject(context, monitor, 'compare', 'versions');
    return undefined;
  }
  const left = sideOf(context, monitor, ['compare', 'left'], subject, compare.left);
  const right = sideOf(context, monitor, ['compare', 'right'], subject, compare.right);
  if (left && right && JSON.stringify(left.selection) === JSON.stringify(right.selection)) {
    reportAt(context, monitor, ['compare', 'right'], {
      code: 'monitor/no-version',
      severity: 'error',
      message: `${right.words} would be compared with itself`,
      expected: 'another version',
    });
    return undefined;
  }
  const metrics = [...new Set(compare.metrics)].map((name) => ({
    name,
    found: comparedMetric(context, monitor, subject, name, compare.metrics.indexOf(name)),
  }));
  if (left === undefined || right === undefined || metrics.some(({ found }) => found === undefined))
    return undefined;
  const never = metrics.find(({ found }) => found?.worse === 'lower' && compare.tolerance.ratio === 1);
  if (never !== undefined) {
    reportAt(context, monitor, ['compare', 'tolerance'], {
      code: 'baseline/unreachable',
      severity: 'error',
      message: `nothing falls by more than 100%, so ${never.name} would never alert`,
      expected: 'a share below 100%',
    });
    return undefined;
  }
  const partOf = (name: string, found: ComparedMetric, tolerance: number): MonitorPart => ({
    aspect: name,
    class: 'comparison',
    severity: monitor.spec.severity,
    holdSeconds: compare.for.seconds,
    condition: worseThan(found, left, right, tolerance, compare.minSamples),
    explained: monitor.spec.inhibit === undefined ? !found.isSymptom : monitor.spec.inhibit === 'upstream',
    firstLook: [left, right].map((side) => ({
      title: `${found.words} of ${side.words}`,
      measure: found.value(side),
    })),
    origin: originOf(monitor, ['compare', 'metrics'], ['compare']),
    summary: MONITOR_PROSE.worse({
      title: monitor.title,
      subject: subject.name,
      what: found.words,
      left: left.words,
      right: right.words,
      value: valueMark(found.value(left).unit),
      tolerance: printPercent(tolerance),
      direction: { higher: 'above', lower: 'below', either: 'away from' }[found.worse],
    }),
    impact: `Answers of ${left.words} of ${subject.name} may be worse than those of ${right.words}.`,
  });
  return {
    parts: metrics.flatMap(({ name, found }) =>
      found === undefined ? [] : [partOf(name, found, compare.tolerance.ratio)],
    ),
    byMore: (metric, ratio) => {
      const found = metrics.find(({ name }) => name === metric)?.found;
      return found === undefined || (found.worse === 'lower' && ratio >= 1)
        ? undefined
        : partOf(metric, found, ratio);
    },
  };
}

export function reportWrongSubject(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  field: string,
  what: string,
): void {
  reportAt(context, monitor, [field], {
    code: 'monitor/wrong-subject',
    severity: 'error',
    message: `only a model has ${what}`,
    expected: 'model: … as the subject',
  });
}

function worseThan(
  metric: ComparedMetric,
  left: Side,
  right: Side,
  tolerance: number,
  minSamples: number,
): Condition {
  const z = metric.worse === 'either' ? TWO_SIDED_Z : ONE_SIDED_Z;
  const differs = (op: Comparison & ('<' | '>')): Condition => {
    const factor = op === '>' ? factorAbove(tolerance) : factorBelow(tolerance);
    const [value, other] = [metric.value(left), metric.value(right)];
    const bound: Measure = { node: 'scaled', of: other, factor, unit: value.unit };
    const difference: Condition = { node: 'compare', left: value, op, right: bound };
    const { proportion } = metric;
    if (proportion === undefined) return difference;
    const test: Measure = {
      node: 'proportion-z',
      left: proportion(left),
      right: proportion(right),
      unit: 'none',
    };
    return { node: 'all', of: [difference, beyond(test, op, op === '>' ? z : -z)] };
  };
  // Nothing falls by more than all of it.
  const isLow = metric.worse !== 'higher' && tolerance < 1;
  const isHigh = metric.worse !== 'lower';
  const worse = joinedBy('any', [...(isHigh ? [differs('>')] : []), ...(isLow ? [differs('<')] : [])]);
  const enough = [left, right].map((side) => atLeast(metric.samples(side), minSamples));
  return { node: 'all', of: [...(worse.node === 'all' ? worse.of : [worse]), ...enough] };
}
