import { documents, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

export const driftPagesAlone: LintRule = {
  id: 'drift/drift-pages-alone',
  severity: 'warning',
  title: 'drift that wakes somebody by itself',
  why: 'Changed data are no outage: the model may decide as well as before, and whoever is woken can do nothing before the morning but look. Drift is a ticket. What pages is a Monitor with `all:` that joins drift to a second signal which people feel: a business metric that is breached, a quality objective that burns.',
  bad: example('page'),
  good: example('ticket'),
  check({ workspace }, report) {
    for (const policy of workspace.list('DriftPolicy')) {
      for (const level of ['alert', 'warn'] as const) {
        if (policy.spec.severity[level] !== 'page') continue;
        report({
          ...at(policy, ['severity', level]),
          message: `drift of ${policy.spec.model} pages by itself, whether or not anybody feels it`,
          hint: `Use severity: { ${level}: ${level === 'alert' ? 'ticket' : 'info'} }, and page by a Monitor with all: [{ drift: ${policy.name} }, …].`,
          data: { level, severity: 'page' },
        });
      }
    }
  },
};

function example(severity: string): string {
  return documents(
    exampleModel(['baseline: { kind: training }']),
    examplePolicy(['predictions: { test: psi, alert: 0.2 }', `severity: { alert: ${severity} }`]),
  );
}
