import * as fc from 'fast-check';

/** Random time intervals in Alertmanager's words, all of which it accepts. */

export interface IntervalTexts {
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
  readonly weekdays?: readonly string[];
  readonly days_of_month?: readonly string[];
  readonly months?: readonly string[];
  readonly years?: readonly string[];
  readonly location?: string;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
];

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

const minute = fc.oneof(fc.constantFrom(0, 60, 90, 120, 180, 1440), fc.integer({ min: 0, max: 1440 }));
const times = fc
  .tuple(minute, minute)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  .map(([from, to]) => ({
    start_time: `${pad(Math.floor(from / 60))}:${pad(from % 60)}`,
    end_time: `${pad(Math.floor(to / 60))}:${pad(to % 60)}`,
  }));

function range(min: number, max: number, name: (value: number) => string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => (a === b ? name(a) : `${name(Math.min(a, b))}:${name(Math.max(a, b))}`));
}

const daysOfMonth = fc.oneof(
  range(1, 31, String),
  range(-31, -1, String),
  // From some day to one before the month's end.
  fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: -10, max: -1 })).map(([a, b]) => `${a}:${b}`),
);

export const intervalTexts: fc.Arbitrary<IntervalTexts> = fc.record(
  {
    times: fc.array(times, { minLength: 1, maxLength: 2 }),
    weekdays: fc.array(
      range(0, 6, (day) => WEEKDAYS[day] ?? ''),
      { minLength: 1, maxLength: 2 },
    ),
    days_of_month: fc.array(daysOfMonth, { minLength: 1, maxLength: 2 }),
    months: fc.array(range(1, 12, String), { minLength: 1, maxLength: 2 }),
    years: fc.array(range(2024, 2028, String), { minLength: 1, maxLength: 2 }),
    location: fc.constantFrom(...ZONES),
  },
  { requiredKeys: [] },
);
