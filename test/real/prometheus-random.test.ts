import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Alert, ProseText } from '../../src/plan/alert.ts';
import type { Condition, Measure } from '../../src/plan/condition.ts';
import type { Unit } from '../../src/plan/signal.ts';
import { ruleProblems } from '../../src/promql/check.ts';
import { prometheusTarget } from '../../src/targets/prometheus/index.ts';
import { readRules } from '../support/backfill.ts';
import { CONDITIONS, KITCHEN_PLAN, MEASURES } from '../support/kitchen-plan.ts';
import { alertOf, planOf } from '../support/plan.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { testRules, writeRendered } from '../support/rule-tests.ts';

const run = promisify(execFile);

/** Text of users that looks like templates, YAML, PromQL and worse. */
const text = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('{', '{{', '}}', '}', '"', "'", '`', '\\', '$', '%', '|', '-', '/*', '*/'),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '{{ $value }}',
          '{{ $labels.x }}',
          '{{/* x */}}',
          '{{- "a" -}}',
          '{{end}}',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          ' ',
          '\n',
          ': ',
          ' #',
          '- ',
          'é',
          '雪',
          '🙂',
          '\u00a0',
          '0',
          'on',
          '~',
          '!x',
          '&x',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const value = fc.constantFrom<Unit>('ratio', 'seconds', 'events', 'none').map((unit) => ({ value: unit }));
const prose: fc.Arbitrary<ProseText> = fc.array(
  fc.oneof(
    text.map((part) => ({ text: part })),
    value,
  ),
  {
    minLength: 1,
    maxLength: 4,
  },
);

const SHOWN: Readonly<Partial<Record<Unit, string>>> = {
  ratio: '100%',
  seconds: '1s',
  events: '1',
  none: '1',
};

function shown(parts: ProseText): string {
  return parts.map((part) => ('text' in part ? part.text : (SHOWN[part.value] ?? ''))).join('');
}

const measure = fc.letrec<{ measure: Measure }>((tie) => ({
  measure: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...MEASURES),
    fc
      .record({ of: tie('measure'), bySeconds: fc.constantFrom(300, 86_400) })
      .map(({ of, bySeconds }): Measure => ({ node: 'ago', of, bySeconds, unit: of.unit })),
    fc
      .record({ of: tie('measure'), factor: fc.double({ min: 1e-9, max: 1e9, noNaN: true }) })
      .map(({ of, factor }): Measure => ({ node: 'scaled', of, factor, unit: of.unit })),
    fc
      .tuple(tie('measure'), tie('measure'))
      .map(([numerator, denominator]): Measure => ({ node: 'ratio', numerator, denominator, unit: 'ratio' })),
  ),
})).measure;

const condition = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...CONDITIONS),
    fc
      .record({ left: measure, op: fc.constantFrom('>', '>=', '<', '<='), right: measure })
      .map((parts): Condition => ({ node: 'compare', ...parts })),
    measure.map((of): Condition => ({ node: 'no-value', of })),
    fc.record({
      node: fc.constantFrom('all', 'any'),
      of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ node: fc.constant('unless'), of: tie('condition'), exception: tie('condition') }),
    fc.record({ node: fc.constant('latched'), trigger: tie('condition'), release: tie('condition') }),
  ),
})).condition;

describeWithPrograms(['promtool'], 'random texts and conditions in promtool', () => {
  const services = useServices();

  it('annotations say what users wrote, whatever it looks like', async () => {
    const samples = fc.sample(fc.tuple(prose, prose), { seed: 1, numRuns: 200 });
    const alerts = samples.map(
      ([summary, impact], index): Alert =>
        alertOf(
          `Alert${index}`,
          { kind: 'Monitor', name: `watch-${index}` },
          { node: 'always' },
          {
            prose: { summary, impact, firstLook: [] },
          },
        ),
    );
    await testRules(planOf({ alerts }), [
      {
        series: {},
        alerts: alerts.map(({ name, labels, runbookUrl, specUrl, prose: { summary, impact } }) => ({
          at: '1m',
          name,
          expected: [
            {
              labels: { ...labels, level: '1' },
              annotations: {
                summary: shown(summary),
                impact: shown(impact),
                runbook_url: runbookUrl,
                spec_url: specUrl,
              },
            },
          ],
        })),
      },
    ]);
  });

  it('conditions of any shape are rules that Prometheus loads', async () => {
    const samples = fc.sample(condition, { seed: 2, numRuns: 200 });
    const plan = {
      ...KITCHEN_PLAN,
      alerts: samples.map((sample, index) =>
        alertOf(`Alert${index}`, { kind: 'Monitor', name: `watch-${index}` }, sample),
      ),
    };
    const { files } = prometheusTarget.lower(plan, prometheusTarget.options.parse({}), () => undefined);
    for (const { text: rules, path: file } of files) {
      if (!file.startsWith('rules/')) continue;
      for (const { expr } of readRules(rules).groups.flatMap((group) => group.rules)) {
        expect({ expr, problems: ruleProblems(expr) }).toEqual({ expr, problems: [] });
      }
    }
    const folder = services.folder();
    const rules = writeRendered(folder, plan).filter((file) => file.startsWith('rules/'));
    const checked = await run(program('promtool'), [
      'check',
      'rules',
      ...rules.map((file) => path.join(folder, file)),
    ]);
    expect(checked.stdout).toContain('SUCCESS');
  });
});
