import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Alert } from '../../plan/alert.ts';
import { type Subject } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import { groupBy } from '../../support/group-by.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { alarmDescription } from './describe.ts';
import { type Draft, distinctDrafts, type Names, prefixOf } from './draft.ts';
import { type AlarmTest, type LoweredCondition, lowerAlert, type Rounded, type Rule } from './math/lower.ts';
import type { MathScope } from './math/scope.ts';
import { asked } from './notes.ts';
import { EXTENSION_SECONDS, type Suppression, suppressions, WAIT_SECONDS } from './suppression.ts';
import type { Telling, Topics } from './topics.ts';

/** The alarms of a plan. */
export interface Alarms {
  readonly drafts: readonly Draft[];
  readonly notes: readonly Diagnostic[];
  /** Wanted names of the alarms that tell of an alert, the first level's first; empty when it could not be rendered. */
  readonly ofAlert: (alertName: string) => readonly string[];
}

interface Leveled {
  readonly alert: Alert;
  readonly name: string;
  readonly condition: LoweredCondition;
  readonly topics: readonly Telling[];
}

interface RoundedAlert {
  readonly what: Rounded;
  readonly alert: Alert;
}

/** Stack of what is about a subject. */
export function stackOf({ kind, name }: Subject): string {
  return `${kebabCase(kind)}-${name}`;
}

/**
 * For each alert the metric alarms that test its condition and, where it takes more than one test or something may explain
 * it, the composite alarm over them that tells people. A later level that somebody must raise is an alarm of its own which
 * holds longer by the level's delay.
 */
export function alarmsOf(plan: Plan, scope: MathScope, topics: Topics): Alarms {
  const notes: Diagnostic[] = [];
  const rounded: RoundedAlert[] = [];
  const leveled = plan.alerts.flatMap((alert) => levelsOf(plan, scope, topics, alert, { notes, rounded }));
  notes.push(...roundedNotes(rounded));
  const byAlert = groupBy(leveled, ({ alert }) => alert.name);
  const ofAlert = (alertName: string) => (byAlert.get(alertName) ?? []).map(({ name }) => name);
  const suppressionOf = suppressions(plan, (alertName) => ofAlert(alertName)[0]);
  const drafts = leveled.flatMap((each) =>
    alarmDrafts(each, suppressionOf(each.alert, stackOf(each.alert.subject)), plan),
  );
  return { drafts: distinctDrafts(drafts), notes, ofAlert };
}

function levelsOf(
  plan: Plan,
  scope: MathScope,
  topics: Topics,
  alert: Alert,
  told: { notes: Diagnostic[]; rounded: RoundedAlert[] },
): Leveled[] {
  if (alert.action !== undefined) {
    told.notes.push(...asked({ construct: 'alert/action', origin: alert.origin, what: alert.name }));
    return [];
  }
  const tellings = topics.of(alert);
  const delays = [...new Set([0, ...tellings.map(({ afterSeconds }) => afterSeconds)])].toSorted(
    (a, b) => a - b,
  );
  return delays.flatMap((delay, index): Leveled[] => {
    const { lowered, notes, rounded } = lowerAlert(scope, alert, delay);
    if (index === 0) {
      told.notes.push(...notes);
      for (const what of rounded) told.rounded.push({ what, alert });
    }
    if (lowered === undefined) return [];
    const base = `${prefixOf(plan)}-${alert.name}`;
    return [
      {
        alert,
        name: delay === 0 ? base : `${base}-after-${delay / 60}m`,
        condition: lowered,
        topics: tellings.filter(({ afterSeconds }) => afterSeconds === delay),
      },
    ];
  });
}

function roundedNotes(rounded: readonly RoundedAlert[]): Diagnostic[] {
  return [...groupBy(rounded, ({ what }) => what)].flatMap(([construct, alerts]) => {
    const [first, ...others] = alerts.map(({ alert }) => alert);
    if (first === undefined) return [];
    const what = others.length === 0 ? first.name : `${first.name} (and ${others.length} more)`;
    return asked({ construct, origin: first.origin, what });
  });
}

function alarmDrafts(leveled: Leveled, suppression: Suppression | undefined, plan: Plan): Draft[] {
  const { condition, name, alert } = leveled;
  const [only] = condition.tests;
  if (suppression === undefined && condition.tests.length === 1 && only && isPlain(condition.rule))
    return [metricDraft(leveled, only, name, plan, true)];
  const tests = condition.tests.map((test) =>
    metricDraft(leveled, test, testName(name, test, condition), plan, false),
  );
  return [
    ...tests,
    ...(suppression?.drafts ?? []),
    {
      subject: stackOf(alert.subject),
      key: name,
      alarm: name,
      needs: [...tests.map((draft) => draft.alarm ?? ''), ...(suppression ? [suppression.suppressor] : [])],
      origin: alert.origin,
      make: (names) => compositeAlarm(leveled, suppression, plan, names),
    },
  ];
}

