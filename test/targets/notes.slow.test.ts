import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { targets } from '../../src/targets/registry.ts';
import { exampleProject } from '../support/example-project.ts';
import { KITCHEN_PLAN } from '../support/kitchen-plan.ts';

/** A base that is not there: a configuration that cannot be merged. */
const OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  alertmanager: [
    {},
    { mode: 'fragment' },
    { mode: 'fragment', base: 'missing.yml' },
    { base: 'missing.yml' },
  ],
  prometheus: [{}, { flavor: 'prometheus-operator' }],
};

const withNotes = targets.filter((target) => target.notes !== undefined);

function notesBoth(plan: Plan): { readonly alone: unknown[]; readonly withFiles: unknown[] } {
  const [alone, withFiles]: [unknown[], unknown[]] = [[], []];
  for (const target of withNotes) {
    for (const given of OPTIONS[target.name] ?? [{}]) {
      const options = target.options.parse(given);
      alone.push(...(target.notes?.(plan, options, () => undefined) ?? []));
      withFiles.push(...target.lower(plan, options, () => undefined).notes);
    }
  }
  return { alone, withFiles };
}

describe('notes without files', () => {
  it.each(['fraud-detector', 'home-ranker', 'demand-forecast', 'support-assistant', 'sagemaker', 'minimal'])(
    'are those with files: %s',
    (name) => {
      for (const { plan } of compile(exampleProject(name)).environments) {
        const { alone, withFiles } = notesBoth(plan);
        expect(alone).toEqual(withFiles);
        expect(alone.length).toBeGreaterThanOrEqual(3);
      }
    },
  );

  it('are those with files for all that a plan can hold', () => {
    const { alone, withFiles } = notesBoth({ ...KITCHEN_PLAN, metricStore: { retentionSeconds: 3600 } });
    expect(alone).toEqual(withFiles);
    expect(alone.map((note) => (note as { code: string }).code)).toContain('target/retention-too-short');
  });

  it('make the same findings of a project, and no file', () => {
    const project = exampleProject('fraud-detector');
    const [whole, without] = [compile(project), compile({ ...project, withoutFiles: true })];
    expect(without.diagnostics).toEqual(whole.diagnostics);
    expect(whole.files.length).toBeGreaterThan(10);
    expect(without.files).toEqual([]);
  });
});
