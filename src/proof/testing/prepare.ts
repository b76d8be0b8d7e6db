import type { Diagnostic, Report } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { Plan } from '../../plan/plan.ts';
import type { NodePath } from '../../source/node.ts';
import type { ExpectationSpec } from '../../spec/kinds/alert-test.ts';
import { didYouMean } from '../../support/suggest.ts';
import { printDuration } from '../../units/index.ts';
import { type Entity, refOf, spanAt } from '../../workspace/entity.ts';
import { LOOKBACK_SECONDS } from '../synthesis/simulate/range.ts';
import type { AlertNames, NamedAlerts } from './alert-names.ts';
import type { Emitted } from './mentions.ts';
import type { AlertCase } from './promtool-case.ts';
import { testSeries } from './series.ts';

/** An AlertTest that can be run. */
export interface PreparedTest {
  readonly name: string;
  readonly entity: Entity<'AlertTest'>;
  readonly plan: Plan;
  readonly startSeconds: number;
  /** Without expectations: they are more than promtool can judge. */
  readonly testCase: AlertCase;
  /** What its series are; rules that read them are part of the test. */
  readonly emitted: readonly Emitted[];
  readonly expectations: readonly PreparedExpectation[];
}

/** An expectation with the alerts that its names mean. */
export interface PreparedExpectation {
  readonly atSeconds: number;
  readonly spec: ExpectationSpec;
  /** Of the whole entry. */
  readonly span: Span;
  readonly named: NamedAlerts;
  readonly inhibitedBy?: NamedAlerts;
  /** Labels that it must have, severity and level among them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Longer tests at this pace would take promtool minutes. */
const MOST_STEPS = 20_000;

/** Whether the test is for the environment; one that names none is, where there is only one. */
export function isForEnvironment({ spec }: Entity<'AlertTest'>, environment: string): boolean {
  return spec.env === undefined || spec.env === environment;
}

/**
 * Resolves the names in a test and draws its series; undefined, and findings at their places, when anything in it is wrong.
 * `plan` is that of the environment which it is for, and `names` are those of its alerts.
 */
export function prepareTest(
  plan: Plan,
  names: AlertNames,
  entity: Entity<'AlertTest'>,
  report: Report,
): PreparedTest | undefined {
  const { spec } = entity;
  let isSound = true;
  const complain = (
    path: NodePath,
    what: Omit<Diagnostic, 'severity' | 'span' | 'object' | 'field'>,
  ): void => {
    isSound = false;
    report({ ...what, severity: 'error', ...placeOf(entity, path) });
  };
  const expectations = spec.expect.map((expectation, index) =>
    prepareExpectation(expectation, index, { names, entity, complain }),
  );
  const intervalSeconds = spec.interval?.seconds ?? plan.cadence.scrapeSeconds;
  const { evaluationSeconds } = plan.cadence;
  const endSeconds = Math.max(...spec.expect.map(({ at }) => at.seconds));
  const steps = endSeconds / Math.min(evaluationSeconds, intervalSeconds);
  if (!(steps <= MOST_STEPS)) {
    complain(['expect'], {
      code: 'test/too-long',
      message: `the test takes ${Math.ceil(steps)} steps to the last thing that it expects`,
      expected: `at most ${MOST_STEPS} steps of the evaluation or of the interval`,
    });
    return undefined;
  }
  if (spec.interval !== undefined && intervalSeconds > LOOKBACK_SECONDS) {
    report({
      code: 'test/sparse-samples',
      severity: 'warning',
      message: `a sample every ${spec.interval.text} is the current one for ${printDuration(LOOKBACK_SECONDS)}; until the next one there is none`,
      expected: `at most ${printDuration(LOOKBACK_SECONDS)}`,
      hint: 'Gauges are absent in between, and alerts on missing metrics see that. Rates need two samples in their window.',
      ...placeOf(entity, ['interval']),
    });
  }
  const startSeconds = spec.at.unixSeconds;
  const { series, emitted } = testSeries(
    plan,
    spec.series,
    { startSeconds, intervalSeconds, endSeconds },
    (index, path, what) => complain(['series', index, ...path], what),
  );
  if (!isSound) return undefined;
  return {
    name: entity.name,
    entity,
    plan,
    startSeconds,
    emitted,
    expectations,
    testCase: {
      id: `AlertTest/${entity.name}`,
      startSeconds,
      intervalSeconds,
      evaluationSeconds,
      series,
      expectations: [],
      looksAtSeconds: looks(expectations, evaluationSeconds),
    },
  };
}

/** The moments that are asked for; where people are, all evaluations before, too: who is told later depends on since when it fires. */
function looks(expectations: readonly PreparedExpectation[], evaluationSeconds: number): readonly number[] {
  const asked = expectations.map(({ atSeconds }) => atSeconds);
  const routed = expectations.filter(({ spec }) => spec.routedTo ?? spec.notRoutedTo);
  const end = Math.max(-1, ...routed.map(({ atSeconds }) => atSeconds));
  const all = Array.from(
    { length: Math.floor(end / evaluationSeconds) + 1 },
    (_, step) => step * evaluationSeconds,
  );
  return [...new Set([...all, ...asked])].toSorted((a, b) => a - b);
}

function placeOf(entity: Entity<'AlertTest'>, path: NodePath): Pick<Diagnostic, 'span' | 'object' | 'field'> {
  return { span: spanAt(entity, path), object: refOf(entity), field: ['spec', ...path].join('.') };
}

interface Asking {
  readonly names: AlertNames;
  readonly entity: Entity<'AlertTest'>;
  readonly complain: (
    path: NodePath,
    what: Omit<Diagnostic, 'severity' | 'span' | 'object' | 'field'>,
  ) => void;
}

function prepareExpectation(spec: ExpectationSpec, index: number, asking: Asking): PreparedExpectation {
  const { names, entity, complain } = asking;
  const find = (field: 'alert' | 'inhibitedBy', text: string): NamedAlerts => {
    const found = names.find(text);
    if (found.alerts.length > 0) return found;
    const suggestions = names.similar(text);
    complain(['expect', index, field], {
      code: 'test/unknown-alert',
      message: `there is no alert, and no object with alerts, called "${text}" in this environment`,
      expected: 'the name of an alert, or of the object that raises it',
      hint: didYouMean(suggestions) ?? 'modelwatch show --plan lists all alerts.',
      ...(suggestions.length > 0 && { suggestions }),
    });
    return found;
  };
  const named = find('alert', spec.alert);
  const inhibitedBy = spec.inhibitedBy === undefined ? undefined : find('inhibitedBy', spec.inhibitedBy);
  for (const field of ['routedTo', 'notRoutedTo', 'inhibitedBy'] as const) {
    const isContradiction =
      spec[field] !== undefined && (!spec.firing || (field === 'routedTo' && spec.inhibitedBy !== undefined));
    if (!isContradiction) continue;
    complain(['expect', index, field], {
      code: 'test/contradiction',
      message: spec.firing
        ? 'an alert that another one silences is told to nobody'
        : 'an alert that does not fire is told to nobody',
      expected: spec.firing ? 'routedTo or inhibitedBy' : `either firing: false or ${field}`,
    });
  }
  return {
    atSeconds: spec.at.seconds,
    spec,
    span: spanAt(entity, ['expect', index]),
    named,
    ...(inhibitedBy && { inhibitedBy }),
    labels: {
      ...spec.labels,
      ...(spec.severity !== undefined && { severity: spec.severity }),
      ...(spec.level !== undefined && { level: String(spec.level) }),
    },
  };
}
