import { expect, it } from 'vitest';
import type { Recipient, Route } from '../../src/plan/route.ts';
import { firing, knownAlert, postAlerts } from '../support/alertmanager-api.ts';
import { type AlertmanagerBench, nonEmpty, quick, useAlertmanager } from '../support/alertmanager-bench.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { alert, level, severityRoute } from '../support/route-plan.ts';
import { until } from '../support/until.ts';

describeWithPrograms(['alertmanager'], 'when a real Alertmanager tells', () => {
  const bench = useAlertmanager();

  it('holds a ticket outside hours, and tells it in hours', async () => {
    const open = alert('OpenSlow', { severity: 'ticket', team: 'open' });
    const closed = alert('ClosedSlow', { severity: 'ticket', team: 'closed' });
    const holiday = alert('HolidaySlow', { severity: 'ticket', team: 'holiday' });
    // Hours of a zone that is far from the machine's, so that a mistaken zone would show.
    const timezone = 'Asia/Kathmandu';
    const now = wallClock(timezone);
    const around = aroundNow(now.minuteOfDay);
    const service = await bench.start({
      alerts: [open, closed, holiday],
      routes: [held(bench, 'open'), held(bench, 'closed'), held(bench, 'holiday')],
      teamHours: [
        { team: 'open', timezone, hours: everyDay(around.inside), holidays: [] },
        { team: 'closed', timezone, hours: everyDay(around.outside), holidays: [] },
        { team: 'holiday', timezone, hours: everyDay(around.inside), holidays: now.datesAround },
      ],
    });
    await postAlerts(service, [firing(open), firing(closed), firing(holiday)]);
    await until(() => nonEmpty(bench.payloads('open')), { what: 'the ticket in hours' });
    const muted = (name: string, by: string) =>
      until(async () => (await knownAlert(service, name))?.status.mutedBy.includes(by), {
        what: `${name} being muted by ${by}`,
      });
    await muted('ClosedSlow', 'closed/business-hours');
    await muted('HolidaySlow', 'holiday/holidays');
    expect(bench.payloads('closed')).toEqual([]);
    expect(bench.payloads('holiday')).toEqual([]);
  });

  it('keeps silent in maintenance, and only what the maintenance names', async () => {
    const once = alert('FraudOnce');
    const weekly = alert('FraudWeekly');
    const other = alert('FraudOther');
    const now = Math.floor(Date.now() / 1000);
    const timezone = 'Asia/Kathmandu';
    const before = wallClock(timezone, -60);
    const origin = once.origin;
    const common = { match: {}, excludeFromBudget: false, occurrences: [], origin };
    const service = await bench.start({
      alerts: [once, weekly, other],
      routes: [quick([severityRoute('page', [level(1, [bench.hook('maintained')])])])],
      maintenance: [
        {
          ...common,
          id: 'move',
          alertNames: ['FraudOnce'],
          recurrence: {
            type: 'once',
            interval: { startUnixSeconds: now - 3601, endUnixSeconds: now + 90_000 },
          },
        },
        {
          ...common,
          id: 'backfill',
          alertNames: ['FraudWeekly'],
          recurrence: {
            type: 'recurring',
            timezone,
            cron: `${before.minuteOfDay % 60} ${Math.floor(before.minuteOfDay / 60)} * * *`,
            durationSeconds: 7200,
          },
        },
      ],
    });
    await postAlerts(service, [firing(once), firing(weekly), firing(other)]);
    await until(() => nonEmpty(bench.payloads('maintained')), { what: 'the alert that nothing mutes' });
    for (const [name, window] of [
      ['FraudOnce', 'maintenance/move'],
      ['FraudWeekly', 'maintenance/backfill'],
    ] as const) {
      await until(async () => (await knownAlert(service, name))?.status.mutedBy.includes(window), {
        what: `${name} being muted`,
      });
    }
    const told = bench
      .payloads('maintained')
      .flatMap(({ alerts }) => alerts.map(({ labels }) => labels['alertname']));
    expect(new Set(told)).toEqual(new Set(['FraudOther']));
  });

  it('tells a digest in its window, as one, and says that it is only what still fires', async () => {
    const slack: Recipient = {
      type: 'slack',
      channel: '#digest',
      apiUrl: bench.secretFile('digest', `${bench.url}/digest`),
    };
    const timezone = 'Asia/Kathmandu';
    const digestAt = (minuteOfDay: number) => ({
      digest: { days: WEEK, minuteOfDay, timezone },
    });
    const now = wallClock(timezone);
    const first = alert('FraudDrifts', { severity: 'info' });
    const second = alert('CardsDrift', { severity: 'info', model: 'cards' });
    const later = alert('Later', { severity: 'info', team: 'later' });
    const service = await bench.start({
      alerts: [first, second, later],
      routes: [
        quick([severityRoute('info', [level(1, [slack])], digestAt((now.minuteOfDay + 1435) % 1440))]),
        quick(
          [
            severityRoute(
              'info',
              [level(1, [bench.hook('later')])],
              digestAt((now.minuteOfDay + 720) % 1440),
            ),
          ],
          {
            team: 'later',
          },
        ),
      ],
    });
    await postAlerts(service, [firing(first), firing(second), firing(later)]);
    const [message] = await until(() => nonEmpty(bench.deliveriesTo('digest')), { what: 'the digest' });
    expect(message?.body).toMatchObject({
      attachments: [
        {
          title: '[info digest] prod risk-ml: 2 alerts',
          text: expect.stringMatching(
            /^Only what still fires now\.\n\*\w+ (?:fires|fires)\*\n\n\*\w+ fires\*\n\n$/,
          ),
        },
      ],
    });
    await until(
      async () =>
        (await knownAlert(service, 'Later'))?.status.mutedBy.includes('later/ml-critical/info/digest'),
      { what: 'the other digest waiting' },
    );
    expect(bench.payloads('later')).toEqual([]);
  });
});

