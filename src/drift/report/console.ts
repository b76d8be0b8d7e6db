import { displayWidth } from '../../diagnostics/cells.ts';
import { clipped, columns } from '../../diagnostics/columns.ts';
import { printable, printableLines } from '../../diagnostics/printable.ts';
import { countedInGroups, grouped } from '../../support/counted.ts';
import type { CheckResult, DatasetResult, QualityResult, RunFinding, RunResult } from '../result.ts';
import { printFigure, printMoment, printPeriod, printRows } from './figures.ts';
import { qualityHeadline, qualityRows, qualityWindows } from './quality.ts';
import { type ColumnView, type PolicyView, policyView, type Standing, sortFindings } from './view.ts';
import {
  baselineWords,
  headline,
  levelsWords,
  restWords,
  STANDING_WORDS,
  segmentWords,
  sentences,
  sinceWords,
  testWords,
  windowWords,
} from './words.ts';

export interface ConsoleStyle {
  /** Whether to colour; whoever calls knows the terminal and NO_COLOR. */
  readonly color: boolean;
  /** Columns of the terminal. Tables give up what matters least to fit; sentences are left to the terminal to break. */
  readonly width: number;
}

/**
 * The result for a terminal: of each policy a line for each column that is not without drift, how many others there are, the
 * findings, and the verdict last; of each dataset the checks that failed.
 */
export function renderConsole(result: RunResult, style: ConsoleStyle): string {
  const paint = painter(style.color);
  const blocks = [
    ...result.policies.map((policy) => policyBlock(policyView(policy), style, paint)),
    ...result.datasets.map((dataset) => datasetBlock(dataset, style, paint)),
    ...result.qualities.map((quality) => qualityBlock(quality, paint)),
  ];
  return blocks.length === 0
    ? 'Nothing to run: the plan has no policy, no dataset and no quality.\n'
    : blocks.join('\n');
}

function policyBlock(view: PolicyView, style: ConsoleStyle, paint: Painter): string {
  const { policy, findings } = view;
  const facts = [
    ['model', policy.model],
    ['window', windowWords(policy)],
    ['baseline', baselineWords(policy)],
  ];
  return [
    `${paint.bold(printable(policy.policy))}  ${printable(policy.title)}\n`,
    columns(facts, { indent: INDENT, paint: (cell, _, column) => (column === 0 ? paint.dim(cell) : cell) }),
    '\n',
    columnTable(view, style, paint),
    `${INDENT}${restWords(view)}\n`,
    findingLines(findings, paint),
    `${verdictLine(view, paint)}\n`,
    ...sentences(view).map((sentence) => `${INDENT}${printable(sentence)}\n`),
  ].join('');
}

const INDENT = '  ';
const LONGEST_NAME = 40;
const SHORTEST_NAME = 12;

interface TableColumn {
  readonly head: string;
  readonly cell: (column: ColumnView) => string;
  readonly right?: true;
  /** The higher, the sooner it is left out of a narrow terminal; absent: never. */
  readonly spare?: number;
}

const TABLE: readonly TableColumn[] = [
  { head: 'verdict', cell: ({ standing }) => STANDING_WORDS[standing] },
  { head: 'column', cell: ({ name }) => clipped(name, LONGEST_NAME) },
  { head: 'test', cell: ({ driver }) => (driver === undefined ? '' : testWords(driver)), spare: 0 },
  { head: 'effect', cell: ({ driver }) => printFigure(driver?.effect ?? null), right: true },
  {
    head: 'levels',
    cell: ({ driver }) => (driver === undefined ? '' : levelsWords(driver.levels)),
    spare: 2,
  },
  {
    head: 'adjusted p',
    cell: ({ driver }) => printFigure(driver?.adjustedPValue ?? driver?.pValue ?? null),
    right: true,
    spare: 3,
  },
  { head: 'rows', cell: ({ driver }) => grouped(driver?.rows ?? 0), right: true, spare: 4 },
  { head: 'since', cell: sinceWords, spare: 5 },
  {
    head: 'segment',
    cell: ({ driver }) => (driver === undefined ? '' : clipped(segmentWords(driver), LONGEST_NAME)),
    spare: 1,
  },
];

function columnTable({ columns: all }: PolicyView, { width }: ConsoleStyle, paint: Painter): string {
  const told = all.filter(({ standing }) => standing !== 'none');
  if (told.length === 0) return '';
  let kept = TABLE;
  let text = printTable(kept, told, paint);
  while (widest(kept, told) > width && kept.some(({ spare }) => spare !== undefined)) {
    const most = Math.max(...kept.map(({ spare }) => spare ?? -1));
    kept = kept.filter(({ spare }) => spare !== most);
    text = printTable(kept, told, paint);
  }
  const over = widest(kept, told) - width;
  if (over > 0)
    text = printTable(shorterNames(kept, Math.max(SHORTEST_NAME, LONGEST_NAME - over)), told, paint);
  return `${text}\n`;
}

function shorterNames(kept: readonly TableColumn[], most: number): TableColumn[] {
  return kept.map((each) =>
    each.head === 'column' ? { ...each, cell: ({ name }: ColumnView) => clipped(name, most) } : each,
  );
}

