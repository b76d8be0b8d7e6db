import { expect, it } from 'vitest';
import { buildProject } from '../../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../../support/specs.ts';

it('tells a team that nobody can reach once, not for each of its alerts', () => {
  const { diagnostics } = buildProject(file(PROJECT, object('Team', 'ml', '{}'), model()));
  expect(diagnostics.map(({ code }) => code)).toEqual(['routing/unreachable-team']);
});

it('tells a severity that a policy leaves out once, with the alerts that have it', () => {
  const policy = object(
    'EscalationPolicy',
    'pages',
    '{ routes: { page: { levels: [{ notify: [{ slack: team }] }] } } }',
  );
  const { diagnostics } = buildProject(file(PROJECT, TEAM, policy, model('escalation: pages')));
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toMatchInlineSnapshot(`
    [
      "routing/severity-not-routed: policy pages tells nobody of a ticket, and 3 alerts are: FraudAvailabilityBudgetBurnSlow, FraudAvailabilityBudgetBurnTrickle, FraudErrorsAbsent",
    ]
  `);
});
