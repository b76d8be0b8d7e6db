import { describe, expect, it } from 'vitest';
import { buildProject } from '../../support/project.ts';
import { file, model, object, PROJECT } from '../../support/specs.ts';
import { seen } from './built.ts';

const UNTIL = object(
  'Project',
  'acme',
  '{ calendarUntil: 2027-12-31, channels: { slack: { apiUrlFile: s } } }',
);
const team = (more: string) => object('Team', 'ml', `{ contacts: { slack: "#ml" }, ${more} }`);
const withHours = (more: string, zone = 'Europe/London') =>
  team(`timezone: ${zone}, businessHours: { days: [mon, fri], from: "09:00", to: "17:30"${more} }`);

const ICS = (...events: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...event.split(' '), 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const day = (date: string, more = '') => `UID:${date} DTSTART;VALUE=DATE:${date}${more}`;

function build(text: string, auxiliary: Record<string, string> = {}) {
  const { environments, diagnostics } = buildProject(text, { auxiliary });
  return { hours: environments[0]?.plan.teamHours ?? [], diagnostics };
}

describe('working hours', () => {
  it('are the team’s, in its zone', () => {
    const { hours, diagnostics } = build(file(PROJECT, withHours(''), model()));
    expect(diagnostics).toEqual([]);
    const range = [{ from: 540, to: 1050 }];
    expect(hours).toEqual([
      { team: 'ml', timezone: 'Europe/London', hours: { mon: range, fri: range }, holidays: [] },
    ]);
  });

  it('are none of a team that says nothing', () => {
    expect(build(file(PROJECT, team('timezone: Asia/Tokyo'), model())).hours).toEqual([]);
  });

  it('may run past midnight', () => {
    const late = withHours('').replace('"09:00"', '"22:00"').replace('"17:30"', '"06:00"');
    expect(build(file(PROJECT, late, model())).hours[0]?.hours).toEqual({
      mon: [{ from: 1320, to: 1440 }],
      tue: [{ from: 0, to: 360 }],
      fri: [{ from: 1320, to: 1440 }],
      sat: [{ from: 0, to: 360 }],
    });
  });

  it('that end when they begin are refused', () => {
    const empty = withHours('').replace('"17:30"', '"09:00"');
    expect(build(file(PROJECT, empty, model())).diagnostics).toMatchObject([
      { code: 'routing/empty-hours', field: 'spec.businessHours.to' },
    ]);
  });

  it.each([
    ['Europe/Lodnon', 'Europe/London'],
    ['America/New_york', 'America/New_York'],
  ])('in a zone that does not exist are refused: %s', (zone, nearest) => {
    const { diagnostics } = build(file(PROJECT, withHours('', zone), model()));
    expect(diagnostics[0]?.suggestions?.[0]).toBe(nearest);
    expect(diagnostics).toMatchObject([
      { code: 'unit/timezone', message: `there is no time zone "${zone}"`, field: 'spec.timezone' },
    ]);
  });
});

describe('holidays', () => {
  const HOLIDAYS = withHours(', holidays: days.ics');
  const told = (project: string, auxiliary: Record<string, string>) =>
    build(file(project, HOLIDAYS, model()), auxiliary);

  it('are the whole days of the calendar, up to the end that the project gives', () => {
    const text = ICS(
      day('20261225'),
      day('20270101'),
      day('20280101'),
      day('20260504', ' DTEND;VALUE=DATE:20260506'),
    );
    expect(told(UNTIL, { 'days.ics': text }).hours[0]?.holidays).toEqual([
      '2026-05-04',
      '2026-05-05',
      '2026-12-25',
      '2027-01-01',
    ]);
  });

  it('are all there however far the end is: nothing between is left out', () => {
    const far = UNTIL.replace('2027-12-31', '2031-12-31');
    const yearly = ICS(day('20200101', ' RRULE:FREQ=YEARLY'));
    expect(told(far, { 'days.ics': yearly }).hours[0]?.holidays).toEqual(
      [2026, 2027, 2028, 2029, 2030, 2031].map((year) => `${year}-01-01`),
    );
  });

  it('of an end that has passed are those of its last two years', () => {
    const past = UNTIL.replace('2027-12-31', '2024-06-30');
    const yearly = ICS(day('20200101', ' RRULE:FREQ=YEARLY'));
    expect(told(past, { 'days.ics': yearly }).hours[0]?.holidays).toEqual(['2023-01-01', '2024-01-01']);
  });

  it('need an end that is written down', () => {
    expect(told(PROJECT, { 'days.ics': ICS(day('20261225')) }).diagnostics).toMatchObject([
      {
        code: 'project/no-calendar-until',
        field: 'spec.businessHours.holidays',
        object: { kind: 'Team', name: 'ml' },
      },
    ]);
  });

  it('that cannot be read are told at the team', () => {
    expect(told(UNTIL, {}).diagnostics).toMatchObject([
      {
        code: 'calendar/unreadable',
        message: "the calendar days.ics can't be read",
        field: 'spec.businessHours.holidays',
      },
    ]);
  });

  it('that are broken are told at the line of the calendar', () => {
    const text = ICS(day('20261225'), day('2026122'));
    const [finding, ...others] = told(UNTIL, { 'days.ics': text }).diagnostics;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'calendar/broken',
      severity: 'error',
      // DTSTART of the second event.
      span: { file: 'days.ics', start: { line: 9 } },
      object: { kind: 'Team', name: 'ml' },
    });
    expect(told(UNTIL, { 'days.ics': '' }).diagnostics.map(({ code }) => code)).toEqual(['calendar/broken']);
  });
});

