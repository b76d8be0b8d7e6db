import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/plan/condition.ts';
import type { Objective } from '../../../src/plan/objective.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { checkQuery } from '../../../src/promql/check.ts';
import { scopeOf } from '../../../src/promql/lower/scope.ts';
import { print } from '../../../src/promql/print.ts';
import { type Syntax, withoutParentheses } from '../../../src/promql/syntax.ts';
import type { RecordingRule } from '../../../src/targets/prometheus/rule.ts';
import { ruleFiles } from '../../../src/targets/prometheus/rule-files.ts';
import { alertOf, counter, objectiveOf, planOf } from '../../support/plan.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Objectives by their traits, so that the same traits make the same name. */
interface Traits {
  readonly cadenceSeconds: number;
  readonly sliceSeconds: number | undefined;
  readonly periodSeconds: number;
  readonly windowsSeconds: readonly number[];
  readonly minBadEvents: number;
}

const traits: fc.Arbitrary<Traits> = fc.record({
  cadenceSeconds: fc.constantFrom(30, 300),
  sliceSeconds: fc.constantFrom(undefined, undefined, 300, HOUR, DAY),
  periodSeconds: fc.constantFrom(7 * DAY, 28 * DAY, 30 * DAY, 90 * DAY),
  windowsSeconds: fc.constantFrom([300, HOUR], [1800, 6 * HOUR], [HOUR, 12 * HOUR], [300, HOUR, DAY]),
  minBadEvents: fc.constantFrom(0, 10, 25),
});

function planWith(list: readonly Traits[]): Plan {
  const objectives = list.map((each, index) => objectiveWith(`slo-${index}`, each));
  const alerts = list.flatMap(({ sliceSeconds, windowsSeconds, minBadEvents }, index) => {
    const [shortSeconds = 0] = windowsSeconds;
    const longSeconds = windowsSeconds.at(-1) ?? 0;
    const objective = `slo-${index}`;
    const condition: Condition =
      sliceSeconds === undefined
        ? { node: 'burn-rate', objective, factor: 6, shortSeconds, longSeconds, minBadEvents }
        : { node: 'budget-remaining', objective, op: '<', ratio: 0.1 };
    return [alertOf(`Alert${index}`, { kind: 'SLO', name: objective }, condition)];
  });
  const signals = [30, 300].flatMap((cadenceSeconds) => [
    counter(`model:fraud/requests-${cadenceSeconds}`, 'r_total', { cadenceSeconds }),
    counter(`model:fraud/errors-${cadenceSeconds}`, 'e_total', { cadenceSeconds }),
  ]);
  return planOf({ signals, objectives, alerts });
}

function objectiveWith(id: string, each: Traits): Objective {
  const { cadenceSeconds, sliceSeconds, periodSeconds, windowsSeconds } = each;
  return objectiveOf(id, {
    periodSeconds,
    ratioWindowsSeconds: windowsSeconds,
    budgeting: sliceSeconds === undefined ? { type: 'events' } : { type: 'timeslices', sliceSeconds },
    indicator: {
      type: 'events',
      total: [{ signal: `model:fraud/requests-${cadenceSeconds}` }],
      bad: [{ signal: `model:fraud/errors-${cadenceSeconds}` }],
    },
  });
}

/** By name of a recorded series, the objectives that have it, each with the number that it has where that is fixed. */
type Recorded = Map<string, Map<string, number | undefined>>;

/** Which objectives have a value when everything below has one; comparisons with other than fixed numbers may all hold. */
function valuesOf(syntax: Syntax, recorded: Recorded): ReadonlyMap<string, number | undefined> {
  const bare = withoutParentheses(syntax);
  switch (bare.kind) {
    case 'selector':
      return recorded.get(bare.metric ?? '') ?? new Map();
    case 'range':
      return valuesOf(bare.of, recorded);
    case 'call':
    case 'aggregation':
      return bare.args.map((each) => valuesOf(each, recorded)).find(({ size }) => size > 0) ?? new Map();
    case 'binary': {
      const [left, right] = [bare.left, bare.right].map((each) => valuesOf(each, recorded));
      if (left === undefined || right === undefined) throw new Error('two sides');
      const { op } = bare.operator;
      if (op === 'or') {
        // `a <= b or b < a`: which one it is depends on values.
        const isLesser = [bare.left, bare.right].every(comparesSeries);
        for (const slo of left.keys()) {
          if (right.has(slo) && !isLesser) throw new Error(`${slo} is in two parts of a rule`);
        }
        return new Map([...right, ...left]);
      }
      if (isScalar(bare.left)) return right;
      if (!isScalar(bare.right)) return new Map([...left].filter(([slo]) => right.has(slo)));
      const number = withoutParentheses(bare.right);
      if (op !== '==' || number.kind !== 'number') return left;
      return new Map([...left].filter(([, value]) => value === number.value));
    }
    case 'number':
      return new Map();
    case 'string':
    case 'sign':
    case 'subquery':
    case 'modifier':
    case 'parentheses':
      throw new Error(`no rule for all objectives has a ${bare.kind}`);
  }
}

