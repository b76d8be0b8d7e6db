import { DRIFT_PARTS } from '../../plan/drift-contract.ts';
import { countedInGroups, grouped } from '../../support/counted.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { PolicyResult, TestResult } from '../result.ts';
import { NO_FIGURE, printFigure, printMoment, printPeriod, printRows, printShare } from './figures.ts';
import { type ColumnView, type PolicyView, ratioOf, type Standing } from './view.ts';

/** Plain sentences about results. They hold texts of users: whoever prints them escapes for the place. */

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  alert: 'alert',
  warn: 'warn',
  pending: 'unconfirmed',
  undecided: 'not decided',
  none: 'no drift',
};

const ASPECTS: Readonly<Record<TestResult['aspect'], string | undefined>> = {
  values: undefined,
  nulls: 'missing values',
  unseen: 'new values',
  type: 'type',
};

/** What a test looked at: its name, or the aspect of the column. */
export function testWords({ aspect, test }: TestResult): string {
  return ASPECTS[aspect] ?? test;
}

/** `country = DE`; nothing for a test of all data. */
export function segmentWords({ segment, segmentValue }: TestResult): string {
  return segment === null ? '' : `${segment} = ${segmentValue ?? ''}`;
}

/** `warn 0.1, alert 0.2`; `–` without any. */
export function levelsWords({ warn, alert }: TestResult['levels']): string {
  const words = [
    ...(warn === null ? [] : [`warn ${printFigure(warn)}`]),
    ...(alert === null ? [] : [`alert ${printFigure(alert)}`]),
  ];
  return words.join(', ') || NO_FIGURE;
}

/** How far it is: `effect 0.42, 2.1 times the alert level of 0.2`, or the p-value where there is no effect. */
export function howFar(test: TestResult): string {
  const { effect, levels, score, adjustedPValue, pValue, alpha } = test;
  if (effect !== null && ratioOf(test) !== null)
    return `effect ${printFigure(effect)}, ${relativeWords(effect, levels)}`;
  const p = adjustedPValue ?? pValue;
  if (p !== null) return `p-value ${printFigure(p)}${alpha === null ? '' : ` (limit ${printFigure(alpha)})`}`;
  return score === null ? '' : `score ${printFigure(score)} (${levelsWords(levels)})`;
}

/** Against the highest level that it is over; else against the one that it would have to reach. */
function relativeWords(effect: number, { warn, alert }: TestResult['levels']): string {
  const isWarn = warn !== null && (alert === null || (effect >= warn && effect < alert));
  const level = (isWarn ? warn : alert) ?? 0;
  const name = `the ${isWarn ? 'warn' : 'alert'} level of ${printFigure(level)}`;
  if (effect <= 0) return `below ${name}`;
  if (effect < level) return `${printShare(effect / level)} of ${name}`;
  const next = isWarn && alert !== null ? ` (alert at ${printFigure(alert)})` : '';
  return `${printFigure(effect / level)} times ${name}${next}`;
}

/** The column and how far it is from its baseline: `amount: effect 0.42, …, in country = DE`. */
export function columnSentence({ name, driver }: ColumnView): string {
  if (driver === undefined) return name;
  const what = driver.aspect === 'values' ? '' : `${testWords(driver)}, `;
  const where = driver.segment === null ? '' : `, in ${segmentWords(driver)}`;
  const far = howFar(driver);
  return far === '' ? `${name}: ${driver.reason}` : `${name}: ${what}${far}${where}`;
}

/** Since when a column has its verdict, as far as two runs tell. */
export function sinceWords({ changed }: ColumnView): string {
  if (changed === undefined) return 'first run';
  return changed ? 'changed since the run before' : 'as in the run before';
}

export const VERDICTS: Readonly<Record<PolicyResult['verdict'], string>> = {
  alert: 'Drift',
  warn: 'Warning',
  none: 'No drift',
};

/** The verdict and what it is about, in one line: `Drift: 3 of 40 features and the predictions`. */
export function headline({ policy, columns }: PolicyView): string {
  if (!policy.enough)
    return `Not decided: ${printRows(policy.window.rows)} in the window, ${grouped(policy.minSamples)} ${policy.minSamples === 1 ? 'is' : 'are'} needed`;
  const { verdict } = policy;
  if (verdict === 'none') {
    const tested = subjects(columns, () => true);
    return tested === '' ? 'Nothing was compared' : `No drift in ${tested}`;
  }
  const drifted = subjects(columns, (column) => column.verdict === verdict);
  return drifted === '' ? VERDICTS[verdict] : `${VERDICTS[verdict]}: ${drifted}`;
}

const ALONE: ReadonlySet<string> = new Set(['predictions', 'labels']);
const MANY: Readonly<Record<string, string>> = {
  features: 'feature',
  embeddings: 'embedding',
  text: 'text descriptor',
  predictions: 'prediction column',
  labels: 'label column',
};