describe('maintenance windows', () => {
  const AVAILABILITY = model();
  const window = (spec: string) => object('MaintenanceWindow', 'work', `{ ${spec} }`);
  const TEAM = team('timezone: UTC');
  const planned = (spec: string, project = UNTIL, ...more: string[]) => {
    const { environments, diagnostics } = buildProject(
      file(project, TEAM, AVAILABILITY, window(spec), ...more),
    );
    return { plan: environments[0]?.plan, diagnostics, work: environments[0]?.plan.maintenance[0] };
  };
  const CRON = 'schedule: { cron: "0 2 * * sun", duration: 3h, timezone: Europe/London }';

  it('that happen once are one interval, and need no calendar', () => {
    const { work, diagnostics } = planned(
      'schedule: { from: "2026-12-01T22:00:00+01:00", to: "2026-12-02T02:00:00Z" }, match: { model: fraud }',
      PROJECT,
    );
    const interval = {
      startUnixSeconds: Date.UTC(2026, 11, 1, 21) / 1000,
      endUnixSeconds: Date.UTC(2026, 11, 2, 2) / 1000,
    };
    expect(diagnostics).toEqual([]);
    expect(work).toMatchObject({
      id: 'work',
      recurrence: { type: 'once', interval },
      occurrences: [interval],
    });
  });

  it('that recur are those of the wall clock, from the first day on', () => {
    const occurrences = planned(`${CRON}, match: { model: fraud }`).work?.occurrences ?? [];
    const starts = occurrences.map(({ startUnixSeconds }) => new Date(startUnixSeconds * 1000).toISOString());
    // 2026-01-04 is the first Sunday; 104 of them are in two years that begin on Thursday and Friday.
    expect(starts[0]).toBe('2026-01-04T02:00:00.000Z');
    expect(starts).toHaveLength(104);
    // In summer 02:00 in London is 01:00 UTC.
    expect(starts).toContain('2026-07-05T01:00:00.000Z');
    expect(starts.at(-1)).toBe('2027-12-26T02:00:00.000Z');
    expect(
      planned(`${CRON}, match: { model: fraud }`, UNTIL.replace('2027', '2030')).work?.occurrences[0],
    ).toEqual(occurrences[0]);
  });

  it.each([
    [
      'schedule: { from: "2026-12-02T00:00:00Z", to: "2026-12-01T00:00:00Z" }',
      'calendar/ends-before-start schedule.to',
    ],
    [
      'schedule: { from: "2026-12-02T00:00:00Z", to: "2026-12-02T00:00:00Z" }',
      'calendar/ends-before-start schedule.to',
    ],
    ['schedule: { cron: "0 2 31 2 *", duration: 1h }', 'calendar/cron schedule.cron'],
    ['schedule: { cron: "0 2 29 2 *", duration: 1h }', 'calendar/never schedule.cron'],
    ['schedule: { cron: "0 2 * * sun", duration: 30s }', 'calendar/duration schedule.duration'],
    ['schedule: { cron: "0 2 * * sun", duration: 8d }', 'calendar/duration schedule.duration'],
    ['schedule: { cron: "0 2 * * sun", duration: 90s }', 'calendar/duration schedule.duration'],
    [
      'schedule: { cron: "0 2 * * sun", duration: 1h, timezone: Europe/Lodnon }',
      'unit/timezone schedule.timezone',
    ],
  ])('that cannot be are refused: %s', (schedule, finding) => {
    expect(seen(planned(`${schedule}, match: { model: fraud }`).diagnostics)).toEqual([finding]);
  });

  it('are told all that is wrong with them at once', () => {
    const bad =
      'schedule: { cron: "0 2 31 2 *", duration: 1h, timezone: Europe/Lodnon }, match: { model: fraud }';
    expect(seen(planned(bad, PROJECT).diagnostics).toSorted()).toEqual([
      'calendar/cron schedule.cron',
      'project/no-calendar-until schedule.cron',
      'unit/timezone schedule.timezone',
    ]);
  });

  const PIPELINE = object('Pipeline', 'ingest', '{ owner: ml, freshness: { metric: ok_seconds, page: 1h } }');
  const muted = (match: string) => planned(`${CRON}, match: ${match}`, UNTIL, PIPELINE).work?.alertNames;

  it.each([
    ['{ model: fraud, alerts: [absence] }', ['FraudErrorsAbsent', 'FraudRequestsAbsent']],
    ['{ pipeline: ingest }', ['IngestFreshness', 'IngestFreshnessAbsent']],
    ['{ alerts: [freshness, latency] }', ['IngestFreshness']],
    [
      '{ team: ml, alerts: [absence] }',
      ['FraudErrorsAbsent', 'FraudRequestsAbsent', 'IngestFreshnessAbsent'],
    ],
  ])('mute what meets all of %s', (match, names) => {
    expect(muted(match)).toEqual(names);
  });

  it('never mute the alerts on the monitoring itself', () => {
    expect(muted('{}')).toHaveLength(8);
    expect(muted('{}')?.filter((name) => name.startsWith('Acme'))).toEqual([]);
  });

  it('that mute nothing are told', () => {
    expect(
      seen(planned(`${CRON}, match: { model: fraud, pipeline: ingest }`, UNTIL, PIPELINE).diagnostics),
    ).toEqual(['maintenance/matches-nothing match']);
  });

  describe('are left out of the budget', () => {
    const excluded = (match: string, slo: string, ...more: string[]) =>
      buildProject(
        file(
          UNTIL,
          TEAM,
          model('', slo),
          window(`${CRON}, match: ${match}, excludeFromBudget: true`),
          ...more,
        ),
      );
    const windows = (match: string, slo = 'objective: 99%', ...more: string[]) =>
      excluded(match, slo, ...more).environments[0]?.plan.objectives[0]?.excludedMaintenance;

    it.each([
      ['{ model: fraud }', ['work']],
      ['{ team: ml }', ['work']],
      ['{ alerts: [availability] }', ['work']],
      // The budget is that of availability, though the signal has an alert on its absence.
      ['{ model: fraud, alerts: [absence] }', []],
      ['{ alerts: [latency] }', []],
    ])('of objectives that %s is about', (match, ids) => {
      expect(windows(match)).toEqual(ids);
    });

    it('also where no alert tells of the objective', () => {
      const quiet = 'objective: 99%, alerting: { burnPolicy: none }';
      expect(windows('{ model: fraud, alerts: [availability] }', quiet)).toEqual(['work']);
      expect(seen(excluded('{ model: fraud, alerts: [availability] }', quiet).diagnostics)).toEqual([]);
      const dev = object(
        'Environment',
        'dev',
        '{ routing: { rewriteSeverity: { page: none, ticket: none } } }',
      );
      expect(windows('{ model: fraud }', 'objective: 99%', dev)).toEqual(['work']);
    });

    it('only when asked to', () => {
      expect(planned(`${CRON}, match: { model: fraud }`).plan?.objectives[0]?.excludedMaintenance).toEqual(
        [],
      );
    });
  });
});
