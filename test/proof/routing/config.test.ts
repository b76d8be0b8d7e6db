import { describe, expect, it } from 'vitest';
import { readAlertmanagerConfig } from '../../../src/proof/routing/alertmanager-config.ts';
import { inhibitedBy, isMuted, receiversAt, route } from '../../../src/proof/routing/router.ts';

function read(text: string) {
  const result = readAlertmanagerConfig({ path: 'am.yml', text });
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.config;
}

function problems(text: string): string[] {
  const result = readAlertmanagerConfig({ path: 'am.yml', text });
  return 'problems' in result
    ? result.problems.map(
        ({ message, span }) =>
          `${span?.start.line}: ${message.replace('Alertmanager would not load this configuration: ', '')}`,
      )
    : [];
}

const BASE = `
route:
  receiver: root
  group_by: [alertname]
  routes:
    - matchers: [team="ml"]
      continue: yes
      group_by: ['...']
      repeat_interval: 1d2h
      routes:
        - match: { severity: page }
          receiver: pager
          mute_time_intervals: [nights]
        - match_re: { severity: tick.* }
          group_by: []
    - matchers: ['{env="prod"}']
      receiver: chat
      active_time_intervals: [hours]
receivers:
  - name: root
  - &r { name: pager, pagerduty_configs: [{ routing_key_file: /k, send_resolved: true }] }
  - name: chat
    slack_configs:
      - channel: "#c"
mute_time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: "00:00", end_time: "06:00" }] }]
time_intervals:
  - name: hours
    time_intervals: [{ weekdays: ['monday:friday'], location: Europe/London }]
inhibit_rules:
  - source_match: { severity: page }
    target_matchers: [severity=~"page|ticket"]
    equal: [team, zone]
`;

describe('a configuration of Alertmanager', () => {
  const config = read(BASE);

  it('hands down what children do not say, times excepted', () => {
    const [ml, prod] = config.route.routes;
    expect(ml).toMatchObject({
      receiver: 'root',
      groupBy: 'all',
      continues: true,
      repeatIntervalSeconds: 93_600,
    });
    expect(ml?.routes[0]).toMatchObject({
      groupBy: 'all',
      groupWaitSeconds: 30,
      muteTimeIntervals: ['nights'],
    });
    expect(ml?.routes[1]).toMatchObject({
      groupBy: [],
      repeatIntervalSeconds: 93_600,
      muteTimeIntervals: [],
    });
    expect(prod).toMatchObject({ groupBy: ['alertname'], continues: false, activeTimeIntervals: ['hours'] });
  });

  it('takes an alert depth first, and further where a route continues', () => {
    const labels = { team: 'ml', env: 'prod', severity: 'page' };
    const matches = route(config, labels);
    expect(matches.map(({ node }) => node.receiver)).toEqual(['pager', 'chat']);
    expect(matches.map(({ node }) => node.pointer.join('.'))).toEqual([
      'route.routes.0.routes.0',
      'route.routes.1',
    ]);
    // Monday, 03:00 UTC; Sunday noon.
    const [monday, sunday] = [Date.UTC(2026, 10, 30, 3), Date.UTC(2026, 10, 29, 12)];
    expect(matches.map((match) => isMuted(config, match, monday))).toEqual([true, false]);
    expect(receiversAt(config, labels, monday).map(({ name }) => name)).toEqual(['chat']);
    expect(receiversAt(config, labels, sunday).map(({ name }) => name)).toEqual(['pager']);
    expect(route(config, {}).map(({ node }) => node.receiver)).toEqual(['root']);
  });

  it('silences what a rule targets, but no source by another source that is a target too', () => {
    const page = { severity: 'page', team: 'ml' };
    const ticket = { severity: 'ticket', team: 'ml' };
    expect(inhibitedBy(config, ticket, [page])).toMatchObject([{ source: page }]);
    expect(inhibitedBy(config, ticket, [{ ...page, zone: '' }])).toHaveLength(1);
    expect(inhibitedBy(config, ticket, [{ ...page, zone: 'a' }])).toEqual([]);
    expect(inhibitedBy(config, page, [page, { ...page, alertname: 'Other' }])).toEqual([]);
  });

  it('knows where its parts stand', () => {
    expect(config.spanOf(['route', 'routes', 1]).start).toMatchObject({ line: 16, column: 7 });
    expect(config.receivers.get('chat')?.integrations).toMatchObject([
      { kind: 'slack_configs', settings: { channel: '#c' } },
    ]);
  });

  it('reads aliases and merge keys', () => {
    const merged = read(`
x: &common { receiver: a, matchers: ['env="x"'] }
route: { receiver: a, routes: [{ <<: *common, continue: true }] }
receivers: [{ name: a }]
`);
    expect(merged.route.routes[0]).toMatchObject({ continues: true, matchers: [{ name: 'env' }] });
  });

  it('is refused at each place that Alertmanager would refuse', () => {
    expect(
      problems(`
route:
  receiver: a
  matchers: [x="y"]
  routes:
    - receiver: b
    - matchers: ['x=~"("', 'y=']
      group_wait: 5 minutes
    - mute_time_intervals: [gone]
      continue: maybe
receivers:
  - name: a
  - name: a
time_intervals:
  - name: t
    time_intervals:
      - weekdays: [lunes]
`),
    ).toEqual([
      '3: the root route must not have matchers',
      '6: the receiver b does not exist',
      '7: the matcher x=~"(": the pattern "(": a `(` without its `)`',
      '8: group_wait is no duration such as 5m',
      '9: the time interval gone does not exist',
      '10: continue is neither true nor false',
      '13: the name a is not unique',
      '17: "lunes" is no weekday such as monday',
    ]);
    expect(problems('receivers: []')).toEqual(['1: it has no route']);
    expect(problems('route: [')).toHaveLength(1);
    expect(problems('- a')).toEqual(['1: the file is not a map']);
  });
});