/** Of each part what is chosen, as a sentence lists it. */
function subjects(columns: readonly ColumnView[], isChosen: (column: ColumnView) => boolean): string {
  const parts = sortedBy(
    groupBy(columns, ({ part }) => part),
    ([part]) => DRIFT_PARTS.indexOf(part),
  );
  const phrases = parts.flatMap(([part, all]) => {
    const chosen = all.filter(isChosen).length;
    if (chosen === 0) return [];
    if (all.length === 1 && ALONE.has(part)) return [`the ${part}`];
    const word = MANY[part] ?? part;
    const total = countedInGroups(all.length, word);
    return [chosen === all.length ? total : `${grouped(chosen)} of ${total}`];
  });
  const last = phrases.at(-1) ?? '';
  return phrases.length < 2 ? last : `${phrases.slice(0, -1).join(', ')} and ${last}`;
}

const MOST_NAMED = 6;

/** `a, b and 3 more`. */
function named(names: readonly string[]): string {
  if (names.length <= MOST_NAMED) return names.join(', ');
  return `${names.slice(0, MOST_NAMED).join(', ')} and ${grouped(names.length - MOST_NAMED)} more`;
}

/** What a reader should know beside the headline, the most important first. */
export function sentences(view: PolicyView): string[] {
  const { policy, columns, counts } = view;
  const [first] = columns;
  const furthest =
    first !== undefined && (first.standing === 'alert' || first.standing === 'warn')
      ? [`Furthest off is ${columnSentence(first)}.`]
      : [];
  return [
    ...furthest,
    ...warnSentence(view),
    ...pendingSentence(counts.pending),
    ...undecidedSentence(view),
    ...shareSentence(policy),
    previousSentence(policy),
  ];
}

/** The headline counts those at alert. */
function warnSentence({ policy, counts }: PolicyView): string[] {
  if (policy.verdict !== 'alert' || counts.warn === 0) return [];
  return [`${countedInGroups(counts.warn, 'column')} ${counts.warn === 1 ? 'is' : 'are'} at warn.`];
}

function pendingSentence(count: number): string[] {
  if (count === 0) return [];
  const are = count === 1 ? 'is' : 'are';
  return [
    `${countedInGroups(count, 'column')} ${are} over a level in this run, but not yet in enough runs in a row.`,
  ];
}

function undecidedSentence({ policy, counts }: PolicyView): string[] {
  if (!policy.enough || counts.undecided === 0) return [];
  return [`${countedInGroups(counts.undecided, 'column')} could not be decided.`];
}

function shareSentence(policy: PolicyResult): string[] {
  const { driftedShare, weightedShare, shareLevels } = policy;
  if (driftedShare === null) return [];
  const weighted =
    weightedShare === null || weightedShare === driftedShare
      ? ''
      : ` (${printShare(weightedShare)} by importance)`;
  const levels = shareLevels === null ? '' : `; ${shareLevelWords(shareLevels)}`;
  return [`${printShare(driftedShare)} of the features are at alert${weighted}${levels}.`];
}

/** `warn at 10%, alert at 20%`. */
export function shareLevelWords({ warn, alert }: NonNullable<PolicyResult['shareLevels']>): string {
  return `${warn === null ? '' : `warn at ${printShare(warn)}, `}alert at ${printShare(alert)}`;
}

/** Which columns have another verdict than in the run before, as far as one is known. */
function previousSentence({ previous }: PolicyResult): string {
  if (previous === null) return 'No run before this one is known.';
  const before = `the run before (${VERDICTS[previous.verdict].toLowerCase()}, ${previousWords(previous)})`;
  if (previous.changed.length === 0) return `No column changed its verdict since ${before}.`;
  return `Changed since ${before}: ${named(previous.changed)}.`;
}

/** End of the window of the run before, and its share: `to 2026-11-25 00:00 UTC, 2.5% at alert`. */
export function previousWords({ to, driftedShare }: NonNullable<PolicyResult['previous']>): string {
  return `to ${printMoment(to)}${driftedShare === null ? '' : `, ${printShare(driftedShare)} at alert`}`;
}

/** `2026-11-19 00:00 to 2026-11-26 00:00 UTC (7 days), 120,482 rows`. */
export function windowWords({ window }: Pick<PolicyResult, 'window'>): string {
  return `${printPeriod(window)}, ${printRows(window.rows)}`;
}

/** Description, period, rows, and whether the rows or their stored counts were read. */
export function baselineWords({ baseline }: Pick<PolicyResult, 'baseline'>): string {
  const { description, rows, stored } = baseline;
  const period = baseline.from === null && baseline.to === null ? '' : `, ${printPeriod(baseline)}`;
  return `${description}${period}, ${printRows(rows)}${stored ? ', from its stored snapshot' : ''}`;
}

/** `37 of 40 columns without drift`, with how many could not be decided. */
export function restWords({ columns, counts }: PolicyView): string {
  const rest = counts.undecided === 0 ? '' : `, ${grouped(counts.undecided)} not decided`;
  return `${grouped(counts.none)} of ${countedInGroups(columns.length, 'column')} without drift${rest}`;
}
