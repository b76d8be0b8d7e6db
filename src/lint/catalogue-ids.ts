/** Why a planned rule is not a rule: which other code answers it, or what it would need. */
export type NotARule =
  /** Code of another room (or of another rule) that tells it already, and how. */
  | { readonly toldBy: string; readonly reason: string }
  /** Nothing tells it, and why not. */
  | { readonly missing: string };

/**
 * The planned rules, by group. Each is a rule of the registry, a finding of another room under the same id, or stands among
 * `NOT_RULES` with its reason; a test compares the three.
 */
export const PLANNED_RULES: Readonly<Record<string, readonly string[]>> = {
  slo: [
    'unreachable-burn-rate',
    'burn-window-longer-than-slo',
    'objective-100',
    'too-few-events',
    'no-absent-alert',
    'duplicate',
    'tier1-without-availability-and-latency',
    'window-shorter-than-label-delay',
    'overlapping-slices',
  ],
  metrics: [
    'threshold-not-a-bucket',
    'no-error-signal',
    'no-version-label',
    'no-model-label',
    'unbounded-class-label',
    'unit-mismatch',
    'counter-as-gauge',
    'unknown-role',
    'rate-window-under-4-scrapes',
    'pii-label',
  ],
  drift: [
    'threshold-below-noise',
    'p-value-without-effect',
    'false-alarm-budget',
    'no-min-samples',
    'baseline-seasonal',
    'baseline-older-than-model',
    'unstable-bins',
    'id-or-constant-feature',
    'pii-feature',
    'drift-pages-alone',
    'warn-not-below-alert',
  ],
  quality: [
    'immature-labels',
    'undecidable',
    'no-proxy',
    'metric-not-for-task',
    'class-imbalance-accuracy',
    'no-naive-baseline',
  ],
  routing: [
    'unreachable-human',
    'shadowed-route',
    'receiver-without-integration',
    'page-nobody-at-night',
    'expired-holidays',
    'unknown-schedule',
    'escalation-not-increasing',
    'single-point',
    'repeat-too-fast',
  ],
  inhibition: ['cycle', 'missing-equal-label', 'hides-page-of-other-team', 'never-matches'],
  alert: [
    'no-runbook',
    'no-owner',
    'value-in-label',
    'no-for',
    'flappy',
    'never-fired-in-365d',
    'budget-exceeded',
  ],
  action: ['no-guard', 'retrain-on-upstream-fault', 'loop', 'prod-only-untested'],
  coverage: [
    'model-without-quality-signal',
    'no-upstream-signal',
    'no-business-link',
    'feature-unmonitored',
    'segment-unmonitored',
    'declared-away-without-reason',
    'no-fast-signal',
    'below-minimum',
  ],
  env: ['prod-looser-than-staging', 'dev-pages', 'unused-default', 'secret-in-plain-text'],
  target: ['unsupported', 'retention-too-short', 'series-limit', 'rule-group-too-large', 'name-collision'],
};

const BACKTEST = 'needs recorded data to replay the alerts over';

const BY_GROUP: Readonly<Record<string, Readonly<Record<string, NotARule>>>> = {
  slo: {
    'objective-100': {
      toldBy: 'unit/objective',
      reason: 'an objective of 100% leaves no budget and is no value of the type',
    },
    'no-absent-alert': {
      missing:
        'every objective has alerts for signals that are gone, and they cannot be switched off, so there is nothing to find',
    },
  },
  metrics: {
    'no-error-signal': {
      toldBy: 'metrics/unknown-role',
      reason:
        'an availability objective without an error counter does not compile, and tier-1 models need one',
    },
  },
  drift: {
    'no-min-samples': {
      missing: '`minSamples` is 1000 where nobody says otherwise, and cannot be switched off',
    },
    'baseline-older-than-model': {
      missing:
        'specs name versions of a model and not when they were trained, so what is older is not known before they run',
    },
  },
  action: {
    'no-guard': {
      toldBy: 'schema/missing-field',
      reason: 'an action without a guard does not compile',
    },
  },
  routing: {
    'shadowed-route': {
      missing:
        'nobody writes routes: they are rendered from labels that exclude each other, in order of detail',
    },
    'receiver-without-integration': {
      toldBy: 'routing/no-channel',
      reason: 'a recipient for which nothing connects does not compile',
    },
    'unknown-schedule': {
      toldBy: 'routing/no-schedule',
      reason:
        'an on-call entry that names no schedule is told; whether PagerDuty has the named one needs a network',
    },
  },
  inhibition: {
    cycle: {
      toldBy: 'reference/cycle',
      reason: 'objects that depend on each other in a circle do not compile',
    },
    'missing-equal-label': {
      missing:
        'nobody writes inhibition: it is rendered with labels of the environment, which every alert has',
    },
  },
  alert: {
    'no-owner': { toldBy: 'schema/missing-field', reason: 'an owner is required of whatever alerts' },
    'value-in-label': {
      missing: 'nobody writes labels of alerts: they are a fixed set without measured values',
    },
    flappy: { missing: BACKTEST },
    'never-fired-in-365d': { missing: BACKTEST },
    'budget-exceeded': { missing: BACKTEST },
  },
  coverage: {
    'no-fast-signal': {
      toldBy: 'quality/no-proxy',
      reason: 'it is the same: labels that come after more than a day, and nothing until then',
    },
    'declared-away-without-reason': {
      toldBy: 'feature/no-reason',
      reason: 'a feature with `monitor: none` does not compile without a reason',
    },
  },
  env: {
    'secret-in-plain-text': {
      toldBy: 'secret/plain-text',
      reason: 'a secret that stands in a spec does not compile',
    },
  },
  target: {
    'series-limit': {
      toldBy: 'limits/series',
      reason:
        'more series than `limits.series` of the project do not compile; targets have no limit of their own',
    },
    'rule-group-too-large': {
      missing:
        'rules are parted into one group for each object and rung of the ladder, so none grows with the project',
    },
  },
};

/** Planned rules that are none, by id, and why. */
export const NOT_RULES: Readonly<Record<string, NotARule>> = Object.fromEntries(
  Object.entries(BY_GROUP).flatMap(([group, rules]) =>
    Object.entries(rules).map(([name, why]) => [`${group}/${name}`, why] as const),
  ),
);
