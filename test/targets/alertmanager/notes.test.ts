import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Recipient } from '../../../src/plan/route.ts';
import { alert, level, originOf, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';
import { lower } from './rendered.ts';

const PAGED = route([severityRoute('page', [level(1, [webhook('pager')])])]);

function notesOn(parts: Partial<Plan>): string[] {
  return lower(plan(parts)).notes.map(
    ({ severity, code, message, span }) => `${severity} ${code}: ${message}; ${span?.file ?? 'nowhere'}`,
  );
}

function recurring(cron: string, durationSeconds: number): Plan['maintenance'][number] {
  return {
    id: 'work',
    recurrence: { type: 'recurring', timezone: 'UTC', cron, durationSeconds },
    occurrences: [{ startUnixSeconds: 1_772_937_000, endUnixSeconds: 1_772_937_000 + durationSeconds }],
    match: {},
    excludeFromBudget: false,
    alertNames: ['FraudDown'],
    origin: originOf('MaintenanceWindow', 'work'),
  };
}

describe('notes', () => {
  it('are none where all is as asked', () => {
    expect(
      notesOn({
        alerts: [
          alert('FraudDown'),
          alert('Quiet', { severity: 'none' }),
          alert('Dev', { escalation: null }),
        ],
        routes: [PAGED],
        maintenance: [recurring('0 2 * * sun', 10_800)],
        watchdog: webhook('dead-man'),
      }),
    ).toEqual([]);
  });

  it('have a place even for a secret that only the dead man’s switch uses', () => {
    const always = { ...alert('Watchdog', { severity: 'none' }), condition: { node: 'always' } } as const;
    expect(notesOn({ alerts: [always], watchdog: webhook('dead-man', 'secrets/url') })).toEqual([
      expect.stringMatching(/^info target\/relative-secret-file: .*; specs\//),
    ]);
  });

  it('tell what needs an acknowledgement, once for a policy that two teams use', () => {
    const severities = [
      severityRoute('page', [level(1, [webhook('a')]), level(2, [webhook('b')]), level(3, [webhook('c')])], {
        repeat: 2,
      }),
    ];
    expect(notesOn({ routes: [route(severities), route(severities, { team: 'other' })] })).toEqual([
      'warning target/unsupported: alertmanager: the policy ml-critical for page asks for repeating the whole escalation; left out: Alertmanager knows no acknowledgement; specs/escalationpolicy/ml-critical.yaml',
      'info target/staged-levels: alertmanager: the policy ml-critical for page (levels 2 and 3) asks for later levels, raised anew; rendered instead: alerts of their own, which come even when somebody is at work on it, since Alertmanager knows no acknowledgement; specs/escalationpolicy/ml-critical.yaml',
    ]);
  });

  it('tell that a digest has no memory', () => {
    const digest = { days: ['mon'], minuteOfDay: 540, timezone: 'UTC' } as const;
    expect(
      notesOn({ routes: [route([severityRoute('info', [level(1, [webhook('a')])], { digest })])] }),
    ).toEqual([
      'info target/approximated: alertmanager: the policy ml-critical for info asks for telling at a time of day; rendered instead: an interval in which what still fires is told, and what came and went before is not; specs/escalationpolicy/ml-critical.yaml',
    ]);
  });

  it('tell where secrets must be put', () => {
    const slack: Recipient = {
      type: 'slack',
      channel: '#a',
      apiUrl: { from: 'env', variable: 'SLACK_URL' },
    };
    expect(
      notesOn({
        routes: [
          route([severityRoute('page', [level(1, [slack, webhook('a', 'secrets/a')]), level(2, [slack])])]),
        ],
      }).filter((note) => !note.includes('staged')),
    ).toEqual(
      [
        'info target/relative-secret-file: Alertmanager looks for secrets/a in the folder it is started in, not beside its configuration; specs/escalationpolicy/ml-critical.yaml',
        'info target/env-as-file: Alertmanager reads no environment variables: it will look for SLACK_URL in the file /etc/modelwatch/secrets/SLACK_URL; specs/escalationpolicy/ml-critical.yaml',
      ].toSorted(),
    );
  });

  it('warn of alerts that nobody is told of', () => {
    const silent = route([severityRoute('info', [level(1, [])])]);
    expect(
      notesOn({
        alerts: [
          alert('FraudDown', { severity: 'ticket' }),
          alert('Other', { team: 'other' }),
          alert('Silent', { severity: 'info' }),
        ],
        routes: [{ ...PAGED, severities: [...PAGED.severities, ...silent.severities] }],
      }),
    ).toEqual([
      'warning target/unrouted: nobody is told of FraudDown: the escalation policy ml-critical of team risk-ml has no receiver for ticket; specs/monitor/frauddown.yaml',
      'warning target/unrouted: nobody is told of Other: the escalation policy ml-critical of team other has no receiver for page; specs/monitor/other.yaml',
      'warning target/unrouted: nobody is told of Silent: the escalation policy ml-critical of team risk-ml has no receiver for info; specs/monitor/silent.yaml',
    ]);
  });

  it('tell of maintenance that cannot be said as it recurs, or to the second', () => {
    const routes = [PAGED];
    expect(notesOn({ routes, maintenance: [recurring('0 22 31 * *', 4 * 3600)] })).toEqual([
      'info target/explicit-dates: the maintenance work is written out as dates, since Alertmanager cannot say how it recurs; after the last of them nothing is muted; specs/maintenancewindow/work.yaml',
    ]);
    expect(notesOn({ routes, maintenance: [recurring('0 2 * * sun', 90)] })).toEqual([
      'info target/explicit-dates: the maintenance work is written out as dates, since Alertmanager cannot say how it recurs; after the last of them nothing is muted; specs/maintenancewindow/work.yaml',
      'info target/rounded-to-minutes: the maintenance work mutes whole minutes, since Alertmanager knows no seconds: it begins up to a minute earlier and ends up to a minute later; specs/maintenancewindow/work.yaml',
    ]);
  });
});
