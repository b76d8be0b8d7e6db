import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Captured, captureAll } from '../drift/world/capture.ts';
import { writeRendered } from '../drift/world/write-outputs.ts';
import { counted } from '../support/counted.ts';
import { stableJson } from '../support/stable-json.ts';
import { progress } from './compile.ts';
import { diagnosticOf, withEngine } from './drift-engine.ts';
import type { DriftOptions } from './drift-options.ts';
import { openPlan } from './drift-plan.ts';
import { progressOn } from './drift-progress.ts';

export interface CaptureCommandOptions extends DriftOptions {
  readonly check: boolean;
}

/** `modelwatch drift baseline capture`: stores what runs compare with; with `--check` only says whether it is current. */
export async function captureBaselines(options: CaptureCommandOptions): Promise<number> {
  const opened = openPlan(options);
  if (typeof opened === 'number') return opened;
  const { plan, report } = opened;
  return withEngine(options, report, async (engine) => {
    const bar = progressOn(process.stderr, options.quiet);
    const root = resolve(options.root);
    const captured = await captureAll(engine, plan, {
      root,
      now: options.at,
      policies: options.policies,
      progress: bar.at,
    });
    bar.end();
    if (captured.length === 0) return report([nothingToStore()]);
    return report(captured.flatMap((each) => storeOne(each, root, options)));
  });
}

function nothingToStore(): Diagnostic {
  return {
    code: 'snapshot/none',
    severity: 'warning',
    message: 'no policy of the plan has a baseline that is stored',
    hint: 'baseline: { snapshot: baselines/NAME.json } on the Model says where.',
  };
}

function storeOne(
  { file, snapshot, findings }: Captured,
  root: string,
  options: CaptureCommandOptions,
): Diagnostic[] {
  const told = findings.map((finding) => diagnosticOf(finding, { file }));
  if (snapshot === undefined) return told;
  const [target, text] = [resolve(root, file), stableJson(snapshot)];
  if (options.check) return readIfThere(target) === text ? told : [...told, stale(file)];
  const problem = writeRendered(target, () => text);
  if (problem !== undefined) return [...told, problem];
  const columns = Object.keys(snapshot.columns).length;
  progress(
    options,
    `${file}: ${counted(snapshot.rows, 'row')}, ${counted(columns, 'column')}, ${(text.length / 1024).toFixed(0)} KiB`,
  );
  return told;
}

function stale(file: string): Diagnostic {
  return {
    code: 'snapshot/stale',
    severity: 'error',
    message: `${file} is not what the data of the baseline say now`,
    hint: 'modelwatch drift baseline capture writes it anew.',
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
