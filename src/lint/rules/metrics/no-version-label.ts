import { tellsApart } from '../../../plan/signal.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

const ROLES = ['latency', 'requests'];

export const noVersionLabel: LintRule = {
  id: 'metrics/no-version-label',
  severity: 'info',
  title: 'declared versions that a metric cannot tell apart',
  why: 'The model declares the versions that serve, but the mapping of its latency or requests names no label with the version. Whether the challenger is slower or gets any traffic can then not be seen, and a champion that vanished is covered by the other’s series. Add the label to the instrumentation and name it: `metrics: { latency: { labels: { version: model_version } } }`.',
  bad: example(),
  good: example('metrics: { latency: { labels: { version: model_version } } }'),
  check({ workspace, plan }, report) {
    const byId = new Map(plan.signals.map((signal) => [signal.id, signal]));
    for (const model of workspace.list('Model')) {
      const { champion, challenger } = model.spec.versions ?? {};
      if (champion === undefined && challenger === undefined) continue;
      const signals = ROLES.flatMap((role) => byId.get(`model:${model.name}/${role}`) ?? []).filter(
        (signal) => !tellsApart(signal, 'version'),
      );
      if (signals.length === 0) continue;
      report({
        ...at(model, ['versions', champion === undefined ? 'challenger' : 'champion']),
        message: `nothing tells the versions of ${model.name} apart in ${listed(signals.map(({ metric }) => metric))}`,
        hint: `Map it: metrics: { ${signals[0]?.role ?? ''}: { labels: { version: … } } }.`,
        data: { roles: signals.map(({ role }) => role) },
      });
    }
  },
};

function example(...metrics: string[]): string {
  return exampleModel([
    'versions: { champion: v1.2.3, challenger: { version: v1.3.0, traffic: 5% } }',
    ...metrics,
    'slos: [{ name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }]',
  ]);
}
