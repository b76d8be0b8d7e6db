import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  type AlertmanagerConfig,
  readAlertmanagerConfig,
} from '../../../src/proof/routing/alertmanager-config.ts';
import { receiversAt } from '../../../src/proof/routing/router.ts';
import { render, rendered } from '../../support/compiled.ts';
import {
  type GrafanaAlerting,
  type GrafanaPolicy,
  grafanaAlertingOf,
} from '../../support/grafana-alerting.ts';
import { withGrafana } from '../../support/grafana-project.ts';

const HOUR = 3_600_000;
/** From a Friday before a change of the clock in London to the Thursday week, Good Friday and Easter Monday among the days. */
const HOURS = Array.from({ length: 14 * 24 }, (_, hour) => Date.UTC(2026, 2, 27) + hour * HOUR);

function configOf(text: string): AlertmanagerConfig {
  const read = readAlertmanagerConfig({ path: 'alertmanager.yml', text });
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.config;
}

/** The same tree in Alertmanager's words, so that the same router walks both. */
function asAlertmanager({ contactPoints, muteTimes, policies }: GrafanaAlerting): AlertmanagerConfig {
  const route = ({ object_matchers = [], routes = [], ...others }: GrafanaPolicy): object => ({
    ...others,
    matchers: object_matchers.map(([label, op, value]) => `${label}${op}${JSON.stringify(value)}`),
    routes: routes.map(route),
  });
  const [root] = policies.map(({ ...policy }) => {
    const { orgId: _organisation, ...own } = policy as GrafanaPolicy & { orgId?: number };
    return { ...route(own), matchers: undefined };
  });
  return configOf(
    stringify({
      route: root,
      receivers: ['grafana-default-email', ...contactPoints.map(({ name }) => name)].map((name) => ({
        name,
      })),
      time_intervals: muteTimes.map(({ name, time_intervals }) => ({ name, time_intervals })),
    }),
  );
}

/** Who is told, by the names that both targets give: without what says whose they are, and without those who tell nobody. */
function told(
  config: AlertmanagerConfig,
  labels: Readonly<Record<string, string>>,
  instant: number,
  prefix: string,
): string[] {
  return receiversAt(config, labels, instant)
    .map(({ name }) => name.replace(prefix, '').replace(/^modelwatch-/, ''))
    .filter((name) => name !== 'nobody');
}

describe.each([
  ['fraud-detector', 'prod'],
  ['fraud-detector', 'staging'],
  ['fraud-detector', 'dev'],
  ['demand-forecast', 'prod'],
  ['home-ranker', 'prod'],
  ['support-assistant', 'prod'],
])('the policies of %s in %s', (name, environment) => {
  const project = render(withGrafana(name, 'alerting: true'), environment);
  const alerting = grafanaAlertingOf(project.files);
  const grafana = asAlertmanager(alerting);
  const alertmanager = configOf(rendered(project, 'alertmanager/alertmanager.yml'));
  const prefix = `modelwatch/${project.plan.project}/${environment}/`;
  const rules = alerting.groups.flatMap((group) => group.rules);

  it('tell whom Alertmanager tells of every alert and level, at every hour of two weeks', () => {
    const apart = rules.flatMap(({ title, labels }) =>
      HOURS.filter((instant) => {
        const own = told(grafana, { ...labels, alertname: title }, instant, prefix);
        const theirs = told(
          alertmanager,
          { ...labels, alertname: title.replace(/ level \d+$/, '') },
          instant,
          prefix,
        );
        return own.join() !== theirs.join();
      })
        .slice(0, 1)
        .map((instant) => `${title} at ${new Date(instant).toISOString()}`),
    );
    expect(apart).toEqual([]);
    expect(rules.length).toBeGreaterThan(0);
  });

  it('leave the alerts of others to the contact point that the options name', () => {
    expect(told(grafana, { alertname: 'DiskFull', env: environment }, HOURS[0] ?? 0, prefix)).toEqual([
      'grafana-default-email',
    ]);
  });
});
