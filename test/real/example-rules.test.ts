import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadProject } from '../../src/load.ts';
import { inspect } from '../../src/promql/inspect.ts';
import { indexRules } from '../../src/proof/testing/rule-index.ts';
import { type SelectedRules, selectRules } from '../../src/proof/testing/select-rules.ts';
import { groupBy } from '../../src/support/group-by.ts';
import { render, renderText } from '../support/compiled.ts';
import { challengerScenarios } from '../support/example/challenger-scenarios.ts';
import { dataScenarios } from '../support/example/data-scenarios.ts';
import { CHAMPION, ERRORS, healthy, NO_HISTORY } from '../support/example/healthy.ts';
import { jobScenarios } from '../support/example/job-scenarios.ts';
import { modelScenarios } from '../support/example/model-scenarios.ts';
import { monitoringScenarios } from '../support/example/monitoring-scenarios.ts';
import { nightScenarios } from '../support/example/night-scenarios.ts';
import { objectiveScenarios } from '../support/example/objective-scenarios.ts';
import { policyScenarios } from '../support/example/policy-scenarios.ts';
import { proxyScenarios } from '../support/example/proxy-scenarios.ts';
import { type Firing, type Scenario, seconds } from '../support/example/scenario.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { type PromtoolTest, testRendered } from '../support/promtool.ts';
import { notation } from '../support/promtool-series.ts';

const WATCHDOG = 'AcmeMlWatchdog';
const STEP_SECONDS = 30;
const SCENARIOS: readonly Scenario[] = [
  ...objectiveScenarios,
  ...policyScenarios,
  ...nightScenarios,
  ...modelScenarios,
  ...proxyScenarios,
  ...challengerScenarios,
  ...dataScenarios,
  ...monitoringScenarios,
  ...jobScenarios,
];

const EXAMPLE = path.join(import.meta.dirname, '../../examples/fraud-detector');
const example = render(loadProject(EXAMPLE).input, 'prod');

