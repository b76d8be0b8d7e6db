import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/plan/alert.ts';
import type { Condition } from '../../../src/plan/condition.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { SeverityRoute } from '../../../src/plan/route.ts';
import { pageOf, sectionOf, withAlert } from './pages.ts';
import { plan } from './plan.ts';

const NAME = 'FraudAvailabilityBurnFast';

function section(heading: string, from: Plan = plan, alertName = NAME): string {
  return sectionOf(pageOf(from, alertName), heading);
}

function withRoute(changes: Partial<SeverityRoute>): Plan {
  return {
    ...plan,
    routes: plan.routes.map((route) => ({
      ...route,
      severities: route.severities.map((each) => (each.severity === 'page' ? { ...each, ...changes } : each)),
    })),
  };
}

function meaning(condition: Condition): string {
  return section('What it means', withAlert(plan, NAME, { condition, holdSeconds: 0, keepFiringSeconds: 0 }));
}

describe('what it means', () => {
  const age: Condition = {
    node: 'compare',
    left: { node: 'age', of: { signal: 'pipeline:ingest/freshness' }, aggregate: 'newest', unit: 'seconds' },
    op: '<=',
    right: { node: 'constant', value: 0.0001, unit: 'seconds' },
  };
  const slow: Condition = {
    node: 'compare',
    left: {
      node: 'quantile',
      of: { signal: 'model:fraud/latency' },
      quantile: 0.999,
      overSeconds: 600,
      unit: 'seconds',
    },
    op: '>',
    right: {
      node: 'scaled',
      factor: 1.5,
      unit: 'seconds',
      of: { node: 'mean', of: { signal: 'model:fraud/latency' }, overSeconds: 90, unit: 'seconds' },
    },
  };
  const quiet: Condition = {
    node: 'compare',
    left: {
      node: 'rate',
      of: { signal: 'model:fraud/latency' },
      overSeconds: 300,
      unit: 'events-per-second',
    },
    op: '<',
    right: { node: 'constant', value: 0.1 + 0.2, unit: 'events-per-second' },
  };

  it('says quantiles, means, ages and amounts in words', () => {
    expect(meaning(age)).toMatchInlineSnapshot(
      `"It fires while the time since \`pipeline_last_success_timestamp_seconds\` (the newest of its series) is at most 0.0001s."`,
    );
    expect(meaning(slow)).toMatchInlineSnapshot(
      `"It fires while the p99.9 of \`model_prediction_latency_seconds\` over 10 minutes (99.9% of the values are below it) is above 1.5 times the mean of \`model_prediction_latency_seconds\` over 1 minute 30 seconds."`,
    );
    expect(meaning(quiet)).toMatchInlineSnapshot(
      `"It fires while the rate of observations of \`model_prediction_latency_seconds\` over 5 minutes is below 0.3/s."`,
    );
  });

  it('puts brackets where two readings were possible', () => {
    expect(meaning({ node: 'all', of: [age, { node: 'any', of: [slow, quiet] }] })).toMatchInlineSnapshot(
      `"It fires while the time since \`pipeline_last_success_timestamp_seconds\` (the newest of its series) is at most 0.0001s, and (the p99.9 of \`model_prediction_latency_seconds\` over 10 minutes (99.9% of the values are below it) is above 1.5 times the mean of \`model_prediction_latency_seconds\` over 1 minute 30 seconds, or the rate of observations of \`model_prediction_latency_seconds\` over 5 minutes is below 0.3/s)."`,
    );
    expect(meaning({ node: 'unless', of: quiet, exception: age })).toMatchInlineSnapshot(
      `"It fires while the rate of observations of \`model_prediction_latency_seconds\` over 5 minutes is below 0.3/s, except while the time since \`pipeline_last_success_timestamp_seconds\` (the newest of its series) is at most 0.0001s."`,
    );
  });

  it('says what a counter that vanished and a query without a value mean', () => {
    expect(
      meaning({ node: 'absent', of: { signal: 'model:fraud/errors' }, existedWithinSeconds: 604_800 }),
    ).toMatchInlineSnapshot(`
      "It fires while there is no series of \`model_prediction_errors_total\`, though there was one in the last 7 days.

      Such a counter appears with its first event, so it is missed only once it has been there. Until it is back, its events may happen and count for nothing."
    `);
    expect(
      meaning({ node: 'no-value', of: { node: 'raw', language: 'promql', text: 'x', unit: 'none' } }),
    ).toMatchInlineSnapshot(`
      "It fires while the result of the spec's own query has no value.

      What the query reads is gone, or never was. Until it is back, its threshold watches nothing."
    `);
  });

  it.each([
    ['bytes', 2_147_483_648, '2Gi'],
    ['unix-seconds', 1_800_000_000, '2027-01-15T08:00:00Z'],
    ['ratio', 0.07, '7%'],
    ['none', 1e-7, '0.0000001'],
    ['events', 1, '1 event'],
  ] as const)('prints %s in their unit', (unit, value, printed) => {
    const left = { node: 'gauge', of: { signal: 'model:fraud/gpu' }, aggregate: 'sum', unit } as const;
    const condition: Condition = { node: 'compare', left, op: '>', right: { node: 'constant', value, unit } };
    expect(meaning(condition)).toBe(
      `It fires while the sum of \`gpu_utilisation_percent\` is above ${printed}.`,
    );
  });
});

