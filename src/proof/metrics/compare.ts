import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { OTHER } from '../../plan/instrumentation.ts';
import type { LabelSet } from '../../plan/signal.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { printDuration } from '../../units/index.ts';
import type { Expected } from './expect.ts';
import type { MetricSource } from './source.ts';

/** How long ago a series may have been there to be told as stale, and not as missing. */
const REMEMBERED_SECONDS = 7 * 86_400;

const SHOWN_VALUES = 5;

export interface CompareSettings {
  readonly mostSeries: number;
  /** Metrics that are read as something else: none of them is a misspelt one. */
  readonly others: ReadonlySet<string>;
}

/** What is not as the specs have it, of one signal. */
export async function compareSignal(
  expected: Expected,
  source: MetricSource,
  { mostSeries, others }: CompareSettings,
): Promise<Diagnostic[]> {
  const { signal, series, staleAfterSeconds } = expected;
  const select = selectionIn(expected, source);
  const found = await source.series(series, select, { withinSeconds: staleAfterSeconds });
  if (found.length === 0) return notFound(expected, source, select, others);
  const type = await source.typeOf(signal.metric);
  return [
    ...(type !== undefined && type !== signal.instrument ? [otherType(expected, source, type)] : []),
    ...labelFindings(expected, source, found),
    ...(await bucketFindings(expected, source, select)),
    ...(found.length > mostSeries
      ? [
          finding(expected, 'live/too-many-series', 'error', {
            message: `${signal.metric} has more than ${mostSeries} series in ${source.shown}`,
            expected: `at most ${mostSeries} (limits.series of the project)`,
            hint: 'Look for a label whose values have no end, such as an id of a user or a request.',
            data: { metric: signal.metric, limit: mostSeries },
          }),
        ]
      : []),
  ];
}

/** Labels to choose by: a file has none of those that a scrape sets. */
function selectionIn({ select, collected }: Expected, { isScraped }: MetricSource): LabelSet {
  return isScraped
    ? select
    : Object.fromEntries(Object.entries(select).filter(([label]) => !collected.includes(label)));
}

async function notFound(
  expected: Expected,
  source: MetricSource,
  select: LabelSet,
  known: ReadonlySet<string>,
): Promise<Diagnostic[]> {
  const { signal, series, staleAfterSeconds, mayBeAbsent, by } = expected;
  const before = source.isScraped
    ? await source.series(series, select, { withinSeconds: REMEMBERED_SECONDS })
    : [];
  if (before.length > 0) {
    return [
      finding(expected, 'live/stale', 'error', {
        message: `${signal.metric}${shownLabels(select)} has had no sample for ${printDuration(staleAfterSeconds)} in ${source.shown}`,
        expected: `a sample every ${printDuration(signal.cadenceSeconds)}`,
        hint: `Look at the scrape of ${by ?? 'the service'}: is its target up?`,
        data: { metric: signal.metric, staleAfterSeconds },
      }),
    ];
  }
  const others = await source.series(series, {}, { withinSeconds: staleAfterSeconds });
  if (others.length > 0)
    return mayBeAbsent
      ? [absentYet(expected, source, select)]
      : [wrongLabels(expected, source, select, others)];
  const suggestions = await nearNames(expected, source, known);
  if (mayBeAbsent && suggestions.length === 0) return [absentYet(expected, source, select)];
  return [missing(expected, source, suggestions)];
}

/** A counter of failures begins with the first failure. */
function absentYet(expected: Expected, source: MetricSource, select: LabelSet): Diagnostic {
  const { metric } = expected.signal;
  return finding(expected, 'live/absent-yet', 'info', {
    message: `${metric}${shownLabels(select)} is not in ${source.shown}: nothing has failed yet, or nobody counts it`,
    hint: 'Provoke a failure once, and see whether it appears.',
    data: { metric },
  });
}

/** Names that may be meant, without those of parts of histograms. */
async function nearNames(
  { signal }: Expected,
  source: MetricSource,
  known: ReadonlySet<string>,
): Promise<string[]> {
  const names = await source.names();
  const whole = names.map((name) => name.replace(/_(?:bucket|count|sum|created)$/, ''));
  return suggest(signal.metric, new Set(whole.filter((name) => name !== signal.metric && !known.has(name))));
}

function missing(expected: Expected, source: MetricSource, suggestions: readonly string[]): Diagnostic {
  const { signal, by, mayBeAbsent } = expected;
  const isForOthers = !source.isScraped && by !== undefined;
  const emits = by === undefined ? '' : `; it comes from ${by}`;
  return finding(expected, 'live/missing-metric', isForOthers ? 'info' : mayBeAbsent ? 'warning' : 'error', {
    message: `${signal.metric} is not in ${source.shown}${emits}`,
    expected: `a ${signal.instrument} of that name, which ${signal.role} is read from`,
    hint: didYouMean(suggestions) ?? 'Emit it, or map the role to the metric that is there.',
    ...(suggestions.length > 0 && { suggestions }),
    data: { metric: signal.metric, role: signal.role },
  });
}

