import { counted } from '../../../support/counted.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

/** Environments where things break on purpose. */
const DEVELOPMENT = /^(?:dev|development|test|testing|sandbox|local)(?:-|$)/;

export const devPages: LintRule = {
  id: 'env/dev-pages',
  severity: 'warning',
  title: 'a development environment that pages',
  why: 'Things break on purpose where people develop and test. Pages from there teach everybody to ignore pages. Rewrite the severity in the Environment (`routing: { rewriteSeverity: { page: ticket } }`), or tell nobody: `disable: [{ kind: EscalationPolicy }]`.',
  bad: example('labels: { env: dev }'),
  good: example('routing: { rewriteSeverity: { page: ticket } }'),
  check({ workspace, plan }, report) {
    const { environment, project, environmentObject } = workspace;
    if (!DEVELOPMENT.test(environment)) return;
    const pages = plan.alerts.filter(
      ({ severity, escalation }) => severity === 'page' && escalation !== undefined,
    );
    if (pages.length === 0) return;
    const listedAt = project.spec.environments?.indexOf(environment) ?? -1;
    const place = environmentObject
      ? at(environmentObject, [])
      : at(project, listedAt < 0 ? [] : ['environments', listedAt]);
    report({
      ...place,
      message: `${counted(pages.length, 'alert')} can page somebody from environment ${environment}`,
      hint: 'Add routing: { rewriteSeverity: { page: ticket } } to the Environment.',
      data: { alerts: pages.length },
    });
  },
};

function example(spec: string): string {
  const environment = exampleObject('Environment', 'name: dev', [spec]);
  return documents(environment, exampleModel([AVAILABILITY]));
}
