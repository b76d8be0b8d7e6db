import type { ReportProblem } from './problem.ts';

/** A line of iCalendar after unfolding: `NAME;PARAMETER=x:value`. */
export interface ContentLine {
  readonly text: string;
  /** Upper case. */
  readonly name: string;
  /** The physical line on which it begins, from 1. */
  readonly line: number;
  /** Where its value begins, from 1. */
  readonly valueColumn: number;
}

/** A component `BEGIN:VEVENT` … `END:VEVENT`, without the components inside of it. */
export interface Component {
  /** Line of its BEGIN. */
  readonly line: number;
  readonly properties: readonly ContentLine[];
}

interface OpenComponent extends Component {
  readonly name: string;
  readonly properties: ContentLine[];
}

/**
 * Finds the calendars and the events in them. Only what is closed properly is returned; everything that is not is a
 * problem. Other components (time zones, to-dos, alarms inside events) are passed over.
 */
export function readComponents(
  text: string,
  report: ReportProblem,
): { readonly calendars: readonly Component[]; readonly events: readonly Component[] } {
  const calendars: Component[] = [];
  const events: Component[] = [];
  const open: OpenComponent[] = [];
  for (const { line, text: content } of unfold(text)) {
    if (content.trim() === '') continue;
    const parsed = /^([A-Za-z0-9-]+)(?:;(?:[^":]|"[^"]*")*)?:/.exec(content);
    if (open.length === 0 && !/^BEGIN:VCALENDAR\s*$/i.test(content)) {
      report({
        line,
        column: 1,
        message:
          calendars.length === 0
            ? 'this is no iCalendar file: it does not begin with BEGIN:VCALENDAR'
            : 'there is something after END:VCALENDAR',
      });
      return { calendars, events };
    }
    if (parsed === null) {
      report({ line, column: 1, message: 'this is no line of iCalendar, which is NAME:value' });
      continue;
    }
    const name = (parsed[1] ?? '').toUpperCase();
    const value = content.slice(parsed[0].length).trim().toUpperCase();
    if (name === 'BEGIN') {
      open.push({ name: value, line, properties: [] });
    } else if (name === 'END') {
      const closed = open.at(-1);
      if (closed?.name !== value) {
        report({
          line,
          column: 1,
          message: `END:${value} where BEGIN:${closed?.name} of line ${closed?.line} is still open`,
        });
        return { calendars, events };
      }
      open.pop();
      if (value === 'VCALENDAR' && open.length === 0) calendars.push(closed);
      if (value === 'VEVENT' && open.length === 1) events.push(closed);
    } else {
      open.at(-1)?.properties.push({ text: content, name, line, valueColumn: parsed[0].length + 1 });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    report({
      line: unclosed.line,
      column: 1,
      message: `BEGIN:${unclosed.name} is never closed: the file is cut short`,
    });
  } else if (calendars.length === 0) {
    report({ line: 1, column: 1, message: 'the file is empty: a calendar begins with BEGIN:VCALENDAR' });
  }
  return { calendars, events };
}

/** Joins continuation lines, which begin with a space or a tab. */
function unfold(text: string): { line: number; text: string }[] {
  const lines: { line: number; parts: string[] }[] = [];
  const physical = (text.startsWith('\uFEFF') ? text.slice(1) : text).split(/\r\n|\n|\r/);
  for (const [index, part] of physical.entries()) {
    const last = lines.at(-1);
    if (last !== undefined && /^[ \t]/.test(part)) last.parts.push(part.slice(1));
    else lines.push({ line: index + 1, parts: [part] });
  }
  return lines.map(({ line, parts }) => ({ line, text: parts.join('') }));
}
