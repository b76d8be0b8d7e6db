import { resolve } from 'node:path';
import { columns } from '../diagnostics/columns.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { figure } from '../drift/figure.ts';
import type { HistoryEntry } from '../drift/history.ts';
import { type Change, changesOf, type DetectorName } from '../drift/trend.ts';
import { isoMoment } from '../drift/windows.ts';
import { policiesOf, readHistory } from '../drift/world/history.ts';
import { stableJson } from '../support/stable-json.ts';
import { withEngine } from './drift-engine.ts';
import { type FindingOptions, reportFindings } from './findings.ts';

export interface DriftHistoryOptions extends FindingOptions {
  readonly history: string;
  readonly policies: readonly string[];
  readonly detector: DetectorName;
  /** Runs of each policy that are read, the newest ones. */
  readonly runs: number;
}

interface PolicyHistory {
  readonly policy: string;
  /** The oldest first. */
  readonly runs: readonly HistoryEntry[];
  readonly changes: readonly Change[];
}

/** `modelwatch drift history`: the runs that are kept, and where tests change over them in steps that no single run calls drift. */
export async function driftHistory(options: DriftHistoryOptions): Promise<number> {
  const folder = resolve(options.history);
  const report = (diagnostics: readonly Diagnostic[]): number =>
    diagnostics.length === 0
      ? 0
      : reportFindings({ diagnostics, texts: new Map(), root: process.cwd() }, options);
  return withEngine({ memoryLimit: '256MB' }, report, async (engine) => {
    const broken: Diagnostic[] = [];
    const known = policiesOf(folder).filter(
      (name) => options.policies.length === 0 || options.policies.includes(name),
    );
    const histories: PolicyHistory[] = [];
    for (const policy of known) {
      const runs = await readHistory(engine, folder, {
        policy,
        windowEnd: Number.POSITIVE_INFINITY,
        most: options.runs,
        onBroken: (file, reason) =>
          broken.push({
            code: 'history/broken',
            severity: 'warning',
            message: `${file} is passed over: ${reason}`,
          }),
      });
      const ascending = runs.toReversed();
      histories.push({ policy, runs: ascending, changes: changesOf(ascending, options.detector) });
    }
    process.stdout.write(
      options.format === 'json'
        ? stableJson(histories)
        : histories.map(printed).join('\n') || 'no run is kept here\n',
    );
    return report(broken);
  });
}

function printed({ policy, runs, changes }: PolicyHistory): string {
  const rows = runs.map(({ windowEnd, rows: count, verdict, driftedShare, tests }) => [
    isoMoment(windowEnd),
    String(count),
    verdict,
    driftedShare === null ? '–' : `${figure(100 * driftedShare)} %`,
    String(tests.filter((test) => test.verdict !== 'none').length),
  ]);
  const table = columns([['WINDOW END', 'ROWS', 'VERDICT', 'SHARE', 'TESTS AT WARN OR ALERT'], ...rows], {
    indent: '  ',
    right: [1],
  });
  const told = changes.map(
    ({ key, windowEnd, before, at }) =>
      `  ${isoMoment(windowEnd)}  ${nameOf(key)}: effect ${figure(before)} → ${figure(at)}\n`,
  );
  return `${policy}\n${table}${told.length > 0 ? `changes over runs\n${told.join('')}` : ''}`;
}

function nameOf(key: string): string {
  const [part, feature, test, segment, value] = JSON.parse(key) as (string | null)[];
  return [feature ?? part, test, ...(segment === null ? [] : [`${segment}=${value}`])].join(' ');
}
