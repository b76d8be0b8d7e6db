import { DRIFT_TEST_NAMES, driftTest } from '../../../spec/kinds/drift/tests.ts';
import { grouped } from '../../../support/counted.ts';
import { sum } from '../../../support/sum.ts';
import { type Distribution, LEVELS, type SideStatistics, type TestResult } from '../../result.ts';
import { NO_FIGURE, printEdges, printFigure, printShare } from '../figures.ts';
import type { ColumnView, PolicyView } from '../view.ts';
import { segmentWords, testWords } from '../words.ts';
import { nameText, proseText } from './shown.ts';

/**
 * What the page's script draws details from: lists instead of objects, since a thousand columns have it. Every figure is
 * printed here, so that the script only places it: a number stands for its own text, where both are the same.
 */
type Figure = number | string;

/** Edges or labels, then shares of the baseline and of the current data in percent. 0: none; 1: left out for its size. */
type Drawn = readonly ['n' | 'c', readonly Figure[], readonly number[], readonly number[]] | 0 | 1;

/**
 * What; verdict and level of this run, as places in LEVELS; score, or '' where it has another unit than the levels; effect;
 * warn and alert level; mean and 99 % of the noise; p-value, adjusted p-value, alpha; rows; the score in any unit; reason;
 * segment, or ''.
 */
type DrawnTest = readonly Figure[];

/** Name of a statistic, baseline, current. */
type DrawnStatistic = readonly [string, string, string];

export type ColumnData = readonly [
  Drawn,
  readonly DrawnTest[],
  readonly DrawnTest[],
  number,
  readonly DrawnStatistic[],
];

/** Characters of all charts together: what the details of a thousand columns leave of two megabytes. */
const CHART_BUDGET = 1_100_000;
const MOST_SEGMENTS = 12;

/** Details of every column of every policy, in the order of the views. The worst columns have their charts for certain. */
export function pageData(views: readonly PolicyView[]): readonly (readonly ColumnData[])[] {
  let left = CHART_BUDGET;
  return views.map(({ columns }) =>
    columns.map((column) => {
      const drawn = drawnDistribution(column.column?.distribution ?? null);
      const length = JSON.stringify(drawn).length;
      left -= length;
      return columnData(column, left < 0 && drawn !== 0 ? 1 : drawn);
    }),
  );
}

function columnData({ column, tests, segments }: ColumnView, drawn: Drawn): ColumnData {
  return [
    drawn,
    tests.map(drawnTest),
    segments.slice(0, MOST_SEGMENTS).map(drawnTest),
    Math.max(0, segments.length - MOST_SEGMENTS),
    column === undefined ? [] : drawnStatistics(column.baseline, column.current),
  ];
}

/** Whether the score has the unit of the levels, and can be drawn beside them. */
function isDistance({ test, aspect }: TestResult): boolean {
  const known = DRIFT_TEST_NAMES.find((name) => name === test);
  return aspect !== 'values' || known === undefined || driftTest(known).judgedBy === 'distance';
}

function drawnTest(test: TestResult): DrawnTest {
  const { verdict, level, score, effect, levels, noise, pValue, adjustedPValue, alpha, rows, reason } = test;
  return [
    nameText(testWords(test)),
    LEVELS.indexOf(verdict),
    LEVELS.indexOf(level),
    isDistance(test) ? figure(score) : '',
    figure(effect),
    figure(levels.warn),
    figure(levels.alert),
    figure(noise?.mean ?? null),
    figure(noise?.q99 ?? null),
    figure(pValue),
    figure(adjustedPValue),
    figure(alpha),
    grouped(rows),
    figure(score),
    proseText(reason),
    nameText(segmentWords(test)),
  ];
}

/** '' where there is none. */
function figure(value: number | null): Figure {
  const printed = printFigure(value);
  return printed === NO_FIGURE ? '' : compact(printed);
}

function compact(printed: string): Figure {
  const number = Number(printed);
  return String(number) === printed ? number : printed;
}

function drawnDistribution(distribution: Distribution | null): Drawn {
  if (distribution === null) return 0;
  const { baseline, current } = distribution;
  if (baseline.length === 0 || (sum(baseline) <= 0 && sum(current) <= 0)) return 0;
  const shares = [percents(baseline), percents(current)] as const;
  if (distribution.kind === 'numeric') return ['n', printEdges(distribution.edges).map(compact), ...shares];
  let hidden = 0;
  const labels = distribution.labels.map((label) => {
    if (label !== null) return label === '' ? '(empty text)' : nameText(label);
    hidden += 1;
    return `value ${hidden} (personal data)`;
  });
  return ['c', labels, ...shares];
}

function percents(counts: readonly number[]): number[] {
  const total = sum(counts);
  return counts.map((count) => (total > 0 ? Number(((count / total) * 100).toPrecision(3)) : 0));
}

function drawnStatistics(baseline: SideStatistics | null, current: SideStatistics | null): DrawnStatistic[] {
  if (baseline === null && current === null) return [];
  const row = (name: string, print: (side: SideStatistics) => string): DrawnStatistic => [
    name,
    baseline === null ? NO_FIGURE : print(baseline),
    current === null ? NO_FIGURE : print(current),
  ];
  const rows = [
    row('rows', (side) => grouped(side.rows)),
    row('missing', (side) => printShare(side.rows === 0 ? null : side.nulls / side.rows)),
    row('distinct', (side) => (side.distinct === null ? NO_FIGURE : grouped(side.distinct))),
    row('mean', (side) => printFigure(side.mean)),
    row('std', (side) => printFigure(side.std)),
    row('min', (side) => printFigure(side.min)),
    row('max', (side) => printFigure(side.max)),
  ];
  return rows.filter(([, before, now]) => before !== NO_FIGURE || now !== NO_FIGURE);
}
