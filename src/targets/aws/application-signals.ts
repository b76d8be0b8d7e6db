import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Comparison } from '../../plan/condition.ts';
import { CONSTRUCTS } from '../../plan/constructs.ts';
import type { Objective } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import { complement, printDuration, shiftDecimal } from '../../units/index.ts';
import { prefixOf } from './draft.ts';
import { LIMITS, limitNote } from './limits.ts';
import { type MathQuery, measureQuery, objectiveQueries } from './measure-queries.ts';
import { allocate, NAME_RULES, renamedNote } from './names.ts';
import { asked, leftOutNote } from './notes.ts';
import type { Part, Parts } from './part.ts';
import { type SeriesOf, seriesOf } from './series.ts';

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;

/** Events are counted by the minute, the shortest period of metrics of standard resolution. */
const COUNT_PERIOD_SECONDS = 60;

/**
 * The objectives as Application Signals keeps them: on requests where events are budgeted, on periods where time is. What
 * CloudWatch does not keep is left out without a word: its alarms tell of it.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
 */
export function objectiveResources(plan: Plan): Parts {
  const of = seriesOf(plan);
  const notes: Diagnostic[] = [];
  const fitting = plan.objectives.flatMap((objective) => {
    const sli = sliOf(objective, of, notes);
    return sli === undefined ? [] : [{ objective, sli, wanted: `${prefixOf(plan)}-${objective.id}` }];
  });
  const names = allocate(
    fitting.map(({ wanted }) => wanted),
    NAME_RULES.objective,
  );
  const parts = fitting.map(({ objective, sli, wanted }): Part => {
    const { id, displayName, subject, origin } = objective;
    const name = names.get(wanted);
    if (name?.renamed !== undefined)
      notes.push(renamedNote(name, wanted, origin, 'the service level objective'));
    if (objective.excludedMaintenance.length > 0) notes.push(maintenanceNote(objective));
    const lookBacks = lookBacksOf(objective, notes);
    return {
      key: `${id} objective`,
      subject,
      origin,
      resource: {
        Type: 'AWS::ApplicationSignals::ServiceLevelObjective',
        Properties: {
          Name: name?.text ?? wanted,
          Description: descriptionOf(displayName === '' ? id : displayName),
          Goal: goalOf(plan, objective),
          ...(lookBacks.length > 0 && {
            BurnRateConfigurations: lookBacks.map((minutes) => ({ LookBackWindowMinutes: minutes })),
          }),
          ...sli,
        },
      },
    };
  });
  return { parts, notes };
}

function descriptionOf(text: string): string {
  return text.slice(0, LIMITS.sloDescription.value).replace(/[\ud800-\udbff]$/, '');
}

function sliOf(
  objective: Objective,
  of: SeriesOf,
  notes: Diagnostic[],
): Readonly<Record<string, unknown>> | undefined {
  const { indicator, budgeting } = objective;
  if (indicator.type !== 'time-in-bounds') {
    const queries = objectiveQueries(indicator, of);
    if (queries === undefined || !fits(objective, [queries.total, queries.bad], notes)) return undefined;
    if (budgeting.type === 'timeslices') {
      const period = periodOf(objective, budgeting.sliceSeconds, notes);
      const ratio: MathQuery = {
        stats: [...queries.total.stats, ...queries.bad.stats],
        expression: `FILL(${wrapped(queries.bad)}, 0) / ${wrapped(queries.total)}`,
      };
      return periodBased(ratio, period, 'LessThanOrEqualTo', complement(objective.target));
    }
    return {
      RequestBasedSli: {
        RequestBasedSliMetric: {
          TotalRequestCountMetric: dataQueries(queries.total, 'totals', COUNT_PERIOD_SECONDS),
          MonitoredRequestCountMetric: {
            BadCountMetric: dataQueries(queries.bad, 'bads', COUNT_PERIOD_SECONDS),
          },
        },
      },
    };
  }
  if (indicator.alsoBeyond !== undefined || indicator.otherBound !== undefined) {
    notes.push(
      ...asked({ construct: 'objective/second-bound', origin: objective.origin, what: objective.id }),
    );
    return undefined;
  }
  const query = measureQuery(indicator.measure, of);
  if (query === undefined) {
    if (indicator.signals.every((selection) => of(selection) !== undefined))
      notes.push(measureNote(objective));
    return undefined;
  }
  if (!fits(objective, [query], notes)) return undefined;
  const slice = budgeting.type === 'timeslices' ? budgeting.sliceSeconds : COUNT_PERIOD_SECONDS;
  const isAge = indicator.measure.node === 'age';
  if (isAge && slice !== COUNT_PERIOD_SECONDS) notes.push(minutesNote(objective, slice));
  const period = isAge ? COUNT_PERIOD_SECONDS : periodOf(objective, slice, notes);
  return periodBased(query, period, GOOD_WHEN[indicator.badWhen], indicator.limit);
}

/** What the value of a good period is like. */
const GOOD_WHEN: Readonly<Record<Comparison, string>> = {
  '>': 'LessThanOrEqualTo',
  '>=': 'LessThan',
  '<': 'GreaterThanOrEqualTo',
  '<=': 'GreaterThan',
};

function wrapped({ stats, expression }: MathQuery): string {
  return stats.some(({ id }) => id === expression) ? expression : `(${expression})`;
}

function periodBased(
  query: MathQuery,
  periodSeconds: number,
  operator: string,
  threshold: number,
): Readonly<Record<string, unknown>> {
  return {
    Sli: {
      SliMetric: { MetricDataQueries: dataQueries(query, 'value', periodSeconds) },
      ComparisonOperator: operator,
      MetricThreshold: threshold,
    },
  };
}

