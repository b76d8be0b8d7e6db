import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { alert, level, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';
import { allRoutes, configurationOf, lower } from './rendered.ts';

const inform = severityRoute('page', [level(1, [webhook('pager')])]);

describe('waiting and grouping', () => {
  const policy = route([inform], {
    grouping: { by: ['model', 'env'], waitSeconds: 10, intervalSeconds: 300, repeatSeconds: 14_400 },
  });
  const waits = (alerts: Plan['alerts']) =>
    allRoutes(configurationOf(lower(plan({ alerts, routes: [policy] }))).route).flatMap(
      ({ group_wait }) => group_wait ?? [],
    );

  it('waits for two evaluations where another alert may explain these', () => {
    expect(waits([alert('A', { upstream: ['pipeline:tx'] })])).toEqual(['10s', '1m']);
    expect(waits([alert('A')])).toEqual(['10s']);
    expect(waits([alert('A', { upstream: ['pipeline:tx'], severity: 'ticket' })])).toEqual(['10s']);
  });

  it('lets the tickets of an object wait for its page', () => {
    const page = alert('A');
    const ticket = { ...alert('B', { severity: 'ticket' }), labels: { ...page.labels, severity: 'ticket' } };
    const routes = [
      route([inform, severityRoute('ticket', [level(1, [webhook('jira')])])], { grouping: policy.grouping }),
    ];
    const configuration = configurationOf(lower(plan({ alerts: [page, ticket], routes })));
    expect(
      allRoutes(configuration.route).flatMap(({ matchers, group_wait }) =>
        group_wait === undefined ? [] : [[matchers?.[0], group_wait]],
      ),
    ).toEqual([
      ['team="risk-ml"', '10s'],
      ['severity="ticket"', '1m'],
    ]);
  });

  it('groups by the thing that is ill, whatever it is, and not by labels that no alert has', () => {
    const output = lower(
      plan({ routes: [route([inform], { grouping: { ...policy.grouping, by: ['pipeline', 'cluster'] } })] }),
    );
    const [grouped] = allRoutes(configurationOf(output).route).filter(
      ({ group_by }) => group_by !== undefined,
    );
    expect(grouped?.group_by).toEqual(['pipeline', 'model', 'feature_set', 'business_metric', 'project']);
    expect(output.notes).toMatchObject([
      {
        code: 'target/group-by-unknown',
        severity: 'warning',
        message: 'no alert carries the label cluster, so alerts are not grouped by it',
      },
    ]);
  });

  it('groups by labels of the environment', () => {
    const output = lower(
      plan({
        environment: { name: 'prod', labels: { env: 'prod', region: 'eu' }, labelsSelect: false },
        routes: [route([inform], { grouping: { ...policy.grouping, by: ['region'] } })],
      }),
    );
    expect(output.notes).toEqual([]);
    expect(output.files[0]?.text).toContain('group_by: [region]');
  });
});

describe('the anchor', () => {
  it('asks only for labels of the environment that every alert carries', () => {
    const environment = { name: 'prod', labels: { region: 'eu', env: 'prod' }, labelsSelect: false };
    const anchorOf = (alerts: Plan['alerts']) =>
      configurationOf(lower(plan({ environment, alerts }))).route.routes?.[0]?.matchers;
    expect(anchorOf([])).toEqual(['modelwatch_id=~".+"', 'env="prod"', 'region="eu"']);
    expect(anchorOf([alert('A')])).toEqual(['modelwatch_id=~".+"', 'env="prod"']);
  });
});
