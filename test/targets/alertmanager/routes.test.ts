import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Plan } from '../../../src/plan/plan.ts';
import {
  alert,
  level,
  originOf,
  plan,
  route,
  severityRoute,
  timed,
  webhook,
} from '../../support/route-plan.ts';
import { allRoutes, configurationOf, lower, routesTo } from './rendered.ts';

const HOURS = {
  team: 'risk-ml',
  timezone: 'Europe/London',
  hours: { mon: [{ from: 540, to: 1050 }] },
  holidays: ['2026-12-25'],
};

const inform = severityRoute('page', [level(1, [webhook('pager')])]);

function maintenance(id: string, alertNames: readonly string[]): Plan['maintenance'][number] {
  return {
    id,
    recurrence: {
      type: 'recurring',
      timezone: 'Europe/London',
      cron: '0 2 * * sun',
      durationSeconds: 10_800,
    },
    occurrences: [],
    match: {},
    excludeFromBudget: false,
    alertNames,
    origin: originOf('MaintenanceWindow', id),
  };
}

describe('the tree of routes', () => {
  it('leads from the anchor over team, policy and severity to level and timing', () => {
    const { route: root } = configurationOf(
      lower(
        plan({
          teamHours: [HOURS],
          routes: [
            route([
              severityRoute('page', [
                timed('business-hours', [webhook('day')]),
                timed('outside-business-hours', [webhook('night')]),
                level(2, [webhook('lead')]),
              ]),
            ]),
          ],
        }),
      ),
    );
    expect(stringify(root, { lineWidth: 0 })).toMatchInlineSnapshot(`
      "receiver: modelwatch-unrouted
      routes:
        - receiver: modelwatch-unrouted
          matchers:
            - modelwatch_id=~".+"
            - env="prod"
          routes:
            - receiver: modelwatch-nobody
              matchers:
                - severity="none"
            - receiver: modelwatch-nobody
              matchers:
                - escalation=""
            - matchers:
                - team="risk-ml"
                - escalation="ml-critical"
              group_by:
                - model
                - env
                - pipeline
                - feature_set
                - business_metric
                - project
              group_wait: 30s
              group_interval: 5m
              repeat_interval: 4h
              routes:
                - matchers:
                    - severity="page"
                  routes:
                    - receiver: risk-ml/ml-critical/page/1/business-hours
                      matchers:
                        - level="1"
                      continue: true
                      active_time_intervals:
                        - risk-ml/business-hours
                      mute_time_intervals:
                        - risk-ml/holidays
                    - receiver: risk-ml/ml-critical/page/1/outside-business-hours
                      matchers:
                        - level="1"
                      active_time_intervals:
                        - risk-ml/outside-business-hours
                    - receiver: risk-ml/ml-critical/page/2
                      matchers:
                        - level="2"
      "
    `);
  });

  it('lets alerts on to the last sibling of their level, and no further', () => {
    const configuration = configurationOf(
      lower(
        plan({
          teamHours: [HOURS],
          routes: [
            route([
              severityRoute('page', [
                timed('business-hours', [webhook('a')]),
                timed('outside-business-hours', [webhook('b')]),
                timed('always', [webhook('c')]),
                timed('business-hours', [webhook('d')], 2),
              ]),
            ]),
          ],
        }),
      ),
    );
    const continuing = allRoutes(configuration.route).filter((each) => each.continue === true);
    expect(continuing.map(({ receiver }) => receiver)).toEqual([
      'risk-ml/ml-critical/page/1/business-hours',
      'risk-ml/ml-critical/page/1/outside-business-hours',
    ]);
  });

  it('holds every level of a held severity', () => {
    const configuration = configurationOf(
      lower(
        plan({
          teamHours: [HOURS],
          routes: [
            route([
              severityRoute('ticket', [level(1, [webhook('jira')]), level(2, [webhook('lead')])], {
                heldOutsideBusinessHours: true,
              }),
            ]),
          ],
        }),
      ),
    );
    for (const number of [1, 2]) {
      expect(routesTo(configuration, `risk-ml/ml-critical/ticket/${number}`)).toMatchObject([
        {
          active_time_intervals: ['risk-ml/business-hours'],
          mute_time_intervals: ['risk-ml/holidays'],
        },
      ]);
    }
  });

  it('leaves later levels to receivers that escalate by themselves', () => {
    const output = lower(
      plan({
        routes: [
          route([
            severityRoute('page', [
              level(1, [webhook('first')]),
              level(2, [webhook('second')], { staged: false }),
            ]),
          ]),
        ],
      }),
    );
    expect(configurationOf(output).receivers.map(({ name }) => name)).not.toContain(
      'risk-ml/ml-critical/page/2',
    );
    expect(output.files[0]?.text).toContain("# Later levels (2) are the receiver's own");
  });

  it('tells a digest as one group, once in its window', () => {
    const configuration = configurationOf(
      lower(
        plan({
          routes: [
            route([
              severityRoute('info', [level(1, [webhook('channel')])], {
                digest: { days: ['mon'], minuteOfDay: 540, timezone: 'UTC' },
              }),
            ]),
          ],
        }),
      ),
    );
    const digest = allRoutes(configuration.route).find(({ matchers }) =>
      matchers?.includes('severity="info"'),
    );
    expect(digest).toMatchObject({
      group_by: ['team', 'severity'],
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        {
          receiver: 'risk-ml/ml-critical/info/1/digest',
          active_time_intervals: ['risk-ml/ml-critical/info/digest'],
        },
      ],
    });
  });

  it('tells nobody of severity none, nor of alerts without an escalation', () => {
    const configuration = configurationOf(lower(plan({ routes: [route([inform])] })));
    expect(routesTo(configuration, 'modelwatch-nobody').map(({ matchers }) => matchers)).toEqual([
      ['severity="none"'],
      ['escalation=""'],
    ]);
    expect(configuration.receivers).toContainEqual({ name: 'modelwatch-nobody' });
  });

  it('mutes in maintenance only the alerts that it names, on every level', () => {
    const configuration = configurationOf(
      lower(
        plan({
          alerts: [alert('A'), alert('B'), alert('C'), alert('D'), alert('E', { severity: 'ticket' })],
          teamHours: [HOURS],
          routes: [
            route([
              severityRoute('page', [timed('business-hours', [webhook('day')]), level(2, [webhook('lead')])]),
            ]),
          ],
          maintenance: [maintenance('backfill', ['A', 'B', 'E']), maintenance('move', ['B', 'C', 'A'])],
        }),
      ),
    );
    expect(routesTo(configuration, 'risk-ml/ml-critical/page/1/business-hours')[0]?.routes).toEqual([
      {
        matchers: ['alertname=~"A|B"'],
        active_time_intervals: ['risk-ml/business-hours'],
        mute_time_intervals: ['risk-ml/holidays', 'maintenance/backfill', 'maintenance/move'],
      },
      {
        matchers: ['alertname="C"'],
        active_time_intervals: ['risk-ml/business-hours'],
        mute_time_intervals: ['risk-ml/holidays', 'maintenance/move'],
      },
    ]);
    expect(routesTo(configuration, 'risk-ml/ml-critical/page/2')[0]?.routes).toMatchObject([
      { matchers: ['alertname=~"A|B"'], mute_time_intervals: ['maintenance/backfill', 'maintenance/move'] },
      { matchers: ['alertname="C"'], mute_time_intervals: ['maintenance/move'] },
    ]);
  });

  it('defines each time interval once, and none that no route names', () => {
    const configuration = configurationOf(
      lower(
        plan({
          alerts: [alert('A')],
          teamHours: [HOURS, { ...HOURS, team: 'idle' }],
          routes: [
            route([
              severityRoute('page', [timed('business-hours', [webhook('day')]), level(2, [webhook('lead')])]),
              severityRoute('ticket', [level(1, [webhook('jira')])], { heldOutsideBusinessHours: true }),
            ]),
          ],
          maintenance: [maintenance('backfill', ['A']), maintenance('idle', [])],
        }),
      ),
    );
    expect(configuration.time_intervals?.map(({ name }) => name)).toEqual([
      'risk-ml/business-hours',
      'risk-ml/holidays',
      'maintenance/backfill',
    ]);
  });
});
