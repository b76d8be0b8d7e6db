import { describe, expect, it } from 'vitest';
import { pageOf } from './pages.ts';
import { plan } from './plan.ts';

describe('a page, whole', () => {
  it('of a budget that burns fast', () => {
    expect(pageOf(plan, 'FraudAvailabilityBurnFast')).toMatchInlineSnapshot(`
      "# FraudAvailabilityBurnFast

      **page** · availability of model \`fraud\` · team \`risk\` · environment \`prod\`

      > Fraud spends its 30-day budget 14.4 times too fast; *N*% of the last 5m was bad

      In italics: what is measured when it fires.

      ## What it means

      It fires while the error ratio of \`fraud-availability\` is above 1.44% over the last hour and over the last 5 minutes, with at least 10 bad events in the longer one, for 2 minutes without a break. It keeps firing for 5 minutes once that is over.

      Spending the budget evenly, so that it just lasts the 30 days, is a burn rate of 1. This alert fires at 14.4×: 14.4 × 0.1% = 1.44% of events bad. At that rate the whole budget lasts 2 days 2 hours.

      The window of 1 hour shows that it matters: 2% of the 30-day budget is gone when it fires (14.4 × 1 hour / 30 days). The window of 5 minutes shows that it still goes on, and ends the alert soon after the failure ends.

      At least 10 bad events are needed, so that a few failures in a quiet night wake nobody.

      ## Impact

      Payments are let through unchecked.

      ## Error budget

      | | |
      |---|---|
      | Objective | Fraud answers (\`fraud-availability\`): 99.9% of events are good over 30 days |
      | Counted | Bad is what \`model_prediction_errors_total\` counts, of all that \`model_predictions_total\` counts. |
      | Error budget | 0.1% of events |
      | Left out | the time of maintenance \`weekly-backfill\` |
      | Other alerts on it | [FraudAvailabilityBurnSlow](FraudAvailabilityBurnSlow.md) (ticket) |

      30-day budget gone in about 2 days at this rate

      ## First look

      - Dashboard: <https://grafana.example.com/d/fraud?var-env=prod>

      - Error ratio over 5 minutes (fires above 1.44%)

        \`\`\`promql
        modelwatch:sli_bad:ratio_rate5m{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - Error ratio over 1 hour (fires above 1.44%)

        \`\`\`promql
        modelwatch:sli_bad:ratio_rate1h{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - Bad events in 1 hour (needs at least 10)

        \`\`\`promql
        modelwatch:sli_bad:increase1h{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - Burn rate: how many times too fast the budget is spent

        \`\`\`promql
        modelwatch:slo_burn_rate:ratio_1h{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - Share of the error budget that is left

        \`\`\`promql
        modelwatch:slo_budget_remaining:ratio{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - Seconds until it is gone at the rate of the last hours

        \`\`\`promql
        modelwatch:slo_time_to_exhaustion:seconds{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - Error ratio over the whole period

        \`\`\`promql
        modelwatch:slo_error_ratio:period{env="prod", project="acme", slo="fraud-availability"}
        \`\`\`

      - dashboard: fraud/overview

      - From the team's runbook

        \`\`\`promql
        sum by (reason) (rate(model_prediction_errors_total[5m]))
        \`\`\`

      ## What to do

      The team's own page: [Fraud on call](https://runbooks.example.com/fraud)

      1. Look at the last deploy

      2. Roll back:\\
         kubectl rollout undo deploy/fraud

      ## Likely causes

      Nothing upstream explains it: look at model \`fraud\` itself.

      ## Who is told, and when

      | Level | After | When | Whom |
      |---|---|---|---|
      | 1 | at once | in business hours | on-call \`risk primary\` by PagerDuty (schedule \`risk-primary\`) |
      | 1 | at once | outside business hours | Slack \`#risk-alerts\` |
      | 2 | 15 minutes | at any time | e-mail \`ml-leads@example.com\` and Slack \`#risk-alerts\` |

      By escalation policy \`critical\`, as team \`risk\` uses it.

      Business hours of team \`risk\` are Monday to Friday 09:00–17:30 (Europe/London), but not on its holidays: 2026: 25 Dec, 28 Dec; 2027: 1 Jan.

      Times count from the moment it fires. To acknowledge does not stop the next level: it is told while the alert fires, unless it is silenced.

      Where the receiver can acknowledge, the whole escalation is repeated 2 times until somebody does.

      Alerts with the same \`model\` and \`env\` come in one notification: the first after 30 seconds, news of it every 5 minutes, the same again after 4 hours.

      ## Planned quiet

      | Maintenance | When | Error budget |
      |---|---|---|
      | \`weekly-backfill\` | Sunday 02:00–05:00 (Europe/London) | does not count |
      | \`migration\` | 2027-01-15T08:00:00Z to 2027-01-15T10:00:00Z | counts as any other time |

      Then it fires, and nobody is told.

      ## How to silence it

      All levels of this alert, for two hours:

      \`\`\`sh
      amtool silence add --duration=2h --comment='why' 'alertname="FraudAvailabilityBurnFast"' 'env="prod"'
      \`\`\`

      Everything about model \`fraud\`:

      \`\`\`sh
      amtool silence add --duration=2h --comment='why' 'model="fraud"' 'env="prod"'
      \`\`\`

      amtool finds Alertmanager by \`--alertmanager.url\` or by its own configuration file.

      ## Where it is defined

      SLO \`fraud-availability\`, in \`models/fraud.yaml#SLO/fraud-availability\`. This page is generated: change it there. The alert's id is \`slo:fraud-availability/FraudAvailabilityBurnFast\`.
      "
    `);
  });
});

