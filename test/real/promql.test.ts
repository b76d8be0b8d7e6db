import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ArithmeticOp, BinaryOp, ComparisonOp, Expr } from '../../src/promql/ast.ts';
import { labelMatches, metric, number } from '../../src/promql/build.ts';
import { parseProblems } from '../../src/promql/check.ts';
import { leMatcher } from '../../src/promql/le.ts';
import { binary, negate } from '../../src/promql/operators.ts';
import { print } from '../../src/promql/print.ts';
import { tokenize } from '../../src/promql/tokens.ts';
import { printWrapped } from '../../src/promql/wrap.ts';
import { expressions } from '../promql/arbitraries.ts';
import { spellings } from '../promql/le-spellings.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

describeWithPrograms(['promtool'], 'PromQL as the real promtool reads it', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-promql-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs promtool on a file; its words, and whether it was content. */
  function promtool(
    command: 'check' | 'test',
    name: string,
    content: unknown,
  ): { ok: boolean; output: string } {
    const file = path.join(folder, name);
    // Double-quoted YAML keeps every character of an expression, line breaks included.
    writeFileSync(file, stringify(content, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }));
    const run = spawnSync(program('promtool'), [command, 'rules', file], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` };
  }

  /** The indices of the queries that promtool refuses to parse, with its reasons. */
  function refused(queries: readonly string[]): ReadonlyMap<number, string> {
    const rules = queries.map((expr, index) => ({ record: `r${index}`, expr }));
    const { output } = promtool('check', 'rules.yml', { groups: [{ name: 'g', rules }] });
    const found = output.matchAll(/rule (\d+), "r(\d+)": (could not parse expression: .*)/gu);
    return new Map([...found].map(([, , index, reason]) => [Number(index), reason ?? '']));
  }

  it('accepts random expressions, on one line and wrapped', () => {
    const { scalar, vector } = expressions();
    const sample = fc.sample(fc.oneof(scalar, vector), { seed: 11, numRuns: 400 });
    const rules = sample.flatMap((expr, index) => [
      { record: `flat_${index}`, expr: print(expr) },
      { record: `wrapped_${index}`, expr: printWrapped(expr, 20 + (index % 80)) },
    ]);
    const { ok, output } = promtool('check', 'accepted.yml', { groups: [{ name: 'g', rules }] });
    expect(output).toContain(`SUCCESS: ${rules.length} rules found`);
    expect(ok).toBe(true);
  });

  it('agrees with parseProblems on queries that were damaged at random', () => {
    const { scalar, vector } = expressions();
    const damaged = fc
      .tuple(fc.oneof(scalar, vector), fc.infiniteStream(fc.nat()))
      .map(([expr, random]) => damage(print(expr), random));
    const queries = fc.sample(damaged, { seed: 12, numRuns: 1500 }).filter((query) => query.trim() !== '');
    const reasons = refused(queries);
    const disagreements = queries.flatMap((query, index) => {
      const ours = parseProblems(query).map(({ message }) => message);
      const theirs = reasons.get(index);
      return ours.length > 0 === (theirs !== undefined) ? [] : [{ query, ours, theirs }];
    });
    expect(disagreements).toEqual([]);
    // The damage must hit, and must not always hit.
    expect(reasons.size).toBeGreaterThan(queries.length / 5);
    expect(reasons.size).toBeLessThan((queries.length * 4) / 5);
  });

  it('computes what the tree says, so the parentheses are right', () => {
    const cases = fc.sample(arithmetic, { seed: 13, numRuns: 3000 }).flatMap((expr) => {
      const value = evaluate(expr);
      return value === undefined || !Number.isFinite(value) ? [] : [{ expr, value }];
    });
    expect(cases.length).toBeGreaterThan(300);
    const { ok, output } = promtool('test', 'arithmetic.yml', {
      tests: [
        {
          interval: '1m',
          promql_expr_test: cases.map(({ expr, value }) => ({
            expr: print({ node: 'call', function: 'vector', args: [expr] }),
            eval_time: '0m',
            exp_samples: [{ labels: '{}', value }],
          })),
        },
      ],
    });
    expect(output).toContain('SUCCESS');
    expect(ok).toBe(true);
  });

  it('selects every spelling of a bucket bound by leMatcher, and no other bound', () => {
    const bounds = [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10, 25, 100, 1_000_000, 0, Number.POSITIVE_INFINITY];
    const spelled = bounds.map((bound) =>
      bound === Number.POSITIVE_INFINITY ? ['+Inf', 'Inf'] : spellings(bound),
    );
    const all = [...new Set(spelled.flat())];
    expect(all.length).toBeGreaterThan(80);
    const { ok, output } = promtool('test', 'le.yml', {
      tests: [
        {
          interval: '1m',
          input_series: all.map((le) => ({ series: `b{le="${le}"}`, values: '1' })),
          promql_expr_test: bounds.map((bound, index) => ({
            expr: print(metric('b', [labelMatches('le', leMatcher(bound))])),
            eval_time: '0m',
            exp_samples: spelled[index]?.map((le) => ({ labels: `b{le="${le}"}`, value: 1 })),
          })),
        },
      ],
    });
    expect(output).toContain('SUCCESS');
    expect(ok).toBe(true);
  });
});

/** A query with one word replaced by another of its kind, removed, doubled, swapped, or joined by a strange one. */
function damage(query: string, random: Iterator<number>): string {
  const next = (below: number) => Number(random.next().value) % Math.max(1, below);
  const tokens = tokenize(query);
  const words = tokens.map(({ text }) => text);
  const at = next(words.length);
  const word = words[at] ?? '';
  const other = next(words.length);
  switch (next(8)) {
    case 0:
      words.splice(at, 1);
      break;
    case 1:
      words.splice(at, 0, word);
      break;
    case 2:
      words[at] = words[other] ?? '';
      words[other] = word;
      break;
    case 3:
      words.splice(at, next(2), FOREIGN_WORDS[next(FOREIGN_WORDS.length)] ?? '');
      break;
    default: {
      const kin = SAME_KIND[tokens[at]?.kind ?? 'name'] ?? [word];
      words[at] = kin[next(kin.length)] ?? '';
    }
  }
  return words.join(' ');
}

const SAME_KIND: Readonly<Record<string, readonly string[]>> = {
  name: 'a job sum rate abs time scalar vector and or unless bool by without absent clamp_min on x'.split(
    ' ',
  ),
  operator: '+ - * / % ^ == != > < >= <= =~ !~ ='.split(' '),
  number: '0 1 5m 1h30m 0x1f 1e3 .5 inf 017 2w'.split(' '),
  string: [`"a"`, `'.*'`, '"("', '`b`', '""', `"a|b+"`],
};

const FOREIGN_WORDS =
  `( ) [5m] [1h:5m] { } , offset|5m @|100 bool on|(a) group_left|(b) and unless + - ^ > == = =~ 1 x "text" \`raw\`
  rate sum time by|(a) without inf 5m 0x1f 1e3 .5 '\\d' #|note foo Rate step() {} atan2`
    .split(/\s+/u)
    .map((word) => word.replaceAll('|', ' ').replace('note', 'note\n'));

const ARITHMETIC: readonly ArithmeticOp[] = ['+', '-', '*', '/', '%', '^'];
const COMPARISONS: readonly ComparisonOp[] = ['==', '!=', '>', '<', '>=', '<='];

/** Expressions of small whole numbers, that JavaScript and Go compute to the same double. */
const { arithmetic } = fc.letrec<{ arithmetic: Expr }>((tie) => ({
  arithmetic: fc.oneof(
    { depthSize: 'medium' },
    fc.integer({ min: -3, max: 5 }).map(number),
    fc
      .tuple(fc.constantFrom(...ARITHMETIC), tie('arithmetic'), tie('arithmetic'))
      .map(([op, l, r]) => binary(op, l, r)),
    fc
      .tuple(fc.constantFrom(...COMPARISONS), tie('arithmetic'), tie('arithmetic'))
      .map(([op, l, r]) => binary(op, l, r, { bool: true })),
    tie('arithmetic').map(negate),
  ),
}));

/** The value of an arithmetic expression; undefined where the two languages might round differently. */
function evaluate(expr: Expr): number | undefined {
  if (expr.node === 'number') return expr.value;
  if (expr.node === 'negation') {
    const value = evaluate(expr.of);
    return value === undefined ? undefined : -value;
  }
  if (expr.node !== 'binary') return undefined;
  const left = evaluate(expr.left);
  const right = evaluate(expr.right);
  return left === undefined || right === undefined ? undefined : compute(expr.op, left, right);
}

function compute(op: BinaryOp, left: number, right: number): number | undefined {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '^': {
      const isExact = Number.isInteger(left) && Number.isInteger(right) && right >= 0;
      return isExact && Math.abs(left ** right) < 2 ** 50 ? left ** right : undefined;
    }
    case '>':
      return Number(left > right);
    case '<':
      return Number(left < right);
    case '>=':
      return Number(left >= right);
    case '<=':
      return Number(left <= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case 'atan2':
    case 'and':
    case 'or':
    case 'unless':
      return undefined;
  }
}