/** Statistics first, what is calculated of them last; exactly one of the queries returns data. */
function dataQueries({ stats, expression }: MathQuery, id: string, periodSeconds: number): unknown[] {
  const isPlain = stats.length === 1 && stats[0]?.id === expression;
  const metrics = stats.map((each) => ({
    Id: each.id,
    MetricStat: {
      Metric: {
        Namespace: each.series.metric.namespace,
        MetricName: each.series.metric.name,
        Dimensions: each.series.dimensions.map(([name, value]) => ({ Name: name, Value: value })),
      },
      Period: periodSeconds,
      Stat: each.stat,
    },
    ReturnData: isPlain,
  }));
  return isPlain ? metrics : [...metrics, { Id: id, Expression: expression, ReturnData: true }];
}

function fits({ id, origin }: Objective, queries: readonly MathQuery[], notes: Diagnostic[]): boolean {
  const most = Math.max(...queries.map(({ stats }) => stats.length));
  if (most <= LIMITS.sloMetrics.value) return true;
  notes.push(
    limitNote('sloMetrics', origin, `${id} is made of ${most} metrics`, 'the objective is left out there'),
  );
  return false;
}

/** The slice, or the nearest period that Application Signals takes. */
function periodOf({ id, origin }: Objective, sliceSeconds: number, notes: Diagnostic[]): number {
  const [shortest, longest] = [LIMITS.sloPeriodShortest.value, LIMITS.sloPeriod.value];
  const whole = Math.round(sliceSeconds / shortest) * shortest;
  const period = Math.min(Math.max(whole, shortest), longest);
  if (period !== sliceSeconds) {
    notes.push(
      limitNote(
        sliceSeconds > longest ? 'sloPeriod' : 'sloPeriodShortest',
        origin,
        `${id} counts slices of ${printDuration(sliceSeconds)}`,
        `its periods are ${printDuration(period)} long, and only those count as bad that are`,
      ),
    );
  }
  return period;
}

function goalOf(
  { alerts }: Plan,
  { id, target, periodSeconds }: Objective,
): Readonly<Record<string, unknown>> {
  const warnings = alerts.flatMap(({ condition }) =>
    condition.node === 'budget-remaining' && condition.objective === id ? [condition.ratio] : [],
  );
  return {
    AttainmentGoal: shiftDecimal(target, 2),
    // Share of the budget that is left; Application Signals' own is a half.
    ...(warnings.length > 0 && { WarningThreshold: shiftDecimal(Math.max(...warnings), 2) }),
    Interval: { RollingInterval: rollingInterval(periodSeconds) },
  };
}

function rollingInterval(seconds: number): { readonly DurationUnit: string; readonly Duration: number } {
  if (seconds % DAY_SECONDS === 0) return { DurationUnit: 'DAY', Duration: seconds / DAY_SECONDS };
  if (seconds % HOUR_SECONDS === 0) return { DurationUnit: 'HOUR', Duration: seconds / HOUR_SECONDS };
  return { DurationUnit: 'MINUTE', Duration: Math.ceil(seconds / 60) };
}

/** Windows of the burn-rate policy, in whole minutes, ascending. */
function lookBacksOf({ id, origin, burnTiers }: Objective, notes: Diagnostic[]): number[] {
  const windows = new Set(burnTiers.flatMap((tier) => [tier.shortSeconds, tier.longSeconds]));
  const minutes = [...new Set([...windows].map((seconds) => Math.ceil(seconds / 60)))].toSorted(
    (a, b) => a - b,
  );
  const [shortest, longest] = [LIMITS.sloLookBackShortest.value, LIMITS.sloLookBackMinutes.value];
  const tooLong = minutes.filter((each) => each > longest);
  if (tooLong.length > 0) {
    const asked = `${id} looks back over ${tooLong.map((each) => printDuration(each * 60)).join(' and ')}`;
    notes.push(limitNote('sloLookBackMinutes', origin, asked, 'no burn rate over it is kept'));
  }
  const kept = minutes.filter((each) => each >= shortest && each <= longest);
  if (kept.length > LIMITS.sloBurnRates.value) {
    const rendered = `the ${LIMITS.sloBurnRates.value} shortest are kept`;
    notes.push(limitNote('sloBurnRates', origin, `${id} looks at ${kept.length} windows`, rendered));
  }
  return kept.slice(0, LIMITS.sloBurnRates.value);
}

function measureNote({ id, origin }: Objective): Diagnostic {
  return leftOutNote(
    'objective/time-slices',
    origin,
    `${id} in Application Signals`,
    'it takes metrics and metric math, which cannot say what is measured',
  );
}

/** An age is calculated once a period, at its start: in a long one it could grow too old and recover unseen. */
function minutesNote({ id, origin }: Objective, sliceSeconds: number): Diagnostic {
  const [span] = origin.spans;
  const construct = 'objective/time-slices';
  return {
    code: 'target/approximated',
    severity: 'info',
    message: `aws: ${id} asks for ${CONSTRUCTS[construct]} of ${printDuration(sliceSeconds)}; rendered instead: Application Signals counts minutes in which it is too old`,
    ...(span && { span }),
    object: origin.object,
    data: { target: 'aws', construct },
  };
}

function maintenanceNote({ id, origin, excludedMaintenance }: Objective): Diagnostic {
  return leftOutNote(
    'objective/excluded-maintenance',
    origin,
    `${excludedMaintenance.join(', ')} of ${id}`,
    'exclusion windows of Application Signals know no time zone, so that maintenance counts against its budget',
    'Exclude single windows with `aws application-signals batch-update-exclusion-windows`.',
  );
}
