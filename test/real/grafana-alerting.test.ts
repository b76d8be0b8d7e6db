import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { annotation } from '../../src/targets/grafana/alerting/texts.ts';
import { render } from '../support/compiled.ts';
import { type AskedRule, grafanaAlertingOf, grafanaRulesOf } from '../support/grafana-alerting.ts';
import { withGrafana } from '../support/grafana-project.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { stageWorlds } from '../support/world/stage.ts';

const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'] as const;

describeWithPrograms(['promtool'], "the texts of Grafana's own alerts, as Go's templates", () => {
  // Grafana and Prometheus have the functions in common; only what stands for the value is another.
  const forPrometheus = (text: string): string =>
    text
      .replaceAll('{{ with $values }}', '{{ with $value }}')
      .replaceAll('{{ .A.Value |', '{{ . |')
      .replaceAll(' .A.Value }}', ' . }}');

  it('come out as users wrote them, with the value between', async () => {
    const words = 'a {{ $labels.x }} of $5, ${HOME}, $__env{HOME}, {{{ and $';
    const text = annotation([{ text: words }, { value: 'ratio' }, { text: '{{ end }}' }]);
    await expectTexts([forPrometheus(text)], [`${words}25%{{ end }}`]);
  });

  it('are templates without mistakes in every example', async () => {
    const texts = EXAMPLES.flatMap((name) =>
      grafanaAlertingOf(render(withGrafana(name, 'alerting: true'), 'prod').files).groups.flatMap(
        ({ rules }) => rules.flatMap(({ annotations }) => Object.values(annotations)),
      ),
    );
    const told = texts.filter((text) => text.includes('$values'));
    expect(told.length).toBeGreaterThan(100);
    expect(told.map(forPrometheus).filter((text) => /\$values|\.A\b/.test(text))).toEqual([]);
    await checkTexts(texts.map(forPrometheus));
  });
});

/** Checks that texts are templates of annotations. Throws with what promtool says. */
async function checkTexts(texts: readonly string[]): Promise<void> {
  await promtool(['check', 'rules', '--lint=none', 'rules.yaml'], { 'rules.yaml': rulesWith(texts) });
}

/** Checks what texts come out as where the value is 0.25. Throws with what promtool says. */
async function expectTexts(texts: readonly string[], expected: readonly string[]): Promise<void> {
  const tests = [
    {
      interval: '1m',
      input_series: [{ series: 'quarter', values: '0.25x10' }],
      alert_rule_test: expected.map((summary, index) => ({
        eval_time: '5m',
        alertname: `Text${index}`,
        exp_alerts: [{ exp_annotations: { summary } }],
      })),
    },
  ];
  await promtool(['test', 'rules', 'tests.yaml'], {
    'rules.yaml': rulesWith(texts),
    'tests.yaml': stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests }),
  });
}

function rulesWith(texts: readonly string[]): string {
  const rules = texts.map((summary, index) => ({
    alert: `Text${index}`,
    expr: 'max(quarter)',
    annotations: { summary },
  }));
  return stringify({ groups: [{ name: 'texts', rules }] });
}

async function promtool(args: readonly string[], files: Readonly<Record<string, string>>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-texts-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    await promisify(execFile)(program('promtool'), [...args], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Prometheus says of an alert that is pending or firing. */
interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  /** Set while it only goes on firing, its condition being over. */
  readonly keepFiringSince?: string;
}

const NEVER = '0001-01-01T00:00:00Z';

describeWithPrograms(
  ['prometheus', 'promtool'],
  "the rules of Grafana's own alerts, on a real Prometheus",
  () => {
    const services = useServices();
    const staged = EXAMPLES.map((name) => ({ name, ...render(withGrafana(name, 'alerting: true'), 'prod') }));

    it.each([
      ['bad', false, 10],
      ['quiet', true, 0],
    ] as const)(
      'in a %s hour, each has a value exactly while the condition of the alert of its name holds',
      async (_, isQuiet, least) => {
        const prometheus = await stageWorlds(services, staged, { isQuiet });
        const rules = staged.flatMap(({ files }) => grafanaRulesOf(files)).filter(({ level }) => level === 1);
        expect(rules.length).toBeGreaterThan(100);
        let seen: Agreement = { apart: [], active: 0 };
        await until(
          async () => {
            seen = await agreement(prometheus, rules);
            return seen.apart.length === 0 && seen.active >= least;
          },
          { what: 'rules and alerts to agree', everyMs: 1000 },
        ).catch(() => undefined);
        expect(seen.apart).toEqual([]);
        expect(seen.active).toBeGreaterThanOrEqual(least);
      },
      120_000,
    );
  },
);

interface Agreement {
  /** Rules that say otherwise than the alerts. */
  readonly apart: readonly string[];
  /** How many alerts' conditions hold. */
  readonly active: number;
}

async function agreement(prometheus: Service, rules: readonly AskedRule[]): Promise<Agreement> {
  const holding = await holdingNames(prometheus);
  const valued = await Promise.all(
    rules.map(async ({ key, query }) => [key, (await answer(prometheus, query)).length] as const),
  );
  return {
    apart: valued
      .filter(([key, length]) => length !== (holding.has(key) ? 1 : 0))
      .map(([key, length]) => `${key}: ${length} values`),
    active: valued.filter(([key]) => holding.has(key)).length,
  };
}

/** Keys of the alerts of level 1 whose condition holds now. */
async function holdingNames({ url }: Service): Promise<ReadonlySet<string>> {
  const response = await fetch(`${url}/api/v1/alerts`);
  const { data } = (await response.json()) as { data: { alerts: readonly ActiveAlert[] } };
  return new Set(
    data.alerts
      .filter(({ labels, keepFiringSince = NEVER }) => labels['level'] === '1' && keepFiringSince === NEVER)
      .map(({ labels }) => `${labels['project']}/${labels['alertname']}`),
  );
}

async function answer({ url }: Service, query: string): Promise<readonly unknown[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  const { data, error } = (await response.json()) as { data?: { result: unknown[] }; error?: string };
  if (data === undefined) throw new Error(`${query}: ${error}`);
  return data.result;
}