describe('likely causes', () => {
  it('are what is upstream, with its alerts and which of them keep this one silent', () => {
    expect(section('Likely causes', plan, 'FeaturesStaleSustained')).toMatchInlineSnapshot(`
      "- pipeline \`ingest\`: [IngestFreshness](IngestFreshness.md). This alert stays silent while it fires. See also [IngestVolumeLow](IngestVolumeLow.md) and [IngestSchemaViolations](IngestSchemaViolations.md).

      - \`pipeline:unwatched\`: no alert watches it."
    `);
  });

  it('do not keep it silent when their severity is too low', () => {
    const weak = {
      ...plan,
      causes: plan.causes.map((cause) => ({ ...cause, targetSeverities: ['ticket', 'info'] as const })),
    };
    expect(section('Likely causes', weak, 'FeaturesStaleSustained')).toMatchInlineSnapshot(`
      "- pipeline \`ingest\`: [IngestFreshness](IngestFreshness.md), [IngestVolumeLow](IngestVolumeLow.md) and [IngestSchemaViolations](IngestSchemaViolations.md). This alert fires beside them.

      - \`pipeline:unwatched\`: no alert watches it."
    `);
    expect(section('Likely causes', weak, 'IngestFreshness')).toMatchInlineSnapshot(
      `"Nothing upstream explains it: look at pipeline \`ingest\` itself."`,
    );
  });

  it('are cut where they are too many to read', () => {
    const symptom = plan.alerts.find(({ name }) => name === 'FeaturesStaleSustained');
    const many = Array.from({ length: 25 }, (_, index) => ({ ...symptom, name: `Stale${index}` }) as Alert);
    const text = section('Likely causes', { ...plan, alerts: [...plan.alerts, ...many] }, 'IngestFreshness');
    expect(text.match(/\]\(/g)).toHaveLength(20);
    expect(text).toContain('[Stale18](Stale18.md) and 6 more stay silent while this alert fires');
  });

  it('tell on the page of the cause what stays silent', () => {
    expect(section('Likely causes', plan, 'IngestFreshness')).toMatchInlineSnapshot(`
      "Nothing upstream explains it: look at pipeline \`ingest\` itself.

      [FeaturesStaleSustained](FeaturesStaleSustained.md) stays silent while this alert fires: what is wrong there probably comes from pipeline \`ingest\`."
    `);
  });
});