/** What differs from class to class: all that comes before what to do. */
function explanation(alertName: string): string {
  const [before = ''] = pageOf(plan, alertName).split('\n## What to do\n');
  return before;
}

describe('what a page says of an alert of each class', () => {
  it('latency: a bucket that is missing', () => {
    expect(explanation('FraudLatencyBucketMissing')).toMatchInlineSnapshot(`
      "# FraudLatencyBucketMissing

      **ticket** · latency of model \`fraud\` · team \`risk\` · environment \`prod\`

      > FraudLatencyBucketMissing

      ## What it means

      It fires while some instances have no bucket at the threshold of \`fraud-latency\`, for 15 minutes without a break.

      A histogram can be judged only at its buckets. Instances without that bucket count neither as good nor as bad: an outage there goes unseen. They usually run another version of the service.

      ## Error budget

      | | |
      |---|---|
      | Objective | \`fraud-latency\`: 99% of events are good over 30 days |
      | Counted | Bad is every observation of \`model_prediction_latency_seconds\` above 250ms. |
      | Error budget | 1% of events |

      ## First look

      - How many instances lack the bucket

        \`\`\`promql
        modelwatch:slo_emitters_without_bucket:count{env="prod", project="acme", slo="fraud-latency"}
        \`\`\`
      "
    `);
  });

  it('freshness: an age above a limit', () => {
    expect(explanation('IngestFreshness')).toMatchInlineSnapshot(`
      "# IngestFreshness

      **page** · freshness of pipeline \`ingest\` · team \`risk\` · environment \`prod\`

      > ingest: the last success was *duration* ago; allowed are 30m

      In italics: what is measured when it fires.

      ## What it means

      It fires while the time since \`pipeline_last_success_timestamp_seconds\` (the oldest of its series) is above 30m. In a slow failure, in which an age grows from 0, it fires 31 minutes after the start.

      ## Impact

      What ingest feeds works on old data.

      ## First look

      - Now: the time since \`pipeline_last_success_timestamp_seconds\` (the oldest of its series). The condition: above 30m

        \`\`\`promql
        time() - min(pipeline_last_success_timestamp_seconds{pipeline="ingest"})
        \`\`\`

      - When it last succeeded (each series of \`pipeline_last_success_timestamp_seconds\`)

        \`\`\`promql
        pipeline_last_success_timestamp_seconds{pipeline="ingest"}
        \`\`\`
      "
    `);
  });

  it('freshness: bad slices in a row', () => {
    expect(explanation('FeaturesStaleSustained')).toMatchInlineSnapshot(`
      "# FeaturesStaleSustained

      **page** · freshness of feature set \`transactions\` · team \`risk\` · environment \`prod\`

      > FeaturesStaleSustained

      ## What it means

      It fires while each of the last 3 slices of \`features-fresh\` is bad.

      That is 15 minutes without a break, or 6.94% of the 30-day budget.

      ## Error budget

      | | |
      |---|---|
      | Objective | \`features-fresh\`: 99.5% of slices are good over 30 days |
      | Counted | A slice of 5 minutes is bad if, at any evaluation in it, the time since \`feature_last_update_timestamp_seconds\` (the oldest of its series) is above 15m. Slices without data do not count. |
      | Error budget | 0.5% of slices: 43 of 8640 slices of 5 minutes, or 3 hours 35 minutes |

      ## First look

      - Is it out of bounds now? 1 for yes

        \`\`\`promql
        modelwatch:sli_breach:bool{env="prod", project="acme", slo="features-fresh"}
        \`\`\`

      - Share of bad slices in the last 15 minutes (fires at 1)

        \`\`\`promql
        avg_over_time(modelwatch:sli_breach:max5m{env="prod", project="acme", slo="features-fresh"}[15m])
        \`\`\`
      "
    `);
  });

  it('saturation: a budget nearly gone', () => {
    expect(explanation('GpuBudgetLow')).toMatchInlineSnapshot(`
      "# GpuBudgetLow

      **info** · saturation of model \`fraud\` · team \`risk\` · environment \`prod\`

      > GpuBudgetLow

      ## What it means

      It fires while less than 25% of the error budget of \`gpu\` is left.

      The budget is what may go wrong over the whole period. What is spent comes back only as bad times fall out of the period, so this tells of the past: it does not end when the failure ends.

      ## Error budget

      | | |
      |---|---|
      | Objective | \`gpu\`: 90% of slices are good over 30 days |
      | Counted | A slice of 5 minutes is bad if, at any evaluation in it, the highest of \`gpu_utilisation_percent\` is above 90%. Slices without data do not count. |
      | Error budget | 10% of slices: 864 of 8640 slices of 5 minutes, or 3 days |

      ## First look

      - Share of the error budget that is left (fires when below 25%)

        \`\`\`promql
        modelwatch:slo_budget_remaining:ratio{env="prod", project="acme", slo="gpu"}
        \`\`\`
      "
    `);
  });

  it('volume: fewer than the same hour last week', () => {
    expect(explanation('IngestVolumeLow')).toMatchInlineSnapshot(`
      "# IngestVolumeLow

      **ticket** · volume of pipeline \`ingest\` · team \`risk\` · environment \`prod\`

      > IngestVolumeLow

      ## What it means

      It fires while the increase of \`pipeline_records_total\` in 1 hour is below 60% of the increase of \`pipeline_records_total\` in 1 hour, 7 days earlier.

      ## First look

      - Now: the increase of \`pipeline_records_total\` in 1 hour. The condition: below 60% of the increase of \`pipeline_records_total\` in 1 hour, 7 days earlier

        \`\`\`promql
        sum(increase(pipeline_records_total{pipeline="ingest"}[1h]))
        \`\`\`

      - What it is compared with: 60% of the increase of \`pipeline_records_total\` in 1 hour, 7 days earlier

        \`\`\`promql
        0.6 * sum(increase(pipeline_records_total{pipeline="ingest"}[1h] offset 7d))
        \`\`\`
      "
    `);
  });

  it('schema: a share of the records', () => {
    expect(explanation('IngestSchemaViolations')).toMatchInlineSnapshot(`
      "# IngestSchemaViolations

      **ticket** · schema of pipeline \`ingest\` · team \`risk\` · environment \`prod\`

      > IngestSchemaViolations

      ## What it means

      It fires while the increase of \`pipeline_schema_violations_total\` in 1 hour divided by the increase of \`pipeline_records_total\` in 1 hour is above 0.1%.

      ## First look

      - Now: the increase of \`pipeline_schema_violations_total\` in 1 hour divided by the increase of \`pipeline_records_total\` in 1 hour. The condition: above 0.1%

        \`\`\`promql
        (sum(increase(pipeline_schema_violations_total{pipeline="ingest"}[1h])) or vector(0)) / (sum(increase(pipeline_records_total{pipeline="ingest"}[1h])) > 0)
        \`\`\`
      "
    `);
  });

  it('threshold: a query of its own, two thresholds, enough samples', () => {
    expect(explanation('OverridesHigh')).toMatchInlineSnapshot(`
      "# OverridesHigh

      **ticket** · threshold on model \`fraud\` · team \`risk\` · environment \`prod\`

      > OverridesHigh

      ## What it means

      It fires while (the result of the spec's own query is above 15%; once it fires, it goes on while the result of the spec's own query is at least 10%), and the increase of \`model_predictions_total\` with \`model_version\` \`v2\` in 1 hour is at least 200 events.

      Two thresholds, so that a value that hovers about one of them does not raise the alert again and again.

      ## First look

      - Now: the result of the spec's own query. The condition: above 15%

        \`\`\`promql
        sum(rate(overrides_total[6h])) / sum(rate(cases_total[6h]))
        \`\`\`

      - Now: the increase of \`model_predictions_total\` with \`model_version\` \`v2\` in 1 hour. The condition: at least 200 events

        \`\`\`promql
        sum(increase(model_predictions_total{job="fraud", model_version="v2"}[1h]))
        \`\`\`
      "
    `);
  });

  it('absence: no series', () => {
    expect(explanation('FraudRequestsAbsent')).toMatchInlineSnapshot(`
      "# FraudRequestsAbsent

      **page** · missing data of model \`fraud\` · team \`risk\` · environment \`prod\`

      > FraudRequestsAbsent

      ## What it means

      It fires while there is no series of \`model_predictions_total\`, for 10 minutes without a break.

      Whoever emits it is down, or is no longer scraped, or has renamed it. Nothing that stands on it can alert: until it is back, silence means nothing.

      ## First look

      - Series of \`model_predictions_total\`

        \`\`\`promql
        count(model_predictions_total{job="fraud"})
        \`\`\`

      - Is it scraped? 1 for each instance that is

        \`\`\`promql
        up{job="fraud"}
        \`\`\`
      "
    `);
  });

  it("monitoring: the dead man's switch", () => {
    expect(explanation('AcmeWatchdog')).toMatchInlineSnapshot(`
      "# AcmeWatchdog

      **none** · the monitoring itself, of project \`acme\` · team \`risk\` · environment \`prod\`

      > AcmeWatchdog

      ## What it means

      It fires all the time.

      It is a dead man's switch: it always fires, and whoever receives it raises an alarm when it stops. Then no alert of this project is evaluated, or none gets through.

      ## First look

      - Is it firing?

        \`\`\`promql
        ALERTS{alertname="AcmeWatchdog"}
        \`\`\`
      "
    `);
  });

  it('monitoring: rules that fail', () => {
    expect(explanation('AcmeRuleEvaluationFailing')).toMatchInlineSnapshot(`
      "# AcmeRuleEvaluationFailing

      **ticket** · the monitoring itself, of project \`acme\` · team \`risk\` · environment \`prod\`

      > AcmeRuleEvaluationFailing

      ## What it means

      It fires while rules of this project fail to evaluate.

      While this lasts, do not trust that other alerts are silent for a good reason.

      ## First look

      - What the alert reads

        \`\`\`promql
        sum(increase(prometheus_rule_evaluation_failures_total{rule_group=~".*;modelwatch-prod/.*"}[5m])) > 0
        \`\`\`
      "
    `);
  });
});
