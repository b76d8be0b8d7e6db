import type { Levels } from '../../plan/drift-job.ts';
import { counted } from '../../support/counted.ts';
import { figure } from '../figure.ts';
import type { CalibratedPlace, Change, PolicyCalibration, Rates } from './policy.ts';

const HEADER = ['THRESHOLD', 'TEST', 'COLUMNS', 'NOW', 'PROPOSED', 'RUNS', 'WARN OR ALERT', 'ALERT'];

const STATES = { right: 'as it is', unknown: 'not decided', beyond: 'none' } as const;

/** A calibration as tables for people: of each policy its thresholds, and how many runs without drift reach them. */
export function printCalibration(policies: readonly PolicyCalibration[]): string {
  return policies.map(printPolicy).join('\n');
}

function printPolicy({ policy, rows, baselineRows, places, verdicts, left }: PolicyCalibration): string {
  const rest = left
    .map(({ name, test, reason }) => `  not calibrated: ${test} of ${name} (${reason})\n`)
    .join('');
  if (places.length === 0) return `DriftPolicy ${policy.name}: not calibrated\n${rest}`;
  const runs = policy.consecutive === 1 ? 'each run for itself' : `${policy.consecutive} runs in a row`;
  const lines = [
    HEADER,
    ...places.flatMap(placeLines),
    ...ratesLines(['whole policy', runs, '', '', ''], verdicts),
  ];
  const widths = HEADER.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const table = lines.map((cells) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  return `DriftPolicy ${policy.name}: ${counted(rows, 'row')} in a run, ${baselineRows} in the baseline\n${table.join('\n')}\n${rest}`;
}

function placeLines({ place, columns, proposal, rates }: CalibratedPlace): string[][] {
  const text = proposal.state === 'proposed' ? levelsText(proposal.levels) : STATES[proposal.state];
  return ratesLines([place.name, place.test, String(columns), levelsText(place.levels), text], rates);
}

function ratesLines(cells: readonly string[], rates: readonly Rates[]): string[][] {
  return rates.map(({ kind, runs, warn, alert }, index) => [
    ...(index === 0 ? cells : cells.map(() => '')),
    `${runs} ${kind}`,
    changeText(warn),
    changeText(alert),
  ]);
}

/** "0.05 / 0.12": warn and alert; a dash for a level that is not there. */
export function levelsText({ warn, alert }: Levels): string {
  return [warn, alert].map((level) => (level === undefined ? '-' : figure(level))).join(' / ');
}

function shareText(value: number): string {
  return `${figure(value * 100)}%`;
}

/** "40% → 0.5%"; one share when nothing changes. */
export function changeText({ before, after }: Change): string {
  return before === after ? shareText(before) : `${shareText(before)} → ${shareText(after)}`;
}