function comparesSeries(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  return (
    bare.kind === 'binary' && /[<>]/.test(bare.operator.op) && !isScalar(bare.left) && !isScalar(bare.right)
  );
}

function isScalar(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  return bare.kind === 'number' || (bare.kind === 'binary' && isScalar(bare.left) && isScalar(bare.right));
}

/** What all rules record, by the way in which they depend on each other; throws when two rules record the same series. */
function recordedBy(plan: Plan): Recorded {
  const rules = [...ruleFiles(scopeOf(plan))]
    .flatMap(({ groups }) => groups)
    .flatMap((group) => group.rules)
    .filter((rule): rule is RecordingRule => rule.type === 'recording');
  const recorded: Recorded = new Map();
  const add = (record: string, slo: string, value: number | undefined): void => {
    const known = recorded.get(record) ?? new Map<string, number | undefined>();
    recorded.set(record, known);
    if (known.has(slo)) throw new Error(`${slo} has ${record} twice`);
    known.set(slo, value);
  };
  for (const { record, labels, expr } of rules) {
    const { slo } = labels;
    const fixed = /^vector\((?<value>[\d.]+)\)$/.exec(print(expr))?.groups?.['value'];
    if (slo !== undefined) add(record, slo, fixed === undefined ? undefined : Number(fixed));
  }
  const shared = rules.filter(({ labels }) => Object.keys(labels).length === 0);
  const open = new Map(shared.map((rule) => [rule, true]));
  while (open.size > 0) {
    const names = new Set([...open.keys()].map(({ record }) => record));
    const ready = [...open.keys()].filter(
      ({ record, expr }) => ![...names].some((name) => name !== record && print(expr).includes(`${name}{`)),
    );
    if (ready.length === 0) throw new Error('rules read each other in a circle');
    for (const rule of ready) {
      open.delete(rule);
      const { syntax } = checkQuery(print(rule.expr));
      if (syntax === undefined) throw new Error(print(rule.expr));
      for (const slo of valuesOf(syntax, recorded).keys()) add(rule.record, slo, undefined);
    }
  }
  return recorded;
}

describe('rules for all objectives', () => {
  it('record each series once, and all that an objective’s alerts and panels read', () => {
    fc.assert(
      fc.property(fc.array(traits, { minLength: 1, maxLength: 7 }), (list) => {
        const plan = planWith(list);
        const recorded = recordedBy(plan);
        const has = (name: string): readonly string[] => [...(recorded.get(name)?.keys() ?? [])].toSorted();
        const all = plan.objectives.map(({ id }) => id).toSorted();
        for (const name of [
          'error_ratio:period',
          'budget_remaining:ratio',
          'time_to_exhaustion:seconds',
          'objective:ratio',
        ])
          expect([name, has(`modelwatch:slo_${name}`)]).toEqual([name, all]);
        for (const [index, { sliceSeconds }] of list.entries()) {
          const id = `slo-${index}`;
          const burnRates = [...recorded].filter(
            ([name, slos]) => name.startsWith('modelwatch:slo_burn_rate:') && slos.has(id),
          );
          expect(burnRates.length).toBeGreaterThan(0);
          const slices = [...recorded].filter(
            ([name, slos]) => name.startsWith('modelwatch:sli_breach:max') && slos.has(id),
          );
          expect(slices).toHaveLength(sliceSeconds === undefined ? 0 : 1);
        }
        for (const file of ruleFiles(scopeOf(plan))) {
          for (const rule of file.groups.flatMap(({ rules }) => rules)) {
            if (rule.type !== 'alerting' || !print(rule.expr).includes('slo=')) continue;
            const { syntax } = checkQuery(print(rule.expr));
            const slo = /slo="(?<id>[^"]+)"/.exec(print(rule.expr))?.groups?.['id'] ?? '';
            expect(syntax !== undefined && valuesOf(syntax, recorded).has(slo)).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are the same few however many objectives there are', () => {
    const one: Traits = {
      cadenceSeconds: 30,
      sliceSeconds: undefined,
      periodSeconds: 30 * DAY,
      windowsSeconds: [300, HOUR],
      minBadEvents: 10,
    };
    const shared = (count: number): unknown => {
      const plan = planWith(Array.from({ length: count }, () => one));
      return [...ruleFiles(scopeOf(plan))].find(({ name }) => name === 'objectives');
    };
    expect(shared(50)).toEqual(shared(1));
  });
});