function held(bench: AlertmanagerBench, team: string): Route {
  const levels = [level(1, [bench.hook(team)])];
  return quick([severityRoute('ticket', levels, { heldOutsideBusinessHours: true })], { team });
}

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MINUTES_PER_DAY = 1440;

/** What the clocks of a zone show now, or in some minutes; and the dates of yesterday, today and tomorrow. */
function wallClock(timeZone: string, inMinutes = 0): { minuteOfDay: number; datesAround: string[] } {
  const at = (shift: number): Record<string, string> => {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(Date.now() + shift * 60_000);
    return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  };
  const { hour, minute } = at(inMinutes);
  return {
    minuteOfDay: Number(hour) * 60 + Number(minute),
    datesAround: [-MINUTES_PER_DAY, 0, MINUTES_PER_DAY].map((shift) => {
      const { year = '', month = '', day = '' } = at(inMinutes + shift);
      return `${year}-${month}-${day}`;
    }),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The two hours before and after a minute of the day, and all others, as ranges that do not cross midnight. */
function aroundNow(minute: number): { inside: Range[]; outside: Range[] } {
  const from = (minute + MINUTES_PER_DAY - 120) % MINUTES_PER_DAY;
  const to = (minute + 120) % MINUTES_PER_DAY;
  const stretch = (start: number, end: number): Range[] =>
    start < end
      ? [{ from: start, to: end }]
      : [
          { from: 0, to: end },
          { from: start, to: MINUTES_PER_DAY },
        ].filter((range) => range.from < range.to);
  return { inside: stretch(from, to), outside: stretch(to, from) };
}

function everyDay(ranges: readonly Range[]): Record<(typeof WEEK)[number], readonly Range[]> {
  return { mon: ranges, tue: ranges, wed: ranges, thu: ranges, fri: ranges, sat: ranges, sun: ranges };
}
