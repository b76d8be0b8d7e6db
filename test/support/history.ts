import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { backfillRules, onlyRecording, readRules } from './backfill.ts';
import type { ExposedSeries } from './fraud-service.ts';
import { program } from './programs.ts';

const run = promisify(execFile);

/** A stretch of time before now, in Unix seconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

/**
 * Gives Prometheus' folder the samples of a service that grew evenly from nothing to what it exposes now, so that the first
 * real scrape continues them. `labels` are those that scraping adds.
 */
export async function backfillGrowth(
  data: string,
  exposed: readonly ExposedSeries[],
  labels: Readonly<Record<string, string>>,
  { start, end, stepSeconds }: Stretch,
): Promise<void> {
  const steps = Math.floor((end - start) / stepSeconds);
  const lines = exposed.flatMap((series) =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const seconds = end - (steps - step) * stepSeconds;
      return `${notation(series, labels)} ${(series.value * step) / steps} ${seconds.toFixed(3)}`;
    }),
  );
  const folder = mkdtempSync(`${data}-openmetrics-`);
  try {
    const file = path.join(folder, 'history.om');
    writeFileSync(file, `${lines.join('\n')}\n# EOF\n`);
    await run(program('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', '-q', file, data]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notation(series: ExposedSeries, added: Readonly<Record<string, string>>): string {
  const labels = Object.entries({ ...series.labels, ...added }).map(
    // Prometheus writes the bound 1 of a bucket as 1.0.
    ([name, value]) => `${name}="${name === 'le' && /^\d+$/.test(`${value}`) ? `${value}.0` : value}"`,
  );
  return `${series.name}{${labels.join(',')}}`;
}

/** Adds what recording rules of some rendered files would have recorded, one pass for each rung, since each reads the one before. */
export async function backfillRecorded(
  data: string,
  ruleFiles: readonly string[],
  rungs: readonly (readonly string[])[],
  { start, end }: Stretch,
): Promise<void> {
  const groups = ruleFiles.flatMap((text) => readRules(text).groups);
  for (const names of rungs) await backfillRules(data, onlyRecording({ groups }, names), start, end);
}