/** The metric is there, and no series of it has the labels by which the specs choose. */
function wrongLabels(
  expected: Expected,
  source: MetricSource,
  select: LabelSet,
  others: readonly LabelSet[],
): Diagnostic {
  const { metric } = expected.signal;
  const wrong = Object.entries(select).filter(
    ([label, value]) => !others.some((labels) => (labels[label] ?? '') === value),
  );
  const told = (wrong.length > 0 ? wrong : Object.entries(select)).map(([label, value]) => {
    const values = distinct(others, label);
    return values.length === 0
      ? `no series has the label ${label}`
      : `${label} is ${listed(values)} and never "${value}"`;
  });
  return finding(expected, 'live/missing-label', 'error', {
    message: `${metric} has no series with ${shownLabels(select)} in ${source.shown}: ${told.join('; ')}`,
    expected: `${metric}${shownLabels(select)}`,
    hint: 'Set the label where the metric is emitted or scraped, or correct `select` or `match` of the specs.',
    data: { metric, labels: wrong.map(([label]) => label) },
  });
}

function otherType(expected: Expected, source: MetricSource, type: string): Diagnostic {
  const { metric, instrument, role } = expected.signal;
  return finding(expected, 'live/other-type', 'error', {
    message: `${metric} is a ${type} in ${source.shown}`,
    expected: `a ${instrument}, as ${role} is read`,
    hint: 'Emit it as that, or say its `type` where it is mapped.',
    data: { metric, type, expected: instrument },
  });
}

function labelFindings(expected: Expected, source: MetricSource, found: readonly LabelSet[]): Diagnostic[] {
  const { metric } = expected.signal;
  return expected.labels.flatMap(({ name, carries, most }) => {
    const values = distinct(found, name);
    if (values.length === 0) {
      return [
        finding(expected, 'live/missing-label', carries === 'segment' ? 'warning' : 'error', {
          message: `${metric} has no label ${name} in ${source.shown}, so its ${carries === 'segment' ? 'segments' : `values of "${carries}"`} can't be told apart`,
          expected: `the label ${name} on its series`,
          hint: 'Add the label where the metric is emitted, or correct `labels` of its mapping.',
          data: { metric, label: name },
        }),
      ];
    }
    const told = values.filter((value) => value !== OTHER);
    if (told.length <= most) return [];
    return [
      finding(expected, 'live/unbounded-label', 'warning', {
        message: `the label ${name} of ${metric} has ${told.length} values in ${source.shown}: ${listed(told)}`,
        expected: `at most ${most}, and "${OTHER}" for all others`,
        hint: 'Each value is a series of its own; count rare ones together.',
        data: { metric, label: name, values: told.length, most },
      }),
    ];
  });
}

async function bucketFindings(
  expected: Expected,
  source: MetricSource,
  select: LabelSet,
): Promise<Diagnostic[]> {
  const { signal, buckets, bounds, staleAfterSeconds } = expected;
  if (buckets === undefined || bounds.length === 0) return [];
  const found = await source.series(buckets, select, { withinSeconds: staleAfterSeconds });
  const real = new Set(found.map(({ le = '' }) => Number(le.replace('+Inf', 'Infinity'))));
  const lacking = bounds.filter((bound) => !real.has(bound));
  if (lacking.length === 0) return [];
  const there = [...real].filter((bound) => Number.isFinite(bound)).toSorted((a, b) => a - b);
  return [
    finding(expected, 'live/missing-bucket', 'error', {
      message: `${signal.metric} has no bucket ${lacking.join(', ')} in ${source.shown}; it has ${there.length === 0 ? 'none' : there.join(', ')}`,
      expected: `the buckets ${bounds.join(', ')}`,
      hint: 'What is measured by that bucket has no value; render the instrumentation anew and deploy it, or correct `buckets` of the mapping.',
      data: { metric: signal.metric, missing: lacking, buckets: there },
    }),
  ];
}

function distinct(series: readonly LabelSet[], label: string): string[] {
  return [...new Set(series.map((labels) => labels[label] ?? ''))].filter((value) => value !== '').toSorted();
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => `"${value}"`);
  return `${shown.join(', ')}${values.length > SHOWN_VALUES ? ' …' : ''}`;
}

function shownLabels(labels: LabelSet): string {
  const shown = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return shown.length === 0 ? '' : `{${shown.join(', ')}}`;
}

function finding(
  { signal }: Expected,
  code: string,
  severity: Diagnostic['severity'],
  rest: Pick<Diagnostic, 'message' | 'expected' | 'hint' | 'suggestions' | 'data'>,
): Diagnostic {
  const [span] = signal.origin.spans;
  return {
    code,
    severity,
    ...(span && { span }),
    object: signal.origin.object,
    field: `spec.metrics.${signal.role}`,
    ...rest,
  };
}
