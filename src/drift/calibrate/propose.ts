import type { Levels } from '../../plan/drift-job.ts';
import type { Place } from './place.ts';
import { type Series, shareAt } from './tally.ts';

export interface Target {
  /** Share of runs without drift that may alert at one place. */
  readonly rate: number;
  /** Whether levels that are far above what is needed come down. */
  readonly tighten: boolean;
}

/** Of warnings there may be so many times as of alerts. */
const WARNINGS_PER_ALERT = 5;
/** Levels lie so much above what was measured: another sample has another largest value. */
const MARGIN = 1.1;
/** A level that is more than so many times what is needed is far too high. */
const FAR = 2;
/** How far an alert is above a warning at least. */
const APART = 1.25;
/** No level is 0: it would be reached without any difference. */
const LEAST = 0.001;

/** What a place should have, and why not when it can't. */
export type Proposal =
  | { readonly state: 'right' }
  /** Nothing was decided, so that nothing is known. */
  | { readonly state: 'unknown' }
  | { readonly state: 'proposed'; readonly levels: Levels }
  /** Levels would have to be above the largest value that the test has. */
  | { readonly state: 'beyond'; readonly needed: number };

/** The share of runs that may warn. */
export function warnRate({ rate }: Pick<Target, 'rate'>): number {
  return Math.min(1, WARNINGS_PER_ALERT * rate);
}

/**
 * Levels of a place by what runs without drift came to, of all its samples by the one that varies most.
 *
 * - A level stays while no more runs reach it than may, counting significant effects only, as runs do.
 * - Else it rises to what a share `rate` of the runs (five times as many for `warn`) exceeds in its largest effect, significant or
 *   not, and 10 % more; an alert not below the 99 % quantile of the noise of a distance.
 * - With `tighten` a level of more than twice that comes down to it.
 *
 * Levels have two significant digits, rounded upward; `warn` stays below `alert`, which gives way.
 */
export function propose(place: Place, series: readonly Series[], target: Target): Proposal {
  const known = series.filter(({ runs }) => runs > 0);
  if (known.length === 0) return { state: 'unknown' };
  const { levels } = place;
  const needed = {
    warn: neededFor(known, warnRate(target)),
    alert: Math.max(neededFor(known, target.rate), upward(Math.max(...known.map(({ noise }) => noise)))),
  };
  const isWrong = {
    warn: mustChange(levels.warn, needed.warn, warnRate(target), known, target),
    alert: mustChange(levels.alert, needed.alert, target.rate, known, target),
  };
  if (!isWrong.warn && !isWrong.alert) return { state: 'right' };
  // A bare test of significance gets both levels; else a level that is not asked for stays away.
  const isBare = levels.warn === undefined && levels.alert === 0;
  const alert = isWrong.alert ? needed.alert : levels.alert;
  const isAbove = levels.warn !== undefined && alert !== undefined && levels.warn >= alert;
  const warn = isBare || isWrong.warn || isAbove ? needed.warn : levels.warn;
  const proposed = apart(warn, alert);
  const highest = Math.max(proposed.warn ?? 0, proposed.alert ?? 0);
  return highest > place.most || !Number.isFinite(highest)
    ? { state: 'beyond', needed: highest }
    : { state: 'proposed', levels: proposed };
}

function apart(warn: number | undefined, alert: number | undefined): Levels {
  const isTooNear = warn !== undefined && alert !== undefined && warn >= alert;
  const raised = isTooNear ? upward(warn * APART) : alert;
  return { ...(warn !== undefined && { warn }), ...(raised !== undefined && { alert: raised }) };
}

function mustChange(
  level: number | undefined,
  needed: number,
  rate: number,
  series: readonly Series[],
  { tighten }: Target,
): boolean {
  if (level === undefined) return false;
  if (series.some((each) => shareAt(each, level) > rate)) return true;
  return tighten && level > FAR * needed;
}

/** The level that at most a share of the runs reaches, with a margin. */
function neededFor(series: readonly Series[], rate: number): number {
  const most = Math.max(...series.map(({ largest }) => exceededBy(largest, rate)));
  return upward(Math.max(LEAST, most * MARGIN));
}

/** The smallest value that no more than such a share of the values is above. */
function exceededBy(values: readonly number[], share: number): number {
  const descending = values.toSorted((a, b) => b - a);
  return descending[Math.floor(share * values.length + 1e-9)] ?? 0;
}

/** Rounded up to two significant digits; 0 and infinity stay. */
function upward(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return value;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  // What is a round number already must not be lifted by its last bit.
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
}
