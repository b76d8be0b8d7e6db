import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ShowOptions, show } from '../../src/commands/show.ts';
import { compile } from '../../src/compile.ts';
import { normalizedYaml } from '../../src/workspace/normalize.ts';
import { minimalWith } from '../support/bad-input.ts';
import { folderWith, REPOSITORY } from '../support/cli.ts';
import { command, DEFAULTS } from '../support/command.ts';
import { documentsOf } from '../support/example-documents.ts';

const GOLDEN = path.resolve(import.meta.dirname, '../fixtures/golden');
const EXAMPLE = path.join(REPOSITORY, 'examples/fraud-detector');

function shown(folder: string, options: Partial<ShowOptions>): string {
  const run = command(folder, () =>
    show(undefined, { ...DEFAULTS, env: [], what: 'normalized', ...options }),
  );
  expect([run.code, run.stderr]).toEqual([0, '']);
  return run.stdout;
}

describe('show --normalized', () => {
  it('prints the specs of the example as they hold in staging, with where each value came from', async () => {
    await expect(shown(EXAMPLE, { env: ['staging'] })).toMatchFileSnapshot(
      path.join(GOLDEN, 'normalized-staging.yaml'),
    );
  });

  it('prints specs: read again, they mean the same', () => {
    const text = shown(EXAMPLE, { env: ['prod'] });
    const again = compile({
      specs: [{ path: 'modelwatch.yaml', text }],
      readAuxiliary: (name) => readFileSync(path.join(EXAMPLE, name), 'utf8'),
    });
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const prod = again.environments.find(({ name }) => name === 'prod');
    expect(prod && documentsOf(normalizedYaml(prod.workspace))).toEqual(documentsOf(text));
  });

  it('prints labels as labels, whatever they are called', () => {
    const folder = folderWith({
      'modelwatch.yaml': minimalWith('owner: ml', 'owner: ml\n  select: { text: a, job: b }'),
    });
    const [model] = documentsOf(shown(folder, { object: 'Model/my-model' })) as {
      spec: { select: object };
    }[];
    expect(model?.spec.select).toEqual({ text: 'a', job: 'b' });
  });
});

describe('show --plan', () => {
  it('prints the plan of the least project', async () => {
    const folder = path.join(REPOSITORY, 'examples/minimal');
    await expect(shown(folder, { what: 'plan' })).toMatchFileSnapshot(path.join(GOLDEN, 'plan-minimal.json'));
  });

  it('is JSON: one plan as it is, several by environment', () => {
    const one = JSON.parse(shown(EXAMPLE, { what: 'plan', env: ['prod'] })) as {
      environment: { name: string };
    };
    expect(one.environment.name).toBe('prod');
    const all = JSON.parse(shown(EXAMPLE, { what: 'plan' })) as Record<string, unknown>;
    expect(Object.keys(all)).toEqual(['dev', 'prod', 'staging']);
    expect(all['prod']).toEqual(one);
  });

  it('has no word of PromQL or Alertmanager but in marked queries and in texts of users', () => {
    const plan = JSON.parse(shown(EXAMPLE, { what: 'plan', env: ['prod'] })) as object;
    const free = ['text', 'query', 'runbook'];
    const text = JSON.stringify(plan, (key, value: unknown) => (free.includes(key) ? '' : value));
    const words =
      /\brate\(|sum by|sum\(|histogram_quantile|group_wait|receiver|_bucket\b|mute_time_intervals/;
    expect(words.exec(text)).toBeNull();
  });
});
