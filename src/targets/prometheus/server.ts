import type { Plan } from '../../plan/plan.ts';
import { printDuration } from '../../units/index.ts';
import type { FileMark, RenderedFile } from '../target.ts';
import type { PrometheusOptions } from './options.ts';
import { groupMarks, groupsData } from './print.ts';
import type { RuleFile } from './rule.ts';
import { scrapeConfigs } from './scrape.ts';
import { yamlFile } from './yaml.ts';

/** Rule files, scrape configuration, and a server configuration that loads both. */
export function serverFiles(
  plan: Plan,
  options: PrometheusOptions,
  rules: Iterable<RuleFile>,
): readonly RenderedFile[] {
  const files = Array.from(rules, ({ name, groups }) =>
    yamlFile(`rules/${name}.yaml`, { groups: groupsData(groups) }, groupMarks(groups, ['groups'])),
  );
  const scrape =
    plan.scrapes.length === 0
      ? []
      : [
          yamlFile(
            'scrape.yaml',
            { scrape_configs: scrapeConfigs(plan.scrapes) },
            plan.scrapes.map(({ origin }, index) => ({ pointer: ['scrape_configs', index], origin })),
          ),
        ];
  return [...files, ...scrape, yamlFile('prometheus.yml', serverConfig(plan, options), projectMark(plan))];
}

/** What is of the project as a whole comes from where its own alerts come from. */
function projectMark(plan: Plan): readonly FileMark[] {
  const own = plan.alerts.find(({ subject }) => subject.kind === 'Project');
  return own === undefined ? [] : [{ pointer: [], origin: own.origin }];
}

function serverConfig(plan: Plan, { alertmanagers, self }: PrometheusOptions): unknown {
  return {
    global: {
      scrape_interval: printDuration(plan.cadence.scrapeSeconds),
      evaluation_interval: printDuration(plan.cadence.evaluationSeconds),
    },
    rule_files: ['rules/*.yaml'],
    ...(plan.scrapes.length === 0 ? {} : { scrape_config_files: ['scrape.yaml'] }),
    // Its own metrics tell whether rules are evaluated and alerts handed over.
    scrape_configs: [{ job_name: 'prometheus', static_configs: [{ targets: [self] }] }],
    ...(alertmanagers.length === 0
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] } }),
  };
}
