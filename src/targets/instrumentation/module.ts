import type {
  Instrumentation,
  ServiceLabel,
  ServiceMetric,
  ServiceRole,
} from '../../plan/instrumentation.ts';
import type { Facet, LabelSet } from '../../plan/signal.ts';

/** How a call, or a batch of them, can end. */
export const OUTCOMES = ['success', 'fallback', 'timeout', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the value of a label is taken from. */
export type Value =
  | { readonly from: 'text'; readonly text: string }
  /** An argument: of the call, of a result, or of a function of its own. */
  | { readonly from: 'facet'; readonly facet: Facet }
  | { readonly from: 'segment'; readonly label: string };

/** A metric with the values of its labels, in their order. */
export interface Emission {
  readonly metric: ServiceMetric;
  readonly values: readonly Value[];
}

/** What is emitted of calls by the way in which they end. */
export interface Call {
  /** Once for each prediction. */
  readonly counts: Readonly<Record<Outcome, readonly Emission[]>>;
  /** Once for the call: how long it took. */
  readonly durations: Readonly<Record<Outcome, readonly Emission[]>>;
  /** Once for each result that is told. */
  readonly confidence?: Emission;
  readonly score?: Emission;
  readonly tokens?: Emission;
  readonly timeToFirstToken?: Emission;
  readonly timePerToken?: Emission;
  readonly segments: readonly string[];
  readonly hasVersion: boolean;
  readonly hasClass: boolean;
  readonly hasFallback: boolean;
}

/** A function for one role that is no part of a call. */
export interface RoleFunction {
  readonly role: string;
  readonly emission: Emission;
  readonly facets: readonly Facet[];
  readonly segments: readonly string[];
}

/** A run of a batch model: what is set once it has come to its end. */
export interface Run {
  readonly rows?: Emission;
  readonly duration?: Emission;
  readonly lastSuccess?: Emission;
}

/** What a module of any language offers for one model. */
export interface Module {
  readonly instrumentation: Instrumentation;
  /** Those that a client library can emit. */
  readonly metrics: readonly ServiceMetric[];
  readonly call?: Call;
  readonly run?: Run;
  readonly functions: readonly RoleFunction[];
}

const OUTCOME_ROLES: Readonly<Record<Outcome, readonly string[]>> = {
  success: ['requests'],
  fallback: ['fallback'],
  timeout: ['timeout', 'timeouts'],
  error: ['errors'],
};

const RESULT_ROLES = ['confidence', 'score', 'tokens', 'timeToFirstToken', 'timePerToken'] as const;
type ResultRole = (typeof RESULT_ROLES)[number];

const RUN_ROLES: Readonly<Record<keyof Run, readonly string[]>> = {
  rows: ['rows'],
  duration: ['duration'],
  lastSuccess: ['freshness', 'lastSuccess'],
};

export function moduleOf(instrumentation: Instrumentation): Module {
  const metrics = instrumentation.metrics.filter(({ isNative }) => !isNative);
  const call = callOf(metrics);
  const run = instrumentation.mode === 'batch' ? runOf(metrics) : undefined;
  const taken = new Set([...(call ? callRoles(metrics) : []), ...(run ? runRoles(metrics) : [])]);
  const functions = metrics.flatMap((metric) =>
    metric.roles.filter((role) => !taken.has(role)).map((role) => functionOf(metric, role)),
  );
  return { instrumentation, metrics, ...(call && { call }), ...(run && { run }), functions };
}

function callOf(metrics: readonly ServiceMetric[]): Call | undefined {
  const roles = callRoles(metrics);
  if (roles.length === 0) return undefined;
  const own = metrics.filter((metric) => metric.roles.some((role) => roles.includes(role)));
  const counted = own.filter(({ instrument }) => instrument === 'counter');
  const timed = own.filter((metric) => isDuration(metric));
  const each = (of: readonly ServiceMetric[]) =>
    Object.fromEntries(
      OUTCOMES.map((outcome) => [
        outcome,
        of.flatMap((metric) => emissionOf(metric, outcome, hasTimeouts(own)) ?? []),
      ]),
    ) as Record<Outcome, Emission[]>;
  const results = Object.fromEntries(
    RESULT_ROLES.flatMap((role) => {
      const emission = resultEmission(own, role);
      return emission === undefined ? [] : [[role, emission]];
    }),
  ) as Partial<Record<ResultRole, Emission>>;
  const labels = own.flatMap((metric) => metric.labels);
  return {
    counts: each(counted),
    durations: each(timed),
    ...results,
    segments: segmentsOf(labels),
    hasVersion: labels.some(({ carries }) => carries === 'version'),
    hasClass: labels.some(({ carries }) => carries === 'class'),
    hasFallback: own.some((metric) => metric.roles.some(({ role }) => role === 'fallback')),
  };
}

function callRoles(metrics: readonly ServiceMetric[]): ServiceRole[] {
  return metrics.flatMap((metric) => metric.roles.filter((role) => isOfCall(metric, role)));
}

function isOfCall(metric: ServiceMetric, { role }: ServiceRole): boolean {
  if (role === 'latency' || role === 'timeToFirstToken' || role === 'timePerToken')
    return metric.instrument === 'histogram' && metric.unit === 'seconds';
  if (role === 'requests') return metric.instrument === 'counter' || isDuration(metric);
  if (Object.values(OUTCOME_ROLES).flat().includes(role))
    return metric.instrument === 'counter' || isDuration(metric);
  if (role === 'tokens') return metric.instrument !== 'gauge';
  return (role === 'confidence' || role === 'score') && metric.instrument === 'histogram';
}

/** Whether the metric is observed once for every call, with the time that it took. */
function isDuration({ instrument, unit, roles }: ServiceMetric): boolean {
  return (
    instrument === 'histogram' &&
    unit === 'seconds' &&
    roles.some(({ role }) => role === 'latency' || role === 'requests')
  );
}

function hasTimeouts(metrics: readonly ServiceMetric[]): boolean {
  return metrics.some(({ roles }) => roles.some(({ role }) => OUTCOME_ROLES.timeout.includes(role)));
}

/**
 * What a metric shows of a call with that end. It counts what it has a role for; besides, a latency is that of every call, and a
 * total that includes failures counts every call. Undefined when it shows nothing.
 */
function emissionOf(metric: ServiceMetric, outcome: Outcome, timeouts: boolean): Emission | undefined {
  const counted = outcome === 'timeout' && !timeouts ? 'error' : outcome;
  const own = metric.roles.find(({ role }) => OUTCOME_ROLES[counted].includes(role));
  const shown = own ?? metric.roles.find((role) => role.role === 'latency' || role.includesErrors);
  if (shown === undefined) return undefined;
  return {
    metric,
    values: metric.labels.map((label) => valueOf(label, shown.match, counted)),
  };
}

function valueOf(label: ServiceLabel, match: LabelSet, outcome: Outcome): Value {
  const matched = match[label.name];
  if (matched !== undefined) return { from: 'text', text: matched };
  switch (label.carries) {
    case 'role':
      return { from: 'text', text: outcome };
    case 'segment':
      return { from: 'segment', label: label.name };
    case 'reason':
      return isFailure(outcome) ? { from: 'facet', facet: 'reason' } : { from: 'text', text: '' };
    case 'class':
      return isFailure(outcome) ? { from: 'text', text: '' } : { from: 'facet', facet: 'class' };
    case 'version':
      return { from: 'facet', facet: 'version' };
    case 'outcome':
    case 'kind':
    case 'policy':
    case 'metric':
    case 'value':
      return { from: 'text', text: '' };
  }
}

export function isFailure(outcome: Outcome): boolean {
  return outcome === 'error' || outcome === 'timeout';
}

function resultEmission(metrics: readonly ServiceMetric[], wanted: ResultRole): Emission | undefined {
  for (const metric of metrics) {
    const found = metric.roles.find((role) => role.role === wanted && isOfCall(metric, role));
    if (found === undefined) continue;
    const values = metric.labels.map((label) =>
      label.carries === 'kind'
        ? ({ from: 'facet', facet: 'kind' } as const)
        : valueOf(label, found.match, 'success'),
    );
    return { metric, values };
  }
  return undefined;
}

function runRoles(metrics: readonly ServiceMetric[]): ServiceRole[] {
  const names = Object.values(RUN_ROLES).flat();
  return metrics.flatMap(({ instrument, roles }) =>
    instrument === 'gauge' ? roles.filter(({ role }) => names.includes(role)) : [],
  );
}

function runOf(metrics: readonly ServiceMetric[]): Run | undefined {
  const roles = runRoles(metrics);
  if (roles.length === 0) return undefined;
  const find = (part: keyof Run): Run => {
    const metric = metrics.find((each) =>
      each.roles.some((role) => roles.includes(role) && RUN_ROLES[part].includes(role.role)),
    );
    const role = metric?.roles.find((each) => RUN_ROLES[part].includes(each.role));
    return metric && role ? { [part]: functionOf(metric, role).emission } : {};
  };
  return { ...find('rows'), ...find('duration'), ...find('lastSuccess') };
}

function functionOf(metric: ServiceMetric, role: ServiceRole): RoleFunction {
  const own = metric.labels.filter(
    ({ name, carries }) =>
      role.match[name] === undefined &&
      carries !== 'role' &&
      carries !== 'segment' &&
      role.facets.includes(carries),
  );
  const values = metric.labels.map((label): Value => {
    if (label.carries === 'segment') return { from: 'segment', label: label.name };
    if (label.carries !== 'role' && own.includes(label)) return { from: 'facet', facet: label.carries };
    return { from: 'text', text: role.match[label.name] ?? '' };
  });
  return {
    role: role.role,
    emission: { metric, values },
    facets: own.flatMap(({ carries }) => (carries === 'role' || carries === 'segment' ? [] : [carries])),
    segments: segmentsOf(metric.labels),
  };
}

function segmentsOf(labels: readonly ServiceLabel[]): string[] {
  return [
    ...new Set(labels.filter(({ carries }) => carries === 'segment').map(({ name }) => name)),
  ].toSorted();
}
