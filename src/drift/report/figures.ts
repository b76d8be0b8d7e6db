import { countedInGroups } from '../../support/counted.ts';
import { printDurationWords } from '../../units/index.ts';
import { figure } from '../figure.ts';

/** How reports print numbers and times: the same everywhere, whatever the locale. */

export const NO_FIGURE = '–';

/** A number with three significant digits: `0.0427`, `12300`, `1.2e-9`; `–` where there is none. */
export function printFigure(value: number | null): string {
  return value === null || !Number.isFinite(value) ? NO_FIGURE : figure(value);
}

/** A share between 0 and 1 with three significant digits: `7.54%`; `–` where there is none. */
export function printShare(share: number | null): string {
  return share === null ? NO_FIGURE : `${printFigure(share * 100)}%`;
}

/** `1 row`, `1,204 rows`. */
export function printRows(rows: number): string {
  return countedInGroups(rows, 'row');
}

/** Of the narrowest bin: an edge that is further off would be seen in a picture. */
const EDGE_TOLERANCE = 0.02;
const FEWEST_DIGITS = 3;

/** Edges of bins, in order, with as many digits as it takes to keep the widths of the bins, three at least. */
export function printEdges(edges: readonly number[]): string[] {
  const widths = edges.slice(1).map((edge, index) => edge - (edges[index] ?? edge));
  const most = Math.min(...widths.filter((width) => width > 0)) * EDGE_TOLERANCE;
  for (let digits = FEWEST_DIGITS; digits < 17; digits += 1) {
    const printed = edges.map((edge) => figure(edge, digits));
    if (printed.every((text, index) => Math.abs(Number(text) - (edges[index] ?? 0)) <= most)) return printed;
  }
  return edges.map(String);
}

/** `2026-11-26 06:00 UTC`, with seconds where they are not 0; a text that is no moment in UTC stays as it is. */
export function printMoment(moment: string): string {
  const [, date, time, seconds = ''] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|\+00:00)$/.exec(moment) ?? [];
  if (date === undefined || time === undefined) return moment;
  return `${date} ${time}${seconds === ':00' ? '' : seconds} UTC`;
}

/** `2026-11-19 00:00 to 2026-11-26 00:00 UTC (7 days)`; `all rows` without bounds. */
export function printPeriod({
  from,
  to,
}: {
  readonly from: string | null;
  readonly to: string | null;
}): string {
  if (from === null && to === null) return 'all there is';
  if (from === null) return `until ${printMoment(to ?? '')}`;
  if (to === null) return `since ${printMoment(from)}`;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  const length = seconds >= 0 ? ` (${printDurationWords(seconds)})` : '';
  return `${printMoment(from).replace(/ UTC$/, '')} to ${printMoment(to)}${length}`;
}
