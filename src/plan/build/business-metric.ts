import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition, Measure } from '../condition.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { beyondUsual, type Usual, usualWords } from './baseline.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { type Ownership, ownershipBy } from './ownership.ts';
import { valueMark } from './prose.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';

export const NO_DATA_HOLD_SECONDS = 600;
/** A first week without history is expected; it is told once it has lasted. */
export const NO_HISTORY_HOLD_SECONDS = 3600;
const KEEP_SECONDS = 300;

/** The value of a business metric. */
export function businessMeasure({ spec }: Entity<'BusinessMetric'>): Measure {
  return { node: 'raw', language: 'promql', text: spec.query.trim(), unit: spec.unit };
}

/** How many events it stands on: by its own query, else read from its quotient (which is checked with the queries). */
export function businessVolume({ spec }: Entity<'BusinessMetric'>): Measure {
  return spec.volume === undefined
    ? { node: 'raw-volume', language: 'promql', text: spec.query.trim(), unit: 'events' }
    : { node: 'raw', language: 'promql', text: spec.volume.trim(), unit: 'events' };
}

/** Enough events to judge by; undefined where the metric asks for none. */
export function businessEnough(
  metric: Entity<'BusinessMetric'>,
): (Condition & { node: 'compare' }) | undefined {
  const least = metric.spec.baseline?.minVolume;
  return least === undefined
    ? undefined
    : {
        node: 'compare',
        left: businessVolume(metric),
        op: '>=',
        right: { node: 'constant', value: least, unit: 'events' },
      };
}

/** When a business metric is breached; undefined (and findings) when nothing says so. Reports through `context` only. */
export function businessBreach(
  context: BuildContext,
  metric: Entity<'BusinessMetric'>,
): (Usual & { readonly title: string }) | undefined {
  const { baseline } = metric.spec;
  if (baseline === undefined) {
    reportAt(context, metric, [], {
      code: 'business/no-baseline',
      severity: 'error',
      message: `nothing says when ${metric.name} is breached`,
      expected: 'baseline: { compare: same-time-last-week, maxDecrease: … }',
    });
    return undefined;
  }
  const usual = beyondUsual(context, metric, ['baseline'], businessMeasure(metric), baseline);
  if (usual === undefined) return undefined;
  const enough = businessEnough(metric);
  const guarded = (condition: Condition): Condition =>
    enough === undefined ? condition : { node: 'all', of: [condition, enough] };
  return { ...usual, condition: guarded(usual.condition), title: metric.title };
}

/** The alerts of a business metric: breached, without history, without data. */
export function addBusinessMetricAlerts(context: BuildContext, metric: Entity<'BusinessMetric'>): void {
  const breach = businessBreach(context, metric);
  const { spec } = metric;
  const draft = draftOf(context, metric);
  if (breach !== undefined && spec.baseline !== undefined) {
    reportOddBound(context, metric);
    addAlert(context, {
      ...draft,
      aspect: 'breached',
      class: 'business',
      severity: spec.severity,
      condition: breach.condition,
      holdSeconds: spec.baseline.for.seconds,
      keepFiringSeconds: KEEP_SECONDS,
      origin: originOf(metric, ['baseline'], ['query']),
      prose: {
        summary: MONITOR_PROSE.unusual({
          title: metric.title,
          what: 'the value',
          value: valueMark(spec.unit),
          bound: breach.words,
        }),
        impact: spec.impact ?? `${metric.title} is not what it should be.`,
      },
    });
    if (breach.withoutHistory) {
      addAlert(context, {
        ...draft,
        aspect: 'no-history',
        class: 'absence',
        severity: 'info',
        condition: breach.withoutHistory,
        holdSeconds: NO_HISTORY_HOLD_SECONDS,
        keepFiringSeconds: 0,
        origin: originOf(metric, ['baseline', 'compare']),
        prose: {
          summary: MONITOR_PROSE.noHistory({
            title: metric.title,
            what: 'the value',
            past: usualWords(spec.baseline),
            hold: printDuration(NO_HISTORY_HOLD_SECONDS),
          }),
          impact: `Until there is history, or a fallback in the spec, a breach of ${metric.title} goes unseen.`,
        },
      });
    }
  }
  if (spec.onNoData === 'alert') addNoData(context, metric, draft);
  reportUnusedVolume(context, metric);
}

type Draft = Pick<AlertDraft, 'object' | 'subject' | 'ownership' | 'upstream' | 'firstLook'>;

function draftOf(context: BuildContext, metric: Entity<'BusinessMetric'>): Draft {
  const ownership: Ownership = ownershipBy(context, metric.spec);
  return {
    object: metric,
    subject: { kind: 'BusinessMetric', name: metric.name },
    ownership,
    // What the business feels is told whatever the cause.
    upstream: [],
    firstLook: [{ title: 'Its value', measure: businessMeasure(metric) }],
  };
}

function addNoData(context: BuildContext, metric: Entity<'BusinessMetric'>, draft: Draft): void {
  addAlert(context, {
    ...draft,
    aspect: 'no-data',
    class: 'absence',
    severity: metric.spec.severity,
    condition: { node: 'no-value', of: businessMeasure(metric) },
    holdSeconds: NO_DATA_HOLD_SECONDS,
    keepFiringSeconds: 0,
    origin: originOf(metric, ['query'], ['onNoData']),
    prose: {
      summary: MONITOR_PROSE.noValue({
        title: metric.title,
        what: 'its query',
        hold: printDuration(NO_DATA_HOLD_SECONDS),
      }),
      impact: `Nobody can tell how ${metric.title} is.`,
    },
  });
}

/** A fall of what should be low, or a rise of what should be high, is good news, and mostly a mistake in the spec. */
function reportOddBound(context: BuildContext, metric: Entity<'BusinessMetric'>): void {
  const { direction, baseline } = metric.spec;
  const [odd, usual] =
    direction === 'higher-is-better'
      ? (['maxIncrease', 'maxDecrease'] as const)
      : (['maxDecrease', 'maxIncrease'] as const);
  if (baseline?.[odd] === undefined) return;
  reportAt(context, metric, ['baseline', odd], {
    code: 'business/odd-bound',
    severity: 'warning',
    message: `${odd} alerts on what is good: ${direction}`,
    ...(baseline[usual] === undefined && { hint: `Did you mean "${usual}"?`, suggestions: [usual] }),
  });
}

/** A count of events that no minimum is compared with would never be read. */
function reportUnusedVolume(context: BuildContext, metric: Entity<'BusinessMetric'>): void {
  const { volume, baseline } = metric.spec;
  if (volume === undefined || baseline?.minVolume !== undefined) return;
  reportAt(context, metric, ['volume'], {
    code: 'business/unused-volume',
    severity: 'error',
    message: '"volume" has no effect without a minimum',
    expected: 'baseline: { minVolume: … } with it',
  });
}
