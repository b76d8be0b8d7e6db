import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Alert } from '../../../plan/alert.ts';
import type { Condition } from '../../../plan/condition.ts';
import type { Construct } from '../../../plan/constructs.ts';
import type { Selection } from '../../../plan/signal.ts';
import { LIMITS, limitNote } from '../limits.ts';
import { asked } from '../notes.ts';
import { burnTests } from './burn.ts';
import { compareTest, sustainedTest } from './compare.ts';
import {
  type AlarmTest,
  canLookUp,
  type LoweredCondition,
  type Lowering,
  type Rounded,
  type Rule,
  timed,
  tooLongToLookBack,
} from './lowering.ts';
import { watchedValue } from './query.ts';
import type { MathScope } from './scope.ts';
import { periodOfCadence } from './timing.ts';

/**
 * The metric alarms that test an alert's condition, and how they are joined; undefined (and notes) where CloudWatch cannot
 * test it. `extraHoldSeconds` is the delay of a later level. Without data nothing breaches, but for absence, whose breach it
 * is: in Prometheus, too, a comparison without data is no alert.
 */
export function lowerAlert(
  scope: MathScope,
  alert: Alert,
  extraHoldSeconds = 0,
): {
  readonly lowered?: LoweredCondition;
  readonly notes: readonly Diagnostic[];
  readonly rounded: readonly Rounded[];
} {
  const notes: Diagnostic[] = [];
  const rounded = new Set<Rounded>();
  const lowering: Lowering = {
    scope,
    alert,
    holdSeconds: alert.holdSeconds + extraHoldSeconds,
    delaySeconds: extraHoldSeconds,
    keepSeconds: alert.keepFiringSeconds,
    report: (note) => notes.push(note),
    round: (what) => rounded.add(what),
    ask: (construct, detail) => {
      const about = { construct, origin: alert.origin, what: alert.name };
      notes.push(...asked(detail === undefined ? about : { ...about, detail }));
    },
  };
  const lowered = lowerCondition(lowering, alert.condition);
  if (lowered === undefined || !fits(lowering, lowered)) return { notes, rounded: [] };
  return { lowered, notes, rounded: [...rounded] };
}

function lowerCondition(lowering: Lowering, condition: Condition): LoweredCondition | undefined {
  switch (condition.node) {
    case 'compare':
      return single(compareTest(lowering, condition));
    case 'burn-rate':
      return burnTests(lowering, condition);
    case 'sustained':
      return single(sustainedTest(lowering, condition));
    case 'absent':
      if (condition.existedWithinSeconds !== undefined) return unsupported(lowering, 'condition/vanished');
      return single(absentTest(lowering, condition.of));
    case 'all':
      return joined(lowering, condition.of, (rules) => ({ all: rules }));
    case 'any':
      return joined(lowering, condition.of, (rules) => ({ any: rules }));
    case 'unless':
      return unlessOf(lowering, condition.of, condition.exception);
    case 'latched':
      lowering.ask('condition/latched');
      return lowerCondition(lowering, condition.trigger);
    case 'segment-beyond':
      return unsupported(lowering, 'condition/segment-beyond');
    case 'budget-remaining':
      return unsupported(lowering, 'condition/budget-remaining');
    case 'no-value':
      return unsupported(lowering, 'condition/no-value');
    case 'missing-bucket':
      return unsupported(lowering, 'condition/missing-bucket');
    case 'always':
      return unsupported(lowering, 'condition/always');
    case 'self':
      return unsupported(lowering, 'condition/self');
  }
}

function unsupported({ ask }: Lowering, construct: Construct): undefined {
  ask(construct);
  return undefined;
}

function single(test: AlarmTest | undefined): LoweredCondition | undefined {
  return test && { tests: [test], rule: { test: test.key } };
}