describe('who is told', () => {
  it('says that nobody is, and why', () => {
    const { escalation: _, ...alone } = plan.alerts.find(({ name }) => name === NAME) ?? plan.alerts[0] ?? {};
    const disabled = {
      ...plan,
      alerts: plan.alerts.map((alert) => (alert.name === NAME ? (alone as typeof alert) : alert)),
    };
    expect(section('Who is told, and when', disabled)).toBe(
      'Nobody: environment `prod` has no escalation policy for it.',
    );
    expect(section('Who is told, and when', withAlert(plan, NAME, { severity: 'none' }))).toBe(
      'Nobody: severity `none` is for dashboards.',
    );
    expect(section('Who is told, and when', plan, 'AcmeRuleEvaluationFailing')).toBe(
      'Nobody: escalation policy `unknown` has no route for severity `ticket`.',
    );
  });

  it('says who hears that the dead man is silent', () => {
    expect(section('Who is told, and when', plan, 'AcmeWatchdog')).toBe(
      'system `heartbeat` receives it all the time, and has to raise the alarm when it stops.',
    );
    const { watchdog: _, ...unheard } = plan;
    expect(section('Who is told, and when', unheard, 'AcmeWatchdog')).toBe(
      "Nobody: no receiver of the dead man's switch is named.",
    );
  });

  it('is held outside business hours', () => {
    expect(section('Who is told, and when', plan, 'IngestVolumeLow')).toMatchInlineSnapshot(`
      "| Level | After | When | Whom |
      |---|---|---|---|
      | 1 | at once | in business hours | Slack \`#risk-alerts\` and ticket system \`jira\` |

      By escalation policy \`critical\`, as team \`risk\` uses it.

      Outside business hours nobody is told; what still fires when they begin is told then.

      Business hours of team \`risk\` are Monday to Friday 09:00–17:30 (Europe/London), but not on its holidays: 2026: 25 Dec, 28 Dec; 2027: 1 Jan.

      Alerts with the same \`model\` and \`env\` come in one notification: the first after 30 seconds, news of it every 5 minutes, the same again after 4 hours."
    `);
  });

  it('comes as a summary', () => {
    expect(section('Who is told, and when', plan, 'GpuBudgetLow')).toMatchInlineSnapshot(`
      "| Level | After | When | Whom |
      |---|---|---|---|
      | 1 | – | Monday at 09:00 (Europe/London) | Slack \`#risk-alerts\` |

      By escalation policy \`critical\`, as team \`risk\` uses it.

      It comes as a summary: only what still fires at that moment is in it.

      Alerts with the same \`model\` and \`env\` come in one notification: the first after 30 seconds, news of it every 5 minutes, the same again after 4 hours."
    `);
  });

  it('escalates by the receiver itself', () => {
    const { levels = [] } = plan.routes[0]?.severities[0] ?? {};
    const native = withRoute({
      levels: levels.map((each) => ({ ...each, staged: false, timing: 'always' })),
    });
    expect(section('Who is told, and when', native)).toMatchInlineSnapshot(`
      "| Level | After | When | Whom |
      |---|---|---|---|
      | 1 | at once | at any time | on-call \`risk primary\` by PagerDuty (schedule \`risk-primary\`) |
      | 1 | at once | at any time | Slack \`#risk-alerts\` |
      | 2 | 15 minutes | at any time | e-mail \`ml-leads@example.com\` and Slack \`#risk-alerts\` |

      By escalation policy \`critical\`, as team \`risk\` uses it.

      Whoever acknowledges at the receiver stops the levels that come after.

      Where the receiver can acknowledge, the whole escalation is repeated 2 times until somebody does.

      Alerts with the same \`model\` and \`env\` come in one notification: the first after 30 seconds, news of it every 5 minutes, the same again after 4 hours."
    `);
  });

  it('has hours that cross midnight, differ by day, or are none', () => {
    const hours = {
      mon: [
        { from: 0, to: 360 },
        { from: 1320, to: 1440 },
      ],
      tue: [{ from: 540, to: 720 }],
      thu: [{ from: 540, to: 720 }],
      fri: [{ from: 540, to: 720 }],
    };
    const odd = { ...plan, teamHours: [{ team: 'risk', timezone: 'America/New_York', hours, holidays: [] }] };
    expect(section('Who is told, and when', odd)).toContain(
      'Business hours of team `risk` are Monday 00:00–06:00 and 22:00–24:00, Tuesday 09:00–12:00, Thursday and Friday 09:00–12:00 (America/New_York), holidays or not.',
    );
    expect(section('Who is told, and when', { ...plan, teamHours: [] })).toContain(
      'Team `risk` has no business hours.',
    );
  });
});

describe('planned quiet', () => {
  it('names windows by their hours, or by cron where they are not weekly', () => {
    const monthly = plan.maintenance.slice(0, 1).map((window) => ({
      ...window,
      recurrence: { type: 'recurring', timezone: 'UTC', cron: '0 2 1 * *', durationSeconds: 5400 } as const,
    }));
    expect(section('Planned quiet', { ...plan, maintenance: monthly })).toContain(
      '| `weekly-backfill` | cron `0 2 1 * *`, 1 hour 30 minutes each time (UTC) | does not count |',
    );
    expect(section('Planned quiet', { ...plan, maintenance: [] })).toBe('No maintenance window mutes it.');
  });
});

describe('how to silence it', () => {
  it('goes by labels that the alert has, quoted for the matcher and for the shell', () => {
    const labels = { env: `it's "prod"\n\\`, model: 'fraud' };
    expect(section('How to silence it', withAlert(plan, NAME, { labels }))).toMatchInlineSnapshot(`
      "All levels of this alert, for two hours:

      \`\`\`sh
      amtool silence add --duration=2h --comment='why' 'alertname="FraudAvailabilityBurnFast"' 'env="it'\\''s \\"prod\\"\\n\\\\"'
      \`\`\`

      Everything about model \`fraud\`:

      \`\`\`sh
      amtool silence add --duration=2h --comment='why' 'model="fraud"' 'env="it'\\''s \\"prod\\"\\n\\\\"'
      \`\`\`

      amtool finds Alertmanager by \`--alertmanager.url\` or by its own configuration file."
    `);
    expect(section('How to silence it', withAlert(plan, NAME, { labels: {} }))).not.toContain('env=');
  });

  it("is refused for the dead man's switch", () => {
    expect(section('How to silence it', plan, 'AcmeWatchdog')).toBe(
      'Not at all: whoever receives it takes the silence for an outage.',
    );
  });
});
