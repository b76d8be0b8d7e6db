import { counted } from '../../../support/counted.ts';
import { groupBy } from '../../../support/group-by.ts';
import { AVAILABILITY, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

export const noRunbook: LintRule = {
  id: 'alert/no-runbook',
  severity: 'info',
  title: 'pages without a runbook of the team',
  why: 'Whoever is woken finds a generated page with the first queries and likely causes, and nothing that the team knows: what to restart, how to roll back, whom to call. Write a Runbook with steps or the address of your own page, and name it in the model, pipeline or feature set, or in the SLO or monitor.',
  bad: exampleObject('Model', 'name: fraud', ['owner: ml', AVAILABILITY]),
  good: exampleModel([AVAILABILITY]),
  check({ workspace, plan }, report) {
    const pages = plan.alerts.filter(
      ({ severity, runbook, escalation }) =>
        severity === 'page' && runbook.name === undefined && escalation !== undefined,
    );
    for (const alerts of groupBy(pages, ({ subject }) => `${subject.kind} ${subject.name}`).values()) {
      const [first] = alerts;
      if (first === undefined || first.subject.kind === 'Project') continue;
      const { kind, name } = first.subject;
      const subject = workspace.get(kind, name);
      if (subject === undefined) continue;
      report({
        ...at(subject, []),
        message: `${counted(alerts.length, 'alert')} about ${kind} ${name} can page, and ${alerts.length === 1 ? 'it has' : 'they have'} only the generated runbook`,
        hint: `Write a Runbook and name it: runbook: … on the ${kind}.`,
        data: { alerts: alerts.map((alert) => alert.name) },
      });
    }
  },
};
