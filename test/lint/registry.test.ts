import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../src/diagnostics/catalogue.ts';
import { LINT_RULES, lintRule } from '../../src/lint/registry.ts';
import { lint } from './lint.ts';

/**
 * The lint catalogue: every id that the language is planned to have, by group. An id is a rule of the registry, or the code
 * of a finding of another room, or waits for the reason given below.
 */
const CATALOGUE: Readonly<Record<string, readonly string[]>> = {
  slo: [
    'unreachable-burn-rate',
    'burn-window-longer-than-slo',
    'objective-100',
    'too-few-events',
    'no-absent-alert',
    'duplicate',
    'tier1-without-availability-and-latency',
    'window-shorter-than-label-delay',
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
  ],
  env: ['prod-looser-than-staging', 'dev-pages', 'unused-default', 'secret-in-plain-text'],
  target: ['unsupported', 'retention-too-short', 'series-limit', 'rule-group-too-large', 'name-collision'],
};

/** Groups whose objects the language does not have yet. */
const LATER_GROUPS = ['drift', 'quality', 'action', 'coverage'];

/** Why an id is no rule: what makes it impossible, or which code tells it. */
const REASONS: Readonly<Record<string, string>> = {
  'slo/objective-100': 'no value of the type: unit/objective',
  'slo/no-absent-alert': 'every objective has its absence alerts; they cannot be switched off',
  'slo/window-shorter-than-label-delay': 'there are no labels yet',
  'metrics/no-error-signal':
    'every convention has an error counter; a bad role that nobody maps is metrics/unknown-role',
  'metrics/unbounded-class-label': 'classes are not declared yet, and no series is looked at',
  'routing/unreachable-human': 'errors of the planner: routing/unreachable-team, routing/severity-not-routed',
  'routing/shadowed-route': 'routes are rendered from disjoint labels; nobody writes them',
  'routing/receiver-without-integration': 'an error of the planner: routing/no-channel',
  'routing/expired-holidays': 'judged against a day, which no rule is given yet',
  'routing/unknown-schedule': 'schedules are the provider’s; nobody asks it yet',
  'inhibition/cycle': 'an error of the resolver: reference/cycle',
  'inhibition/missing-equal-label': 'inhibition is rendered from labels that every alert has',
  'inhibition/never-matches': 'causes are built from alerts that exist',
  'alert/no-owner': 'owner is a required field',
  'alert/value-in-label': 'labels are a fixed set; nobody writes them',
  'alert/no-for': 'holding times have defaults, and zero is a choice',
  'alert/flappy': 'needs recorded data',
  'alert/never-fired-in-365d': 'needs recorded data',
  'alert/budget-exceeded': 'needs recorded data',
  'env/prod-looser-than-staging': 'compares environments; rules are given one',
  'env/secret-in-plain-text': 'an error of the schema: secret/plain-text',
  'target/series-limit': 'no target has such a limit yet',
  'target/rule-group-too-large': 'groups are one per objective and stay small',
};

const all = Object.entries(CATALOGUE).flatMap(([group, names]) => names.map((name) => `${group}/${name}`));

describe('the registry of lint rules', () => {
  it('holds only ids of the lint catalogue, each once, in order', () => {
    const ids = LINT_RULES.map(({ id }) => id);
    expect(ids.filter((id) => !all.includes(id))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  it('has each id of the lint catalogue as a rule, as a code of another room, or with a reason why not', () => {
    const kindOf = (id: string) => [
      ...(lintRule(id) ? ['rule'] : []),
      ...(catalogueEntry(id) ? ['code'] : []),
      ...(REASONS[id] === undefined ? [] : ['reason']),
      ...(LATER_GROUPS.includes(id.split('/')[0] ?? '') ? ['later'] : []),
    ];
    const unclear = all.map((id) => `${id}: ${kindOf(id).join(', ')}`).filter((line) => !/: \w+$/.test(line));
    expect(unclear).toEqual([]);
    expect(Object.keys(REASONS).filter((id) => !all.includes(id))).toEqual([]);
  });

  it('tells of each rule why it matters and what to do', () => {
    for (const { id, title, why } of LINT_RULES) {
      expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
      expect(title, id).toMatch(/^[a-z][^.]{9,80}$/);
      expect(why, id).toMatch(/^[A-Z].{99,}[.)]$/);
      expect(why, id).not.toContain('\n');
    }
  });
});

describe.each(LINT_RULES)('$id', (rule) => {
  it('is what its bad example reports, and nothing else', () => {
    const { findings, others } = lint(rule.bad);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set([rule.id]));
    expect(others.filter(({ severity }) => severity !== 'info')).toEqual([]);
    for (const finding of findings) {
      expect(finding.severity).toBe(rule.severity);
      expect(finding.span?.file).toBe('modelwatch.yaml');
      expect(finding.object?.name).toBeDefined();
      expect(finding.message).toMatch(/^[^\n]*[^.\n]$/);
      expect(Object.keys(finding.data ?? {})).not.toEqual([]);
    }
  });

  it('is silent on its good example, and so is every other rule', () => {
    const { printed, others } = lint(rule.good);
    expect(printed).toBe('0 errors, 0 warnings\n');
    expect(others.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