/** Parts as tests of their own, whose keys tell which part they are of. All of them, or none. */
function joined(
  lowering: Lowering,
  parts: readonly Condition[],
  join: (rules: readonly Rule[]) => Rule,
): LoweredCondition | undefined {
  return combined(
    parts.map((part) => lowerCondition(lowering, part)),
    join,
  );
}

/**
 * The condition must hold without the exception all the while, so the exception counts from its first breach, and until the
 * hold has passed since its last.
 */
function unlessOf(lowering: Lowering, of: Condition, exception: Condition): LoweredCondition | undefined {
  const watch: Lowering = {
    ...lowering,
    holdSeconds: 0,
    delaySeconds: 0,
    keepSeconds: lowering.holdSeconds,
    // Nobody asked for the exception to be held or kept.
    round: () => undefined,
  };
  return combined([lowerCondition(lowering, of), lowerCondition(watch, exception)], ([rule, except]) => ({
    all: [rule, except && { not: except }].filter((part) => part !== undefined),
  }));
}

function combined(
  lowered: readonly (LoweredCondition | undefined)[],
  join: (rules: readonly Rule[]) => Rule,
): LoweredCondition | undefined {
  const tests: AlarmTest[] = [];
  const rules: Rule[] = [];
  for (const [index, part] of lowered.entries()) {
    if (part === undefined) return undefined;
    const keyOf = (key: string): string => (key === '' ? `${index + 1}` : `${index + 1}-${key}`);
    tests.push(...part.tests.map((test) => ({ ...test, key: keyOf(test.key) })));
    rules.push(renamed(part.rule, keyOf));
  }
  return { tests, rule: join(rules) };
}

function renamed(rule: Rule, keyOf: (key: string) => string): Rule {
  if ('test' in rule) return { test: keyOf(rule.test) };
  if ('not' in rule) return { not: renamed(rule.not, keyOf) };
  return 'all' in rule
    ? { all: rule.all.map((part) => renamed(part, keyOf)) }
    : { any: rule.any.map((part) => renamed(part, keyOf)) };
}

/**
 * No sample for the hold, and for two cadences at least: one that is a little late is not gone, nor is what is told once a
 * day gone in between.
 */
function absentTest(lowering: Lowering, of: Selection): AlarmTest | undefined {
  if (!canLookUp(lowering, [of])) return undefined;
  const series = lowering.scope.of(of);
  if (series === undefined) return undefined;
  const { cadenceSeconds } = series.signal;
  const period = periodOfCadence(cadenceSeconds);
  if (tooLongToLookBack(lowering, period, 2 * cadenceSeconds)) return undefined;
  const silence = Math.max(lowering.holdSeconds, 2 * cadenceSeconds);
  if (lowering.holdSeconds > 0 && silence > lowering.holdSeconds) lowering.round('alert/hold');
  const query = { stats: [{ id: 'm1', series, stat: 'SampleCount' }], expression: 'm1' };
  return {
    key: '',
    value: watchedValue(query, period, 'samples'),
    op: '<',
    threshold: 1,
    ...timed({ ...lowering, holdSeconds: silence }, period),
    missing: 'breaching',
    words: `samples of ${series.metric.name}`,
  };
}

function fits({ report, alert }: Lowering, { tests }: LoweredCondition): boolean {
  for (const { value } of tests) {
    const metrics = value.queries.filter(({ MetricStat }) => MetricStat !== undefined).length;
    const length = Math.max(0, ...value.queries.map(({ Expression = '' }) => Expression.length));
    const over = (
      [
        ['alarmMetrics', metrics, `is made of ${metrics} metrics`],
        ['expressionLength', length, `takes an expression of ${length} characters`],
      ] as const
    ).find(([key, count]) => count > LIMITS[key].value);
    if (over === undefined) continue;
    const [key, , asked] = over;
    report(limitNote(key, alert.origin, `${alert.name} ${asked}`, 'the alarm is left out'));
    return false;
  }
  return true;
}

export type { AlarmTest, LoweredCondition, Rounded, Rule } from './lowering.ts';