interface AlertRule {
  readonly alert: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const ruleFiles = [...example.files].filter(([file]) => file.startsWith('prometheus/rules/'));
const index = indexRules(ruleFiles.map(([path, text]) => ({ path, text })));

/** The rendered rules that raise alerts, all levels of them. */
const alertRules = ruleFiles
  .flatMap(([, text]) => (parse(text) as { groups: { rules: (AlertRule | { record: string })[] }[] }).groups)
  .flatMap(({ rules }) => rules)
  .filter((rule): rule is AlertRule => 'alert' in rule);

function firing(name: string, level: string): string {
  return `ALERTS{alertname="${name}", alertstate="firing", level="${level}"}`;
}

type Checks = Pick<PromtoolTest, 'alerts' | 'values'>;

/** What is to be found of a level: nothing before its first moment, and then all that it carries. */
function levelChecks(
  rule: AlertRule,
  { at, shown, ends }: Firing,
  stepSeconds: number,
): Checks & { begins: number } {
  const { alert: name, labels, annotations } = rule;
  const { level = '' } = labels;
  const delay = level === '1' ? 0 : seconds(rule.for ?? '0s');
  const begins = Math.ceil((seconds(at) + delay) / stepSeconds) * stepSeconds;
  if (ends !== undefined && begins >= seconds(ends)) {
    return { begins, alerts: [], values: [{ at: begins, expr: firing(name, level), expected: [] }] };
  }
  const exact = Object.entries({ alertname: name, alertstate: 'firing', ...labels }).map(
    ([label, value]) => `${label}="${value}"`,
  );
  const values = [
    {
      at: begins,
      expr: firing(name, level),
      expected: [{ labels: `ALERTS{${exact.join(', ')}}`, value: 1 }],
    },
    ...(begins < stepSeconds ? [] : [{ at: begins - stepSeconds, expr: firing(name, level), expected: [] }]),
  ];
  const isMeasured = Object.values(annotations).some((text) => text.includes('{{'));
  if (level !== '1' || (isMeasured && shown === undefined)) return { begins, alerts: [], values };
  const filled = Object.fromEntries(
    Object.entries(annotations).map(([key, text]) => [
      key,
      text.replace(/\{\{ with query .*?\{\{ end \}\}|\{\{.*?\}\}/, shown ?? ''),
    ]),
  );
  return { begins, values, alerts: [{ at: begins, name, expected: [{ labels, annotations: filled }] }] };
}

function endChecks(name: string, ends: string, stepSeconds: number): Checks['values'] {
  const isThere = [{ labels: '{}', value: 1 }];
  return [
    { at: seconds(ends) - stepSeconds, expr: `count(${firing(name, '1')})`, expected: isThere },
    { at: seconds(ends), expr: `count(${firing(name, '1')})`, expected: [] },
  ];
}

/** All that promtool is to find in a scenario: each alert at its first moment, its further levels, its end, and no other alert. */
function testOf(scenario: Scenario): PromtoolTest {
  const {
    title,
    series,
    fires,
    quiet,
    ignores = [],
    until,
    stepSeconds = STEP_SECONDS,
    startSeconds = 0,
  } = scenario;
  const wanted = Object.entries<Firing>({ [WATCHDOG]: { at: '0s' }, ...fires });
  const levels = wanted
    .flatMap(([name, when]) =>
      alertRules.filter(({ alert }) => alert === name).map((rule) => levelChecks(rule, when, stepSeconds)),
    )
    .filter(({ begins }) => until === undefined || begins <= seconds(until));
  const end = until === undefined ? Math.max(...levels.map(({ begins }) => begins)) : seconds(until);
  const unjudged = NO_HISTORY.filter((name) => !(name in fires) && !quiet.includes(name));
  const ignored = [...ignores, ...unjudged].join('|');
  const fired = `max_over_time(ALERTS{alertstate="firing", alertname!~"${ignored}"}[${end + stepSeconds}s])`;
  return {
    name: title,
    intervalSeconds: stepSeconds,
    ...(startSeconds === 0 ? {} : { start: new Date(startSeconds * 1000).toISOString() }),
    series: { ...healthy(notation(stepSeconds, startSeconds), end / 60 + 10), ...series },
    alerts: levels.flatMap(({ alerts }) => alerts),
    values: [
      ...levels.flatMap(({ values }) => values),
      ...wanted.flatMap(([name, { ends }]) => (ends === undefined ? [] : endChecks(name, ends, stepSeconds))),
      {
        at: end,
        expr: `max by (alertname) (${fired})`,
        expected: wanted.map(([name]) => ({ labels: `{alertname="${name}"}`, value: 1 })),
      },
    ],
  };
}

/**
 * The rules that a scenario is about, and all that read, directly or through others, a series that is otherwise than while all is well: the
 * rest of them does what it does then. Undefined for all rules, where the time of day makes a difference.
 */
function rulesOf({ series, fires, quiet, startSeconds }: Scenario): SelectedRules | undefined {
  if (startSeconds !== undefined) return undefined;
  const emitted = Object.keys(series).flatMap((each) =>
    inspect(each).selectors.map(({ metric = '', matchers }) => ({
      name: metric,
      labels: Object.fromEntries(matchers.map(({ label, value }) => [label, value])),
    })),
  );
  return selectRules(index, { alerts: [WATCHDOG, ...Object.keys(fires), ...quiet], series: emitted });
}

function stepOf({ stepSeconds = STEP_SECONDS }: Scenario): number {
  return stepSeconds;
}

/** Nothing happens, for as long as the longest of scenarios lasts: what those leave out does nothing either. */
function calmOf(scenarios: readonly Scenario[], stepSeconds: number): Scenario {
  const ends = scenarios.flatMap((scenario) => testOf(scenario).values.map(({ at }) => at));
  const until = `${Math.max(...ends)}s`;
  return { title: 'all is well', series: {}, fires: {}, quiet: [], until, stepSeconds };
}

const selected = SCENARIOS.filter((scenario) => rulesOf(scenario) !== undefined);

const names = example.plan.alerts.map(({ name }) => name).toSorted();

describeWithPrograms(['promtool'], 'alerts of the example in promtool', () => {
  it('are all raised by something, and left alone by something near it', () => {
    const raised = SCENARIOS.flatMap(({ fires }) => Object.keys(fires));
    expect([...new Set([WATCHDOG, ...raised])].toSorted()).toEqual(names);
    // The dead man's switch is the only one that nothing may silence.
    const quiet = new Set(SCENARIOS.flatMap((scenario) => scenario.quiet));
    expect(names.filter((name) => !quiet.has(name))).toEqual([WATCHDOG]);
    for (const { title, fires, quiet: left, ignores = [] } of SCENARIOS) {
      const judged = [...left, ...ignores, ...Object.keys(fires)];
      expect(new Set(judged).size, title).toBe(judged.length);
      expect(
        judged.filter((name) => !names.includes(name)),
        title,
      ).toEqual([]);
    }
  });

  it('reach their last level', () => {
    const reached = SCENARIOS.map(testOf).flatMap(({ values }) =>
      values.filter(({ expected }) => expected.length > 0).map(({ expr }) => expr),
    );
    const missing = alertRules.filter(
      ({ alert, labels }) => !reached.includes(firing(alert, labels['level'] ?? '')),
    );
    expect(missing.map(({ alert, labels }) => `${alert}/${labels['level']}`)).toEqual([]);
    expect(alertRules.filter(({ labels }) => labels['level'] === '3').length).toBeGreaterThan(5);
  });

  it.each(SCENARIOS.map((scenario) => [scenario.title, scenario] as const))(
    'are right after %s',
    (_, scenario) => testRendered(example, stepOf(scenario), [testOf(scenario)], rulesOf(scenario)),
  );

  it.each([...groupBy(selected, stepOf)])(
    'are left alone while all is well, by steps of %d s',
    (stepSeconds, scenarios) => testRendered(example, stepSeconds, [testOf(calmOf(scenarios, stepSeconds))]),
  );
});

const LOW_OBJECTIVE = `
apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: low }
spec: { channels: { pagerduty: { ml: { primary: { routingKeyFile: /etc/alertmanager/pagerduty } } } } }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: ml }
spec: { onCall: [{ name: primary, provider: pagerduty }] }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: ranker }
spec:
  owner: ml
  slos: [{ name: availability, sli: { type: availability }, objective: 80% }]
`;

describeWithPrograms(['promtool'], 'an objective of 80 % in promtool', () => {
  const project = renderText(LOW_OBJECTIVE);
  const { counter } = notation(STEP_SECONDS);
  const page = 'count(ALERTS{alertstate="firing", severity="page", slo="ranker-availability"})';

  function pagesAfterAnHour(failing: number, pages: number): Promise<void> {
    return testRendered(project, STEP_SECONDS, [
      {
        name: `${failing * 100} % failing`,
        intervalSeconds: STEP_SECONDS,
        series: { [CHAMPION]: counter([70, 30 * (1 - failing)]), [ERRORS]: counter([70, 30 * failing]) },
        alerts: [],
        values: [{ at: 3600, expr: page, expected: pages === 0 ? [] : [{ labels: '{}', value: pages }] }],
      },
    ]);
  }

  it('pages when every request fails, which the usual burn rate of 14.4 never would', () =>
    pagesAfterAnHour(1, 1));

  it('pages when three in five fail, and not when two in five do', async () => {
    await pagesAfterAnHour(0.6, 1);
    await pagesAfterAnHour(0.4, 0);
  });
});
