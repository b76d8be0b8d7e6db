import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const { files } = render(exampleProject('fraud-detector'), 'prod');
const text = files.get('prometheus/rules/model-fraud-detector.yaml') ?? '';
const { groups } = parse(text) as { groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const recorded = rules.filter(({ record }) => record?.startsWith('modelwatch:version_'));

function records(name: string): readonly Rule[] {
  return recorded.filter(({ record }) => record === name);
}

describe('versions that are compared by shares', () => {
  it('are counted once, though two alerts read the counts', () => {
    const readers = rules.filter(({ alert, expr }) => alert !== undefined && expr.includes('version_share'));
    expect(readers.length).toBeGreaterThan(2);
    for (const figure of ['total', 'events']) {
      const counts = records(`modelwatch:version_${figure}:increase30m`);
      expect(counts.map(({ labels }) => labels)).toEqual(
        ['challenger', 'champion'].map((version) => ({
          env: 'prod',
          project: 'acme-ml',
          model: 'fraud-detector',
          metric: 'error-rate',
          version,
        })),
      );
    }
  });

  it('have one rule a window for their shares, and one for the statistic', () => {
    for (const window of ['30m', '1h']) {
      expect(records(`modelwatch:version_share:ratio_increase${window}`)).toHaveLength(1);
      const [statistic, ...others] = records(`modelwatch:version_share:z_increase${window}`);
      expect(others).toEqual([]);
      expect(statistic?.labels).toEqual({ version: 'challenger', against: 'champion' });
    }
  });

  it('are counted before what is calculated from it, in the evaluation that the alerts see', () => {
    const [group] = groups.filter((each) => each.rules.some((rule) => recorded.includes(rule)));
    const known = new Set<string>();
    for (const { record, expr } of group?.rules ?? []) {
      for (const name of expr.match(/modelwatch:version_\w+:\w+/g) ?? []) expect(known).toContain(name);
      if (record !== undefined) known.add(record);
    }
    expect([...known].filter((name) => name.startsWith('modelwatch:version_'))).toHaveLength(8);
  });

  it('are read from raw series nowhere else', () => {
    const alerts = rules.filter(({ alert }) => /^FraudChallengerRegression.*Rate/.test(alert ?? ''));
    expect(alerts).not.toHaveLength(0);
    for (const { expr } of alerts) expect(expr).not.toContain('model_prediction');
  });
});
