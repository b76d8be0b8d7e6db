import { beforeAll, expect, it } from 'vitest';
import { render } from '../support/compiled.ts';
import { exampleProject } from '../support/example-project.ts';
import { askedBy, dashboardsOf, withValues } from '../support/grafana-dashboards.ts';
import type { Service } from '../support/processes.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { stageWorlds } from '../support/world/stage.ts';

const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'] as const;

describeWithPrograms(
  ['prometheus', 'promtool'],
  'every dashboard of every example, on a real Prometheus',
  () => {
    const services = useServices();
    const staged = EXAMPLES.map((name) => ({ name, ...render(exampleProject(name), 'prod') }));
    let prometheus: Service;

    beforeAll(async () => {
      prometheus = await stageWorlds(services, staged);
    });

    it.each(staged.map((each) => [each.name, each] as const))(
      '%s: every query gives data',
      async (_, { plan, files }) => {
        const dashboards = dashboardsOf(files);
        expect(dashboards.length).toBeGreaterThan(2);
        const silent: string[] = [];
        for (const { name, asked } of dashboards.map((dashboard) => ({
          name: dashboard.title,
          asked: askedBy(dashboard),
        }))) {
          for (const { place, expr, mayBeEmpty } of asked) {
            const query = withValues(expr, { env: plan.environment.name });
            // What reads what was recorded of what was recorded comes a second later each.
            const asks = mayBeEmpty ? answer : patientAnswer;
            if ((await asks(prometheus, query)).length === 0 && !mayBeEmpty)
              silent.push(`${name} / ${place}: ${expr}`);
          }
        }
        expect(silent).toEqual([]);
      },
    );
  },
);

async function answer({ url }: Service, query: string): Promise<readonly unknown[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  const { data, error } = (await response.json()) as { data?: { result: unknown[] }; error?: string };
  if (data === undefined) throw new Error(`${query}: ${error}`);
  return data.result;
}

/** An empty list when nothing comes in a while. */
async function patientAnswer(prometheus: Service, query: string): Promise<readonly unknown[]> {
  const probe = async (): Promise<readonly unknown[] | undefined> => {
    const found = await answer(prometheus, query);
    return found.length > 0 ? found : undefined;
  };
  return until(probe, { what: 'data', timeoutMs: 15_000 }).catch(() => []);
}
