import { fromDayNumber, toDayNumber } from './date.ts';
import { readComponents } from './ics/components.ts';
import { type DayEvent, readEvent } from './ics/event.ts';
import type { IcsProblem } from './ics/problem.ts';
import { type Budget, expandRule } from './ics/recurrence.ts';
import { mergeStretches, type Stretch } from './stretches.ts';
import type { CalendarDate } from './types.ts';

/** More than this is no calendar of holidays: three hundred yearly events over a century need less. */
const BUDGET_DAYS = 1_000_000;
const MAX_PROBLEMS = 50;

export interface Holidays {
  /** Ascending, each once. Without the events that have problems. */
  readonly dates: readonly CalendarDate[];
  /** In the order of lines. Whether any is an error is for the caller. */
  readonly problems: readonly IcsProblem[];
}

/**
 * The days off in an ICS file, from `from` (default: the first event) to `until`, both included: its events of whole days,
 * rules expanded, exceptions and cancelled events left out, moved occurrences moved. Never throws on any text, and takes a
 * bounded time for each.
 */
export function parseHolidays(
  text: string,
  { from, until }: { readonly from?: CalendarDate; readonly until: CalendarDate },
): Holidays {
  const problems: IcsProblem[] = [];
  const report = (problem: IcsProblem): void => {
    problems.push(problem);
  };
  const { calendars, events: components } = readComponents(text, report);
  for (const line of calendars.flatMap(({ properties }) => properties)) {
    if (line.name === 'CALSCALE' && !/:\s*GREGORIAN\s*$/i.test(line.text)) {
      report({
        line: line.line,
        column: line.valueColumn,
        message: 'only the Gregorian calendar is supported',
      });
    }
  }
  if (calendars[0] !== undefined && components.length === 0 && problems.length === 0) {
    report({ line: calendars[0].line, column: 1, message: 'the calendar has no events' });
  }
  const events = components.flatMap((component) => readEvent(component, report) ?? []);
  const days = daysOf(
    events,
    from === undefined ? Number.NEGATIVE_INFINITY : toDayNumber(from),
    toDayNumber(until),
    report,
  );
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  const more = problems.length - MAX_PROBLEMS;
  const last = problems[MAX_PROBLEMS];
  return {
    dates: days.map(fromDayNumber),
    problems:
      more > 0 && last !== undefined
        ? [...problems.slice(0, MAX_PROBLEMS), { ...last, message: `${more} more problems from here on` }]
        : problems,
  };
}

function daysOf(
  events: readonly DayEvent[],
  firstDay: number,
  lastDay: number,
  report: (problem: IcsProblem) => void,
): number[] {
  const moved = movedDays(events);
  const budget: Budget = { daysLeft: BUDGET_DAYS };
  const stretches: Stretch[] = [];
  for (const event of events) {
    if (event.cancelled) continue;
    const starts = startsOf(event, lastDay, budget);
    if (starts === undefined) {
      report({ line: event.line, column: 1, message: 'the calendar repeats too often for one of holidays' });
      break;
    }
    const except = new Set(event.exceptDays);
    const elsewhere = event.insteadOfDay === undefined ? moved.get(event.uid ?? '') : undefined;
    for (const day of starts) {
      if (except.has(day) || elsewhere?.has(day) === true) continue;
      stretches.push({ from: Math.max(day, firstDay), to: Math.min(day + event.lengthDays, lastDay + 1) });
    }
  }
  return mergeStretches(stretches).flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, index) => from + index),
  );
}

function startsOf(event: DayEvent, lastDay: number, budget: Budget): number[] | undefined {
  const starts = [event.startDay, ...event.extraDays];
  for (const rule of event.rules) {
    const days = expandRule(rule, event.startDay, lastDay, budget);
    if (days === undefined) return undefined;
    for (const day of days) starts.push(day);
  }
  return starts;
}

/** By UID, the days that another event of the file stands for, or cancels. */
function movedDays(events: readonly DayEvent[]): Map<string, Set<number>> {
  const moved = new Map<string, Set<number>>();
  for (const { uid, insteadOfDay } of events) {
    if (uid === undefined || insteadOfDay === undefined) continue;
    const days = moved.get(uid) ?? new Set();
    moved.set(uid, days.add(insteadOfDay));
  }
  return moved;
}
