import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkQuery, ruleProblems } from '../../../src/promql/check.ts';
import type { Syntax } from '../../../src/promql/syntax.ts';
import { prometheusTarget } from '../../../src/targets/prometheus/index.ts';
import type { RenderedFile } from '../../../src/targets/target.ts';
import { parseDuration } from '../../../src/units/index.ts';
import { KITCHEN_PLAN } from '../../support/kitchen-plan.ts';
import { alertOf, counter, fastBurn, objectiveOf, originOf, planOf, routeOf } from '../../support/plan.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  /** Absent where they are those of what is read. */
  readonly labels?: Readonly<Record<string, string>>;
}
interface Group {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

function render(plan = KITCHEN_PLAN, options: unknown = {}): readonly RenderedFile[] {
  return prometheusTarget.lower(plan, prometheusTarget.options.parse(options), () => undefined).files;
}

const GROUPS: readonly Group[] = render()
  .filter(({ path }) => path.startsWith('rules/'))
  .flatMap(({ text }) => (parse(text) as { groups: readonly Group[] }).groups);
const RULES = GROUPS.flatMap((group) => group.rules.map((rule) => ({ ...rule, group })));

/** The selectors of our own series in a query; `isRange` for those read inside a function over time. */
function ownSelectors(
  syntax: Syntax,
  isRange = false,
): { metric: string; labels: object; isRange: boolean }[] {
  switch (syntax.kind) {
    case 'number':
    case 'string':
      return [];
    case 'selector': {
      if (syntax.metric?.startsWith('modelwatch:') !== true) return [];
      const equal = syntax.matchers.filter(({ op }) => op === '=');
      const labels = Object.fromEntries(equal.map(({ label, value }) => [label, value]));
      return [{ metric: syntax.metric, labels, isRange }];
    }
    case 'binary':
      return [...ownSelectors(syntax.left), ...ownSelectors(syntax.right)];
    case 'call':
    case 'aggregation':
      return syntax.args.flatMap((argument) => ownSelectors(argument));
    case 'range':
    case 'subquery':
      return ownSelectors(syntax.of, true);
    case 'sign':
    case 'parentheses':
    case 'modifier':
      return ownSelectors(syntax.of, isRange);
  }
}

const READS = RULES.flatMap(({ expr, group }) => {
  const { syntax } = checkQuery(expr);
  return syntax === undefined ? [] : ownSelectors(syntax).map((selector) => ({ ...selector, expr, group }));
});

function recordedBy(metric: string, labels: object): readonly Group[] {
  return RULES.filter(
    (rule) =>
      rule.record === metric &&
      Object.entries(labels).every(([label, value]) => (rule.labels ?? { [label]: value })[label] === value),
  ).map(({ group }) => group);
}

function seconds(duration: string): number {
  const parsed = parseDuration(duration);
  if (!parsed.ok) throw new Error(`${duration} is no duration`);
  return parsed.value;
}

describe('rules', () => {
  it('are PromQL that Prometheus accepts', () => {
    expect(RULES.length).toBeGreaterThan(100);
    for (const { expr } of RULES)
      expect({ expr, problems: ruleProblems(expr) }).toEqual({ expr, problems: [] });
  });

  it('read no series of ours that nobody records', () => {
    expect(READS.length).toBeGreaterThan(50);
    for (const { metric, labels, expr } of READS) {
      expect({ expr, metric, recorded: recordedBy(metric, labels).length > 0 }).toEqual({
        expr,
        metric,
        recorded: true,
      });
    }
  });

  it('ask for the current value only of series recorded at least every 2 minutes', () => {
    for (const { metric, labels, isRange, expr } of READS) {
      if (isRange) continue;
      for (const group of recordedBy(metric, labels)) {
        expect({ expr, slow: seconds(group.interval) > 120 }).toEqual({ expr, slow: false });
      }
    }
    expect(GROUPS.filter(({ interval }) => seconds(interval) > 120).map(({ name }) => name)).toEqual([
      'modelwatch-prod/objectives/5m',
      'modelwatch-prod/objectives/1h',
      'modelwatch-prod/objectives/slices-5m',
      'modelwatch-prod/objectives/slices-1h',
    ]);
  });

  it('record every series once', () => {
    const series = RULES.filter(({ record, labels }) => record !== undefined && labels !== undefined).map(
      ({ record, labels }) => `${record} ${JSON.stringify(labels)}`,
    );
    expect(new Set(series).size).toBe(series.length);
  });

  it('follow the naming of Prometheus, with colons only in what we record', () => {
    for (const { record } of RULES) if (record !== undefined) expect(record).toMatch(/^[a-z]\w+(:\w+){2}$/u);
  });

  it('have groups with names of their own, all of which self checks find', () => {
    const names = GROUPS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^modelwatch-prod\//u);
  });

  it('put no more labels on recorded series than they need', () => {
    for (const { record, labels } of RULES) {
      if (record === undefined) continue;
      const shared = ['env', 'project', 'region', 'slo'];
      const extra = Object.keys(labels ?? {}).filter((label) => !shared.includes(label));
      expect(['', 'maintenance', 'signal', 'signal,selection']).toContain(extra.join());
    }
  });

  it('come out the same, byte for byte', () => {
    expect(render()).toEqual(render());
    expect(
      render()
        .map(({ text }) => text)
        .join(''),
    ).not.toMatch(/\d{4}-\d\d-\d\dT|undefined|NaN/u);
  });

  it('count the series of a selection once, whoever asks whether they existed', () => {
    const signals = [counter('model:fraud/requests', 'r_total'), counter('model:fraud/errors', 'e_total')];
    const gone = {
      node: 'absent',
      of: { signal: 'model:fraud/errors' },
      existedWithinSeconds: 3600,
    } as const;
    const plan = planOf({
      signals,
      objectives: [objectiveOf('served')],
      alerts: [
        alertOf('Gone', { kind: 'SLO', name: 'served' }, gone),
        alertOf('Missed', { kind: 'Monitor', name: 'watch' }, { node: 'all', of: [gone, gone] }),
      ],
    });
    expect(render(plan)[0]?.text.match(/record: modelwatch:signal_series:count/gu)).toHaveLength(1);
  });

  it('have two groups for each subject: what is recorded, and what reads it', () => {
    const plan = planOf({
      signals: [counter('model:fraud/requests', 'r_total'), counter('model:fraud/errors', 'e_total')],
      objectives: [objectiveOf('model-fraud')],
      alerts: [alertOf('Watch', { kind: 'Monitor', name: 'watch' }, { node: 'always' })],
    });
    const [file] = render(plan);
    const { groups } = parse(file?.text ?? '') as { groups: readonly Group[] };
    expect(groups.map(({ name }) => name)).toEqual([
      'modelwatch-prod/model-fraud/sli',
      'modelwatch-prod/model-fraud',
    ]);
  });
});

describe('marks', () => {
  it.each(['prometheus', 'prometheus-operator'])('point at every group and rule of %s', (flavor) => {
    for (const { path, text, marks } of render(KITCHEN_PLAN, { flavor })) {
      const data: unknown = parse(text);
      const at = (pointer: readonly (string | number)[]): unknown =>
        pointer.reduce((node, key) => (node as Record<string, unknown>)[key], data);
      for (const { pointer } of marks) expect(at(pointer)).toBeTypeOf('object');
      if (!path.startsWith('rules/')) continue;
      const rules = marks.filter(({ pointer }) => pointer.at(-2) === 'rules');
      expect(rules).toHaveLength(text.match(/- (?:record|alert): /gu)?.length ?? 0);
    }
  });

  it('lead to the object that asked for the rule', () => {
    const file = render().find(({ path }) => path === 'rules/pipeline-ingest.yaml');
    const [group, first] = file?.marks ?? [];
    expect(group).toEqual({
      pointer: ['groups', 0],
      origin: originOf('SLO', 'freshness', 'pipelines/ingest.yaml', 7),
    });
    expect(first?.pointer).toEqual(['groups', 0, 'rules', 0]);
  });
});

/** Level and delay of each rule of an alert whose policy has levels at 15 m and 45 m. */
function fire(parts: Parameters<typeof alertOf>[3]) {
  const plan = planOf({
    signals: [counter('model:fraud/requests', 'r_total'), counter('model:fraud/errors', 'e_total')],
    objectives: [objectiveOf('served')],
    alerts: [alertOf('Burn', { kind: 'SLO', name: 'served' }, fastBurn('served'), parts)],
    routes: [routeOf([900, 2700])],
  });
  const [file] = render(plan);
  const { groups } = parse(file?.text ?? '') as {
    groups: readonly { rules: readonly (Rule & { for?: string })[] }[];
  };
  return groups
    .flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert === 'Burn')
    .map((rule) => [rule.labels?.['level'], rule.for]);
}

describe('levels', () => {
  it('are staged where somebody must raise them anew', () => {
    expect(fire({})).toEqual([
      ['1', undefined],
      ['2', '15m'],
      ['3', '45m'],
    ]);
  });

  it('are one for alerts that nobody hears of, and where the policy has no route', () => {
    const { escalation: _, ...nobody } = alertOf('Burn', { kind: 'SLO', name: 'served' }, { node: 'always' });
    const plan = planOf({ alerts: [nobody], routes: [routeOf([900])] });
    expect(render(plan)[0]?.text.match(/alert: Burn/gu)).toHaveLength(1);
    expect(fire({ severity: 'none' })).toHaveLength(1);
    expect(fire({ severity: 'ticket' })).toHaveLength(1);
    expect(fire({ team: 'other' })).toHaveLength(1);
  });
});
