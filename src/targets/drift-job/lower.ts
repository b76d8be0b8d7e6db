import type { Plan } from '../../plan/plan.ts';
import type { RenderedFile, TargetOutput } from '../target.ts';
import { airflowFiles } from './airflow.ts';
import { githubActionsFiles } from './github-actions.ts';
import { kubernetesFile } from './kubernetes.ts';
import { notesOf } from './notes.ts';
import type { DriftJobOptions } from './options.ts';
import type { Packaged } from './packaging.ts';
import { runsOf } from './runs.ts';
import { systemdFiles } from './systemd.ts';

/** The plan file, and what runs it. Where nothing can be read there is nothing to run. */
export function lower(plan: Plan, options: DriftJobOptions): TargetOutput {
  const jobs = plan.driftJobs;
  const runs = runsOf(jobs.plan);
  const planText = `${JSON.stringify(jobs.plan, null, 2)}\n`;
  const packaged: Packaged = { plan, jobs, options, runs, planText };
  const notes = notesOf(packaged);
  if (runs.length === 0) return { files: [], notes };
  const { kubernetes, systemd, githubActions, airflow } = options;
  return {
    files: [
      planFile(packaged),
      ...(kubernetes ? [kubernetesFile(packaged, kubernetes)] : []),
      ...(systemd ? systemdFiles(packaged, systemd) : []),
      ...(githubActions ? githubActionsFiles(packaged, githubActions) : []),
      ...(airflow ? airflowFiles(packaged, airflow) : []),
    ],
    notes,
  };
}

function planFile({ jobs, planText }: Packaged): RenderedFile {
  const { policies, datasets, qualities } = jobs.plan;
  const lists = { policies, datasets, qualities: qualities.map(({ model }) => ({ name: model })) };
  return {
    path: 'plan.json',
    text: planText,
    marks: (['policies', 'datasets', 'qualities'] as const).flatMap((list) =>
      lists[list].flatMap(({ name }, index) => {
        const origin = jobs[list][name];
        return origin === undefined ? [] : [{ pointer: [list, index], origin }];
      }),
    ),
  };
}