function printTable(kept: readonly TableColumn[], told: readonly ColumnView[], paint: Painter): string {
  return columns(cellsOfTable(kept, told), {
    indent: INDENT,
    right: kept.flatMap(({ right }, index) => (right === true ? [index] : [])),
    paint: (cell, row, column) => {
      if (row === 0) return paint.dim(cell);
      return column === 0 ? paint.standing(told[row - 1]?.standing ?? 'none')(cell) : cell;
    },
  });
}

function cellsOfTable(kept: readonly TableColumn[], told: readonly ColumnView[]): string[][] {
  return [kept.map(({ head }) => head), ...told.map((column) => kept.map(({ cell }) => cell(column)))];
}

function widest(kept: readonly TableColumn[], told: readonly ColumnView[]): number {
  const lines = columns(cellsOfTable(kept, told), { indent: INDENT }).split('\n');
  return Math.max(...lines.map(displayWidth));
}

function verdictLine(view: PolicyView, paint: Painter): string {
  const { policy } = view;
  const standing = policy.enough ? policy.verdict : 'undecided';
  return `${INDENT}${paint.standing(standing)(printable(headline(view)))}`;
}

function findingLines(findings: readonly RunFinding[], paint: Painter): string {
  return findings
    .flatMap(({ severity, code, column, message, hint }) => {
      const [first = '', ...more] = printableLines(message);
      const about = column === null ? '' : `  ${printable(column)}`;
      return [
        `${INDENT}${paint.severity(severity)(severity)}  ${paint.dim(printable(code))}${about}  ${first}`,
        ...[...more, ...(hint === null ? [] : printableLines(hint))].map((line) => `${INDENT}   ${line}`),
      ].map((line) => `${line}\n`);
    })
    .join('');
}

function datasetBlock(dataset: DatasetResult, style: ConsoleStyle, paint: Painter): string {
  const { window, newest, checks } = dataset;
  const failed = checks.filter((check) => check.failed);
  const facts = [
    ['window', `${printPeriod(window)}, ${printRows(window.rows)}`],
    ['newest row', newest === null ? 'unknown' : printMoment(newest)],
  ];
  const words =
    failed.length === 0
      ? paint.standing('none')(`${countedInGroups(checks.length, 'check')} passed`)
      : paint.standing('alert')(
          `${grouped(failed.length)} of ${countedInGroups(checks.length, 'check')} failed`,
        );
  return [
    `${paint.bold(printable(dataset.dataset))}  checks of the data\n`,
    columns(facts, { indent: INDENT, paint: (cell, _, column) => (column === 0 ? paint.dim(cell) : cell) }),
    failed.length === 0 ? '' : `\n${checkTable(failed, style, paint)}`,
    findingLines(sortFindings(dataset.findings), paint),
    `${INDENT}${words}\n`,
  ].join('');
}

function checkTable(failed: readonly CheckResult[], { width }: ConsoleStyle, paint: Painter): string {
  const rows = failed.map(({ feature, check, value, limit, message }) => [
    'failed',
    clipped(feature ?? 'all rows', LONGEST_NAME),
    check,
    printFigure(value),
    clipped(limit, LONGEST_NAME),
    message,
  ]);
  const all = [['', 'feature', 'check', 'value', 'limit', 'what'], ...rows];
  const lines = columns(all, { indent: INDENT }).split('\n');
  const narrow = Math.max(...lines.map(displayWidth)) > width;
  // The message is the longest by far, and says what the figures do.
  const shown = narrow ? all.map((row) => [...row.slice(0, 3), row[5] ?? '']) : all;
  return columns(shown, {
    indent: INDENT,
    paint: (cell, row, column) =>
      row === 0 ? paint.dim(cell) : column === 0 ? paint.standing('alert')(cell) : cell,
  });
}

function qualityBlock(quality: QualityResult, paint: Painter): string {
  const rows = qualityRows(quality).map(({ metric, of, value, samples, matured, note }) => [
    clipped(metric, LONGEST_NAME),
    clipped(of, LONGEST_NAME),
    value,
    samples,
    matured,
    note,
  ]);
  const { standing, words } = qualityHeadline(quality);
  const table = columns([['metric', 'of', 'value', 'samples', 'labels', ''], ...rows], {
    indent: INDENT,
    right: [2, 3, 4],
    paint: (cell, row) => (row === 0 ? paint.dim(cell) : cell),
  });
  return [
    `${paint.bold(printable(quality.model))}  quality on matured labels\n`,
    `${INDENT}${paint.dim('window')}  ${qualityWindows(quality)}\n`,
    rows.length === 0 ? '' : `\n${table}\n`,
    findingLines(sortFindings(quality.findings), paint),
    `${INDENT}${paint.standing(standing)(words)}\n`,
  ].join('');
}

type Paint = (text: string) => string;

interface Painter {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly standing: (standing: Standing) => Paint;
  readonly severity: (severity: RunFinding['severity']) => Paint;
}

function painter(color: boolean): Painter {
  const sgr =
    (open: string, close: string): Paint =>
    (text) =>
      color ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  const [red, green, yellow, cyan, dim] = [
    sgr('31', '39'),
    sgr('32', '39'),
    sgr('33', '39'),
    sgr('36', '39'),
    sgr('2', '22'),
  ];
  const standings = { alert: red, warn: yellow, pending: yellow, undecided: cyan, none: green };
  const severities = { error: red, warning: yellow, info: cyan };
  return {
    bold: sgr('1', '22'),
    dim,
    standing: (standing) => standings[standing],
    severity: (severity) => severities[severity],
  };
}
