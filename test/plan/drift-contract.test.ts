import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { loadProject } from '../../src/load.ts';
import { DRIFT_CONTRACT } from '../../src/plan/drift-contract.ts';
import { renderDriftContract } from '../../src/plan/print-drift-contract.ts';
import { REPOSITORY } from '../support/cli.ts';

const METRICS = Object.values(DRIFT_CONTRACT);

describe('the contract with the drift job', () => {
  it('names each metric once, by the rules of Prometheus', () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, labels, help, unit } of METRICS) {
      expect(name).toMatch(/^modelwatch_[a-z_]+$/);
      expect(new Set(labels).size, name).toBe(labels.length);
      expect(help, name).toMatch(/^\S.*\.$/);
      // https://prometheus.io/docs/practices/naming/: the unit ends the name.
      expect(name.endsWith('_seconds'), name).toBe(unit === 'unix-seconds');
    }
  });

  it('is kept by every rule of the example: known metrics, known labels', () => {
    const project = loadProject(path.join(REPOSITORY, 'examples/fraud-detector')).input;
    const { environments } = compile(project);
    const signals = environments.flatMap(({ plan }) => plan.signals);
    const ofJob = signals.filter(({ emitter }) => emitter === 'drift-job');
    expect(new Set(ofJob.map(({ metric }) => metric)).size).toBe(10);
    for (const { metric, prometheus, instrument } of ofJob) {
      const contract = METRICS.find(({ name }) => name === metric);
      expect(instrument, metric).toBe(contract?.type);
      const labels = [...Object.keys(prometheus.labels), ...Object.values(prometheus.facetLabels)];
      expect(contract?.labels, metric).toEqual(expect.arrayContaining(labels));
    }
  });

  it('is printed as the page of the references, which is committed', () => {
    const page = renderDriftContract();
    for (const { name, labels } of METRICS) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      for (const label of labels) expect(row, name).toContain(`\`${label}\``);
    }
    expect(readFileSync(path.join(REPOSITORY, 'docs/drift-contract.md'), 'utf8')).toBe(page);
  });
});
