import { printYaml } from '../../support/print-yaml.ts';
import type { RenderedFile } from '../target.ts';
import { cronText } from './calendar.ts';
import {
  historyBelow,
  longestSeconds,
  type Places,
  planBelow,
  runArguments,
  secretsOf,
  tokenPlace,
} from './command.ts';
import type { DriftJobOptions } from './options.ts';
import { GENERATED, marksOf, type Packaged } from './packaging.ts';
import type { Run } from './runs.ts';
import { shellText } from './shell.ts';

type Options = NonNullable<DriftJobOptions['githubActions']>;

/** Pinned: what a tag names can change. */
const ACTIONS = {
  checkout: 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
  node: 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020',
  cache: 'actions/cache@5a3ec84eff668545956fd18022155c47e93e2684',
  artifact: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02',
};

/** A runner is another one each time: what is written stays in the workspace until it is stored. */
const HISTORY = '.modelwatch/drift';
const REPORTS = 'modelwatch-reports';

/**
 * A workflow for each schedule; the history is carried from run to run by the cache, the page of a run is its artifact and its
 * Markdown the summary: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax.
 */
export function githubActionsFiles(packaged: Packaged, options: Options): RenderedFile[] {
  return packaged.runs.map((run) => ({
    path: `github-actions/modelwatch-drift-${run.name}.yaml`,
    text: printYaml(workflow(packaged, run, options), `# ${GENERATED} Copy to .github/workflows.\n`),
    marks: marksOf(packaged, run),
  }));
}

function workflow(packaged: Packaged, run: Run, options: Options): Readonly<Record<string, unknown>> {
  const name = `modelwatch-drift-${run.name}`;
  const { timezone } = run.calendar;
  const { variables } = secretsOf(packaged.jobs.plan, packaged.options);
  return {
    name,
    on: {
      schedule: [{ cron: cronText(run.calendar), timezone }],
      workflow_dispatch: {},
    },
    permissions: { contents: 'read' },
    concurrency: { group: name, 'cancel-in-progress': false },
    jobs: {
      drift: {
        'runs-on': options.runsOn,
        'timeout-minutes': Math.max(5, Math.ceil(longestSeconds(run) / 60)),
        ...(variables.length > 0 && {
          env: Object.fromEntries(variables.map((variable) => [variable, `\${{ secrets.${variable} }}`])),
        }),
        steps: steps(packaged, run, options),
      },
    },
  };
}

function steps({ jobs: { plan }, options: own }: Packaged, run: Run, options: Options) {
  const places: Places = {
    plan: planBelow(options.folder, plan),
    history: historyBelow(HISTORY, plan),
    report: REPORTS,
    ...tokenPlace(own),
  };
  const key = `modelwatch-drift-${run.name}-`;
  return [
    { uses: ACTIONS.checkout, with: { 'persist-credentials': false } },
    { uses: ACTIONS.node, with: { 'node-version': 20 } },
    { name: 'install', run: `npm install --global ${options.package}` },
    {
      name: 'history',
      uses: ACTIONS.cache,
      // A cache is never written again: each run has its own, and begins with the newest.
      with: { path: HISTORY, key: `${key}\${{ github.run_id }}`, 'restore-keys': key },
    },
    { name: 'drift', run: shellText(['modelwatch', ...runArguments(plan, run, own, places)]) },
    {
      name: 'summary',
      if: `always() && hashFiles('${REPORTS}/*.md') != ''`,
      run: `cat ${REPORTS}/*.md >> "$GITHUB_STEP_SUMMARY"`,
    },
    {
      name: 'report',
      if: 'always()',
      uses: ACTIONS.artifact,
      with: { name: REPORTS, path: REPORTS, 'if-no-files-found': 'ignore' },
    },
  ];
}
