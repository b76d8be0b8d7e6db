import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import type { SelectedRules } from '../../src/proof/testing/select-rules.ts';
import { readRules } from './backfill.ts';
import { type RenderedProject, writeTarget } from './compiled.ts';
import { inReadingOrder } from './group-order.ts';
import { program } from './programs.ts';

const run = promisify(execFile);

/** One test group of promtool's unit tests, as far as tests need it. Times are in seconds from the first sample. */
export interface PromtoolTest {
  readonly name: string;
  readonly intervalSeconds: number;
  /** RFC 3339; 1970 by default. */
  readonly start?: string;
  /** Series in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  readonly alerts: readonly {
    readonly at: number;
    readonly name: string;
    /** All that fire, with all their labels and annotations. */
    readonly expected: readonly {
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
  readonly values: readonly {
    readonly at: number;
    readonly expr: string;
    readonly expected: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/**
 * Runs promtool's unit tests on rendered rules, unchanged: all of them, or those that were selected. Throws with promtool's output if one
 * fails.
 */
export async function testRendered(
  project: RenderedProject,
  evaluationSeconds: number,
  tests: readonly PromtoolTest[],
  selected?: SelectedRules,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-rules-'));
  try {
    if (selected === undefined) writeTarget(project, 'prometheus', folder);
    else {
      mkdirSync(path.join(folder, 'rules'));
      for (const { path: name, text } of selected.files)
        writeFileSync(path.join(folder, 'rules', name), text);
    }
    const file = path.join(folder, 'tests.yaml');
    writeFileSync(
      file,
      stringify({
        rule_files: ['rules/*'],
        evaluation_interval: `${evaluationSeconds}s`,
        // Left to itself, promtool evaluates groups in any order, and what fires when is a matter of luck.
        group_eval_order: selected?.groupOrder ?? inReadingOrder(groupNames(project)),
        tests: tests.map(testData),
      }),
    );
    await run(program('promtool'), ['test', 'rules', file]).catch((error: unknown) => {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`promtool test rules failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function groupNames({ files }: RenderedProject): readonly string[] {
  return [...files]
    .filter(([file]) => file.startsWith('prometheus/rules/'))
    .flatMap(([, text]) => readRules(text).groups.map(({ name }) => name));
}

function testData({ name, intervalSeconds, start, series, alerts, values }: PromtoolTest): object {
  return {
    name,
    interval: `${intervalSeconds}s`,
    ...(start === undefined ? {} : { start_timestamp: start }),
    input_series: Object.entries(series).map(([name, samples]) => ({ series: name, values: samples })),
    alert_rule_test: alerts.map(({ at, name, expected }) => ({
      eval_time: `${at}s`,
      alertname: name,
      exp_alerts: expected.map(({ labels, annotations }) => ({
        exp_labels: labels,
        exp_annotations: annotations,
      })),
    })),
    promql_expr_test: values.map(({ at, expr, expected }) => ({
      expr,
      eval_time: `${at}s`,
      exp_samples: expected,
    })),
  };
}
