import { expect, it } from 'vitest';
import { buildProject } from '../../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../../support/specs.ts';

const findings = (labels: string) =>
  buildProject(file(PROJECT, TEAM, model(), object('Environment', 'prod', `{ labels: ${labels} }`)))
    .diagnostics;

it('lets environments have labels of their own', () => {
  expect(findings('{ env: prod, region: eu, modelwatch: "1" }')).toEqual([]);
});

it('refuses labels that every alert sets for itself', () => {
  const told = findings('{ severity: low, modelwatch_id: x, env: prod }');
  expect(told.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'env/reserved-label spec.labels.severity',
    'env/reserved-label spec.labels.modelwatch_id',
  ]);
});

it('would otherwise lose them: every label of an alert of ours is reserved', () => {
  const { environments } = buildProject(file(PROJECT, TEAM, model()));
  const labels = new Set(environments[0]?.plan.alerts.flatMap((alert) => Object.keys(alert.labels)));
  labels.delete('env');
  expect(labels.size).toBeGreaterThan(5);
  for (const label of labels)
    expect(findings(`{ ${label}: x }`).map(({ code }) => code)).toEqual(['env/reserved-label']);
});
