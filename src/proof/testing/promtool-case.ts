/** One series of a test case. */
export interface CaseSeries {
  /** A selector with all labels: `requests_total{job="fraud-detector"}`. */
  readonly series: string;
  /** Samples in promtool's notation, one every `intervalSeconds` from the start: `0+10x60 _x5 stale`. */
  readonly values: string;
}

export type AlertState = 'firing' | 'not-firing';

/** What is to be found at a moment: that some series of the alert fires whose labels contain these, or that none does. */
export interface CaseExpectation {
  /** Since the start. What fires at a moment was evaluated at the last multiple of `evaluationSeconds` up to it. */
  readonly atSeconds: number;
  /** The alert's name as it is rendered: FraudLatencyBudgetBurnFast. */
  readonly alert: string;
  /** A subset of the labels; `{}` for any series of the alert. */
  readonly labels: Readonly<Record<string, string>>;
  readonly state: AlertState;
}

/** Series and what they are to lead to, in no spec's words: what promtool is given of a test. */
export interface AlertCase {
  /** Unique among the cases that are run together. */
  readonly id: string;
  /** Unix time of the first sample and the first evaluation; 0 by default. Ages and maintenance windows depend on it. */
  readonly startSeconds?: number;
  /** Time between samples of the series. */
  readonly intervalSeconds: number;
  /** Time between evaluations of all rules; promtool knows no other for a group. */
  readonly evaluationSeconds: number;
  readonly series: readonly CaseSeries[];
  readonly expectations: readonly CaseExpectation[];
  /** Further moments to look at, since the start. */
  readonly looksAtSeconds?: readonly number[];
}

/** The moments at which a case is looked at: ascending, each once. */
export function momentsOf({ expectations, looksAtSeconds = [] }: AlertCase): readonly number[] {
  const moments = new Set([...expectations.map(({ atSeconds }) => atSeconds), ...looksAtSeconds]);
  return [...moments].toSorted((a, b) => a - b);
}

/**
 * Asked at every moment. promtool compares labels and annotations of alerts exactly or not at all
 * (prometheus/prometheus#7370), so that nothing is compared there: each question expects a sample that can't be, and promtool's
 * complaint tells everything that fires, with all labels. Those are judged here, and the routes need them.
 */
export const FIRING_QUERY = 'ALERTS{alertstate="firing"}';
/** The label of the impossible sample; its value is the number of the moment. */
export const PROBE_LABEL = 'modelwatch_probe';

/** What a file of unit tests is made of. */
export interface PromtoolFile {
  /** All with the same `evaluationSeconds`: promtool takes one for a file. */
  readonly cases: readonly AlertCase[];
  /** Relative to the file. */
  readonly ruleFiles: readonly string[];
  /** Names of rule groups in the order of evaluation; promtool takes any order for those it is not told, a new one each time. */
  readonly groupOrder: readonly string[];
}

/**
 * The text of a file for `promtool test rules`, one test group a case, named by its place in the list (`0`, `1` …). JSON, which is
 * YAML. Throws when cases with different evaluation intervals are mixed.
 */
export function promtoolFile({ cases, ruleFiles, groupOrder }: PromtoolFile): string {
  const evaluationSeconds = cases[0]?.evaluationSeconds ?? 60;
  const stray = cases.find((each) => each.evaluationSeconds !== evaluationSeconds);
  if (stray)
    throw new Error(
      `case ${stray.id} is evaluated every ${stray.evaluationSeconds} s, not ${evaluationSeconds} s`,
    );
  return jsonForYaml({
    rule_files: ruleFiles,
    evaluation_interval: promtoolDuration(evaluationSeconds),
    group_eval_order: [...new Set(groupOrder)],
    tests: cases.map((each, index) => ({
      name: String(index),
      interval: promtoolDuration(each.intervalSeconds),
      ...(each.startSeconds !== undefined &&
        each.startSeconds !== 0 && { start_timestamp: String(each.startSeconds) }),
      input_series: each.series,
      promql_expr_test: momentsOf(each).map((atSeconds, probe) => ({
        expr: FIRING_QUERY,
        eval_time: promtoolDuration(atSeconds),
        exp_samples: [{ labels: `{${PROBE_LABEL}="${probe}"}`, value: 1 }],
      })),
    })),
  });
}

/** Whole milliseconds, in a unit that Prometheus reads. */
export function promtoolDuration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}

/** Characters that JSON may hold as they are and YAML 1.1 may not, or not inside a line. */
const NOT_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

function jsonForYaml(data: unknown): string {
  return `${JSON.stringify(data, null, 1).replace(
    NOT_IN_YAML,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`;
}