function isPlain(rule: Rule): boolean {
  return 'test' in rule;
}

function testName(name: string, { key }: AlarmTest, { tests }: LoweredCondition): string {
  return tests.length === 1 && key === '' ? `${name}-test` : `${name}-${key}`;
}

function metricDraft(leveled: Leveled, test: AlarmTest, name: string, plan: Plan, tells: boolean): Draft {
  const { alert } = leveled;
  return {
    subject: stackOf(alert.subject),
    key: name,
    alarm: name,
    needs: [],
    origin: alert.origin,
    make: (names) => ({
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: names.alarm(name),
        AlarmDescription: tells ? describe(leveled) : `Part of ${names.alarm(leveled.name)}: ${test.words}.`,
        ...watched(test),
        EvaluationPeriods: test.evaluationPeriods,
        DatapointsToAlarm: test.datapointsToAlarm,
        Threshold: test.threshold,
        ComparisonOperator: OPERATORS[test.op],
        TreatMissingData: test.missing,
        ...(tells ? actions(leveled, names) : {}),
        Tags: tags(alert, plan),
      },
    }),
  };
}

const OPERATORS = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
} as const;

/** A single metric stands in the alarm itself, as people know it from the console; mathematics takes the list. */
function watched({ value }: AlarmTest): Record<string, unknown> {
  const [only, ...others] = value.queries;
  if (only?.MetricStat === undefined || others.length > 0) return { Metrics: value.queries };
  const { Metric, Period, Stat, Unit } = only.MetricStat;
  const isSimple = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'].includes(Stat);
  return {
    Namespace: Metric.Namespace,
    MetricName: Metric.MetricName,
    Dimensions: Metric.Dimensions,
    ...(isSimple ? { Statistic: Stat } : { ExtendedStatistic: Stat }),
    Period,
    ...(Unit !== undefined && { Unit }),
  };
}

function compositeAlarm(
  leveled: Leveled,
  suppression: Suppression | undefined,
  plan: Plan,
  names: Names,
): ReturnType<Draft['make']> {
  const { alert, condition, name } = leveled;
  const alarmName = (key: string): string => {
    const test = condition.tests.find((each) => each.key === key);
    return names.alarm(test ? testName(name, test, condition) : key);
  };
  return {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: {
      AlarmName: names.alarm(name),
      AlarmDescription: describe(leveled),
      AlarmRule: ruleText(condition.rule, alarmName),
      ...(suppression && {
        ActionsSuppressor: names.alarm(suppression.suppressor),
        ActionsSuppressorWaitPeriod: WAIT_SECONDS,
        ActionsSuppressorExtensionPeriod: EXTENSION_SECONDS,
      }),
      ...actions(leveled, names),
      Tags: tags(alert, plan),
    },
  };
}

/** The rule as CloudWatch reads it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function ruleText(rule: Rule, alarmName: (key: string) => string): string {
  if ('test' in rule) return `ALARM("${alarmName(rule.test)}")`;
  if ('not' in rule) return `NOT (${ruleText(rule.not, alarmName)})`;
  const [parts, word] = 'all' in rule ? [rule.all, 'AND'] : [rule.any, 'OR'];
  const texts = parts.map((part) => {
    const text = ruleText(part, alarmName);
    return 'test' in part ? text : `(${text})`;
  });
  return texts.join(` ${word} `);
}

function describe({ alert, condition }: Leveled): string {
  return alarmDescription(
    alert,
    condition.tests.map(({ words }) => words),
  );
}

/** Both ends of an incident are told: receivers resolve what they opened. */
function actions({ topics }: Leveled, names: Names): Record<string, unknown> {
  const refs = topics.map(({ topicKey }) => ({ Ref: names.id(topicKey) }));
  return refs.length === 0 ? { ActionsEnabled: false } : { AlarmActions: refs, OKActions: refs };
}

/** What the labels are in Prometheus, as far as a tag can hold it. */
function tags(alert: Alert, plan: Plan): { Key: string; Value: string }[] {
  const values: Record<string, string | undefined> = {
    env: plan.environment.name,
    modelwatch_id: alert.labels['modelwatch_id'],
    severity: alert.severity,
    team: alert.team,
  };
  return Object.entries(values).flatMap(([Key, Value]) => (Value === undefined ? [] : [{ Key, Value }]));
}
