import { expect, it } from 'vitest';
import { look, minimalWith, object, slo } from '../support/bad-input.ts';

// What a person reads of the most frequent mistakes, as a whole: a change of wording is reviewed here.

const pipeline = (name: string, other: string) =>
  object('Pipeline', name, `{ owner: ml, dependsOn: [{ pipeline: ${other} }] }`);
const errors = (files: Parameters<typeof look>[0]) => look(files).printed;

it('a misspelt key', () => {
  expect(
    errors({ 'modelwatch.yaml': minimalWith('objective: 99%', 'objectiv: 99%') }),
  ).toMatchInlineSnapshot(`
    "modelwatch.yaml:19:66  error  schema/unknown-key
       18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
       19 |     - { name: latency, sli: { type: latency, threshold: 250ms }, objectiv: 99% }
          |                                                                  ^^^^^^^^ unknown key "objectiv"
       expected: one of sli, objective, window, budgeting, slice, alerting, errorBudgetPolicy, impact, owner, escalation, runbook
       Did you mean "objective"?
    1 error, 0 warnings
    "
  `);
});
it('a number without a unit', () => {
  expect(errors({ 'modelwatch.yaml': minimalWith('250ms', '200') })).toMatchInlineSnapshot(`
    "modelwatch.yaml:19:57  error  unit/duration
       18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
       19 |     - { name: latency, sli: { type: latency, threshold: 200 }, objective: 99% }
          |                                                         ^^^ "threshold" can't be 200
       expected: a duration such as 250ms, 15m or 1h30m
       Did you mean 200ms or 200s?
    1 error, 0 warnings
    "
  `);
});
it('99.9 for a share', () => {
  expect(errors({ 'modelwatch.yaml': minimalWith('99.9%', '99.9') })).toMatchInlineSnapshot(`
    "modelwatch.yaml:18:69  error  unit/objective
       17 |   slos:
       18 |     - { name: availability, sli: { type: availability }, objective: 99.9 }
          |                                                                     ^^^^ "objective" can't be 99.9
       expected: an objective above 0% and below 100%, such as 99.9% or 0.999
       A ratio is 0–1; write 99.9%.
    1 error, 0 warnings
    "
  `);
});
it('an objective of 100%', () => {
  expect(errors({ 'modelwatch.yaml': minimalWith('99.9%', '100%') })).toMatchInlineSnapshot(`
    "modelwatch.yaml:18:69  error  unit/objective
       17 |   slos:
       18 |     - { name: availability, sli: { type: availability }, objective: 100% }
          |                                                                     ^^^^ "objective" can't be "100%"
       expected: an objective above 0% and below 100%, such as 99.9% or 0.999
       An objective of 100% has no error budget: a single failure breaks it for good; write what is good enough, such as 99.9%.
    1 error, 0 warnings
    "
  `);
});
it('a burn factor that can never be reached', () => {
  expect(
    errors(slo('sli: { type: availability }, objective: 80%, alerting: { burnPolicy: google-sre }')),
  ).toMatchInlineSnapshot(`
    "more.yaml:4:95  error  slo/unreachable-burn-rate
       3 | …: { name: more }
       4 | …model: my-model, sli: { type: availability }, objective: 80%, alerting: { burnPolicy: google-sre } }
         |                                                                                        ^^^^^^^^^^
       objective 80% leaves a budget of 20%: 14.4 × 20% = 288% and 6 × 20% = 120% can never be exceeded
       Use burnPolicy: auto, which takes factors that the objective can reach.
    1 error, 0 warnings
    "
  `);
});
it('a threshold that is no bucket', () => {
  expect(errors({ 'modelwatch.yaml': minimalWith('250ms', '200ms') })).toMatchInlineSnapshot(`
    "modelwatch.yaml:19:57  error  metrics/threshold-not-a-bucket
       18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
       19 |     - { name: latency, sli: { type: latency, threshold: 200ms }, objective: 99% }
          |                                                         ^^^^^ 0.2 is not a bucket of model_prediction_latency_seconds
       expected: one of the buckets near it: 0.1, 0.25
       Use 250ms, or add 0.2 to metrics.latency.buckets of Model my-model and to the instrumentation.
       modelwatch.yaml:14:19  the model uses the convention's buckets
       14 | metadata: { name: my-model }
          |                   ^^^^^^^^
    1 error, 0 warnings
    "
  `);
});
it('an unknown reference', () => {
  expect(errors({ 'modelwatch.yaml': minimalWith('owner: ml', 'owner: mll') })).toMatchInlineSnapshot(`
    "modelwatch.yaml:16:10  error  reference/unknown
       15 | spec:
       16 |   owner: mll
          |          ^^^ there is no Team named "mll"
       Did you mean "ml"?
    1 error, 0 warnings
    "
  `);
});
it('a circle of references', () => {
  expect(
    errors({ 'more.yaml': `${pipeline('ingest', 'clean')}---\n${pipeline('clean', 'ingest')}` }),
  ).toMatchInlineSnapshot(`
    "more.yaml:4:44  error  reference/cycle
       3 | metadata: { name: ingest }
       4 | spec: { owner: ml, dependsOn: [{ pipeline: clean }] }
         |                                            ^^^^^
       Pipeline clean → Pipeline ingest → Pipeline clean depend on each other in a circle
       Each would explain and silence the other. Remove one of the references.
    1 error, 0 warnings
    "
  `);
});
it('two objects of a name', () => {
  expect(errors({ 'more.yaml': object('Team', 'ml', '{}') })).toMatchInlineSnapshot(`
    "more.yaml:3:19  error  reference/duplicate-object
       2 | kind: Team
       3 | metadata: { name: ml }
         |                   ^^ there are two objects Team/ml
       Names are unique among the objects of a kind, whatever their file. Rename one.
       modelwatch.yaml:9:19  the first one
       9 | metadata: { name: ml }
         |                   ^^
    1 error, 0 warnings
    "
  `);
});
it('a kind that comes later', () => {
  expect(
    errors({ 'more.yaml': object('CarbonBudget', 'more', '{ model: my-model }') }),
  ).toMatchInlineSnapshot(`
    "more.yaml:2:7  error  schema/unknown-kind
       1 | apiVersion: modelwatch/v1alpha1
       2 | kind: CarbonBudget
         |       ^^^^^^^^^^^^ kind "CarbonBudget" is not known
       expected: one of Project, Defaults, Environment, Team, EscalationPolicy, Runbook, DataSource, Pipeline, FeatureSet, Model, SLO, Monitor, DriftPolicy, MaintenanceWindow, BusinessMetric, Action, AlertTest, Telemetry
    1 error, 0 warnings
    "
  `);
});
it('a field that comes later', () => {
  expect(
    errors({ 'modelwatch.yaml': minimalWith('owner: ml', 'owner: ml\n  carbon: { perRequest: 3 }') }),
  ).toMatchInlineSnapshot(`
    "modelwatch.yaml:17:3  error  schema/unknown-key
       16 |   owner: ml
       17 |   carbon: { perRequest: 3 }
          |   ^^^^^^ unknown key "carbon"
       expected: one of owner, task, classes, serving, resources, select, metricConvention, metrics, cloudwatch, predictionLog, predictions, tracing, versions, dependsOn, groundTruth, segments, baseline, proxies, business, cost, slos, monitors, drift, runbook, escalation, scrape
    1 error, 0 warnings
    "
  `);
});
it('a secret in plain text', () => {
  expect(
    errors({
      'modelwatch.yaml': minimalWith(
        'routingKeyFile: /etc/alertmanager/pagerduty-ml',
        'routingKey: R0123456789ABCDEF0123456789ABCDE',
      ),
    }),
  ).toMatchInlineSnapshot(`
    "modelwatch.yaml:5:63  error  secret/plain-text
       4 | metadata: { name: minimal }
       5 | spec: { channels: { pagerduty: { ml: { primary: { routingKey: •••••• } } } } }
         |                                                               ^^^^^^ "routingKey" would hold a secret in plain text
       expected: routingKeyFile
       Specs hold references to secrets, never secrets: put the value in a file and name it in routingKeyFile.
    1 error, 0 warnings
    "
  `);
});
it('a wrong value of Defaults: both places', () => {
  expect(
    errors({ 'defaults.yaml': object('Defaults', 'all', '[{ match: { kind: SLO }, set: { window: 30 } }]') }),
  ).toMatchInlineSnapshot(`
    "defaults.yaml:4:47  error  unit/duration
       3 | metadata: { name: all }
       4 | spec: [{ match: { kind: SLO }, set: { window: 30 } }]
         |                                               ^^ "window" can't be 30
       expected: a duration such as 250ms, 15m or 1h30m
       Did you mean 30s, 30m or 30d?
       modelwatch.yaml:18:15  Defaults all set it for SLO my-model-availability
       18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
          |               ^^^^^^^^^^^^
    1 error, 0 warnings
    "
  `);
});
it('a wrong value of an overlay: both places', () => {
  expect(
    errors({
      'prod.yaml': object(
        'Environment',
        'prod',
        '{ overlays: [{ match: { kind: SLO, name: "*-latency" }, set: { sli: { threshold: 300ms } } }] }',
      ),
    }),
  ).toMatchInlineSnapshot(`
    "prod.yaml:4:88  error  metrics/threshold-not-a-bucket
       3 | metadata: { name: prod }
       4 | spec: { overlays: [{ match: { kind: SLO, name: "*-latency" }, set: { sli: { threshold: 300ms } } }] …
         |                                                                                        ^^^^^
       0.3 is not a bucket of model_prediction_latency_seconds
       expected: one of the buckets near it: 0.25, 0.5
       Use 500ms, or add 0.3 to metrics.latency.buckets of Model my-model and to the instrumentation.
       modelwatch.yaml:14:19  the model uses the convention's buckets
       14 | metadata: { name: my-model }
          |                   ^^^^^^^^
       modelwatch.yaml:19:15  for SLO my-model-latency
       19 |     - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
          |               ^^^^^^^
    1 error, 0 warnings
    "
  `);
});
it('a query that is no PromQL', () => {
  expect(
    errors({
      'more.yaml': object(
        'Monitor',
        'more',
        '{ model: my-model, query: "sum(rate(x[5m])", threshold: { gt: 1 } }',
      ),
    }),
  ).toMatchInlineSnapshot(`
    "more.yaml:4:37  error  promql/invalid-query
       3 | metadata: { name: more }
       4 | spec: { model: my-model, query: "sum(rate(x[5m])", threshold: { gt: 1 } }
         |                                     ^
       the query is not valid PromQL: expected a closing parenthesis: this \`(\` is never closed
       expected: a PromQL expression whose value is an instant vector or a scalar
    1 error, 0 warnings
    "
  `);
});
it("another program's file", () => {
  expect(
    errors({ 'k8s.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\n' }),
  ).toMatchInlineSnapshot(`
    "k8s.yaml:1:1  error  schema/not-an-object
       1 | apiVersion: apps/v1
         | ^^^^^^^^^^ this document is no Modelwatch object
       expected: apiVersion: modelwatch/v1alpha1 and a kind
       If it belongs to another program, add the file to the project's \`exclude\`.
    1 error, 0 warnings
    "
  `);
});
it('a severity that the policy does not route', () => {
  expect(
    errors({
      'more.yaml': object(
        'EscalationPolicy',
        'default',
        '{ routes: { page: { levels: [{ notify: [{ onCall: primary }] }] } } }',
      ),
    }),
  ).toMatchInlineSnapshot(`
    "more.yaml:3:19  error  routing/severity-not-routed
       2 | kind: EscalationPolicy
       3 | metadata: { name: default }
         |                   ^^^^^^^
       policy default tells nobody of a ticket, and 9 alerts are: MinimalNotificationsFailing, MinimalRuleEvaluationFailing, MinimalRuleEvaluationLate …
       Add routes.ticket to the policy, or give the alerts another severity.
       modelwatch.yaml:4:19  MinimalNotificationsFailing
       4 | metadata: { name: minimal }
         |                   ^^^^^^^
    1 error, 0 warnings
    "
  `);
});
it('a page held back from PagerDuty', () => {
  expect(
    errors({
      'modelwatch.yaml': minimalWith(
        'spec: { onCall',
        'spec: { businessHours: { days: [mon], from: "09:00", to: "17:00" }, onCall',
      ),
      'more.yaml': object(
        'EscalationPolicy',
        'default',
        '{ routes: { page: { levels: [{ notify: [{ onCall: primary }] }], hold: outside-business-hours }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
      ),
    }),
  ).toMatchInlineSnapshot(`
    "more.yaml:4:25  error  routing/muted-resolve
       3 | metadata: { name: default }
       4 | spec: { routes: { page: { levels: [{ notify: [{ onCall: primary }] }], hold: outside-business-hours …
         |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       hold on ml primary: an incident that ends in quiet hours would never be resolved at PagerDuty
       expected: a notification at any hour, or another receiver (slack, email, ticket)
       Let a PagerDuty schedule decide who is on call at which hour.
    1 error, 0 warnings
    "
  `);
});
it('no Project', () => {
  expect(errors({ 'modelwatch.yaml': '# to be written\n' })).toMatchInlineSnapshot(`
    "error  project/missing
       there is no Project object
       expected: one in modelwatch.yaml: apiVersion: modelwatch/v1alpha1, kind: Project, metadata: { name: … }, spec: {}
    1 error, 0 warnings
    "
  `);
});
it('an unknown zone', () => {
  expect(
    errors({ 'modelwatch.yaml': minimalWith('spec: { onCall', 'spec: { timezone: Europe/Lodnon, onCall') }),
  ).toMatchInlineSnapshot(`
    "modelwatch.yaml:10:19  error  unit/timezone
        9 | metadata: { name: ml }
       10 | spec: { timezone: Europe/Lodnon, onCall: [{ name: primary, provider: pagerduty }] }
          |                   ^^^^^^^^^^^^^ there is no time zone "Europe/Lodnon"
       expected: an IANA time zone such as Europe/London or UTC
       Did you mean "Europe/London", "Europe/Lisbon" or "Europe/Moscow"?
    1 error, 0 warnings
    "
  `);
});
