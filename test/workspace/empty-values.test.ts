import { describe, expect, it } from 'vitest';
import { buildProject } from '../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../support/specs.ts';

describe('keys without a value', () => {
  it('are warned of, since # starts a comment', () => {
    const team = `apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: ml }
spec:
  contacts:
    email: ml@example.com
    slack: #ml-alerts
`;
    const project = PROJECT.replace(
      'slack: { apiUrlFile: secrets/slack }',
      'email: { smarthost: "mx:25", from: a@example.com }',
    );
    expect(buildProject(file(project, team, model())).printed).toMatchInlineSnapshot(`
      "modelwatch.yaml:12:5  warning  schema/empty-value
         11 |     email: ml@example.com
         12 |     slack: #ml-alerts
            |     ^^^^^ "slack" has no value
         Write one, in quotes if it begins with #, or remove the key. (null deletes what Defaults set, and they set nothing here.)
      0 errors, 1 warning
      "
    `);
  });

  it('are meant where they delete what Defaults set', () => {
    const defaults = object('Defaults', 'all', '[{ match: { kind: Model }, set: { runbook: fraud } }]');
    const runbook = object('Runbook', 'fraud', '{ steps: [Restart it] }');
    const { printed, environments } = buildProject(
      file(PROJECT, TEAM, runbook, defaults, model('runbook: null')),
    );
    expect(printed).toBe('0 errors, 0 warnings\n');
    expect(environments[0]?.workspace.get('Model', 'fraud')?.spec.runbook).toBeUndefined();
  });

  it('are left to the error when the object is refused anyway', () => {
    const { diagnostics } = buildProject(file(PROJECT, TEAM, object('Model', 'm', '{ owner: null }')));
    expect(diagnostics.map(({ code }) => code)).toEqual(['schema/missing-field']);
  });
});
