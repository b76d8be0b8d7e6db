import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import {
  AVAILABILITY,
  documents,
  exampleModel,
  exampleObject,
  exampleProject,
} from '../../src/lint/example.ts';

/** A calendar with one day off. */
const calendar = (day: string) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example//days//EN',
    'BEGIN:VEVENT',
    `UID:${day}`,
    'DTSTAMP:20250101T000000Z',
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    'SUMMARY:Day off',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

function expired(today: string | undefined, until: string, holiday: string) {
  const text = exampleProject(
    documents(
      exampleObject('Project', 'name: example', [
        'owner: ml',
        `calendarUntil: ${until}`,
        'channels: { slack: { apiUrlFile: secrets/slack-url } }',
      ]),
      exampleObject('Team', 'name: ml', [
        'timezone: Europe/London',
        'businessHours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00", holidays: days.ics }',
        'contacts: { slack: "#ml" }',
        'onCall: [{ name: primary, provider: slack, channel: "@me" }]',
      ]),
      exampleModel([AVAILABILITY]),
    ),
  );
  const { diagnostics, files } = compile({
    specs: [{ path: 'modelwatch.yaml', text }],
    readAuxiliary: (path) => (path === 'days.ics' ? calendar(holiday) : undefined),
    ...(today !== undefined && { today }),
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return {
    files,
    messages: diagnostics
      .filter(({ code }) => code === 'routing/expired-holidays')
      .map(({ message }) => message),
  };
}

describe('routing/expired-holidays', () => {
  it('tells the end of the calendars thirty days before', () => {
    const until = (today: string) => expired(today, '2026-12-31', '2026-12-25').messages;
    expect(until('2026-12-01')).toEqual([]);
    expect(until('2026-12-02')).toEqual(['calendars are rendered up to 2026-12-31, and that is in 29 days']);
    expect(until('2026-12-24')).toEqual(['calendars are rendered up to 2026-12-31, and that is in 7 days']);
  });

  it('tells the last day off that a team has, once it is over', () => {
    const last = (today: string) => expired(today, '2027-12-31', '2026-12-25').messages;
    expect(last('2026-12-25')).toEqual([]);
    expect(last('2026-12-27')).toEqual([
      'the last holiday that team ml has is 2026-12-25, and that was 2 days ago',
    ]);
  });

  it('is judged by the day that is given, and by none without one; the same is rendered', () => {
    const [early, late, never] = ['2026-01-01', '2029-01-01', undefined].map((day) =>
      expired(day, '2026-12-31', '2026-12-25'),
    );
    expect(early?.messages).toEqual([]);
    expect(late?.messages).toHaveLength(2);
    expect(never?.messages).toEqual([]);
    expect(early?.files.length).toBeGreaterThan(0);
    expect(late?.files).toEqual(early?.files);
  });
});
