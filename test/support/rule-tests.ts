import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import type { Plan } from '../../src/plan/plan.ts';
import { prometheusTarget } from '../../src/targets/prometheus/index.ts';
import { inReadingOrder } from './group-order.ts';
import { program } from './programs.ts';

const run = promisify(execFile);

/** One unit test of promtool: series in its notation, one value for each `interval` from 0 on, and what to find at a time. */
export interface RuleTest {
  readonly interval?: string;
  readonly series: Readonly<Record<string, string>>;
  /** Levels of the alerts that fire at a time, as `Name/1`, sorted. */
  readonly firing?: readonly (readonly [at: string, alerts: readonly string[]])[];
  /** Values of expressions at a time, by their labels (`{env="prod"}`). */
  readonly values?: readonly (readonly [
    at: string,
    expr: string,
    values: Readonly<Record<string, number>>,
  ])[];
  readonly alerts?: readonly FiringAlerts[];
}

/** All firing alerts of a name at a time, with all their labels and annotations. */
export interface FiringAlerts {
  readonly at: string;
  readonly name: string;
  readonly expected: readonly FiringAlert[];
}

export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Runs promtool's unit tests on the rules rendered from a plan, unchanged. Throws with promtool's output if one fails. */
export async function testRules(plan: Plan, tests: readonly RuleTest[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-rules-'));
  try {
    const files = writeRendered(folder, plan).filter((file) => file.startsWith('rules/'));
    const file = path.join(folder, 'tests.yaml');
    const evaluation = `${plan.cadence.evaluationSeconds}s`;
    writeFileSync(
      file,
      stringify({
        rule_files: ['rules/*.yaml'],
        evaluation_interval: evaluation,
        // Else promtool evaluates groups in an order of its own, another one each time.
        group_eval_order: inReadingOrder(
          files.flatMap((file) => groupNames(readFileSync(path.join(folder, file), 'utf8'))),
        ),
        tests: tests.map((test) => testData(test, evaluation)),
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

/** Writes the files that the target renders. Returns their paths, relative to the folder. */
export function writeRendered(folder: string, plan: Plan, options: unknown = {}): readonly string[] {
  const { files } = prometheusTarget.lower(plan, prometheusTarget.options.parse(options), () => undefined);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file.path)), { recursive: true });
    writeFileSync(path.join(folder, file.path), file.text);
  }
  return files.map((file) => file.path);
}

function groupNames(rules: string): readonly string[] {
  return (parse(rules) as { groups: { name: string }[] }).groups.map(({ name }) => name);
}

function testData(
  { interval, series, firing = [], values = [], alerts = [] }: RuleTest,
  evaluation: string,
): object {
  return {
    interval: interval ?? evaluation,
    input_series: Object.entries(series).map(([name, samples]) => ({ series: name, values: samples })),
    promql_expr_test: [
      ...firing.map(([at, alerts]) => ({
        expr: 'sort_desc(sum by (alertname, level) (ALERTS{alertstate="firing"}))',
        eval_time: at,
        exp_samples: alerts.map((name) => {
          const [alertname = '', level = ''] = name.split('/');
          return { labels: `{alertname="${alertname}", level="${level}"}`, value: 1 };
        }),
      })),
      ...values.map(([at, expr, samples]) => ({
        expr,
        eval_time: at,
        exp_samples: Object.entries(samples).map(([labels, value]) => ({ labels, value })),
      })),
    ],
    alert_rule_test: alerts.map(({ at, name, expected }) => ({
      eval_time: at,
      alertname: name,
      exp_alerts: expected.map(({ labels, annotations }) => ({
        exp_labels: labels,
        exp_annotations: annotations,
      })),
    })),
  };
}
