import { sortedBy } from '../../../support/sorted-by.ts';
import { type JobPolicy, PLAN_SCHEMA_ID, PLAN_VERSION } from '../../drift-job.ts';
import type { JobSegment } from '../../drift-job-parts.ts';
import type { DriftJobs } from '../../drift-jobs.ts';
import type { Origin } from '../../origin.ts';
import { type BuildContext, originOf } from '../context.ts';
import { adviceOf } from './advice.ts';
import { jobBaseline } from './baseline.ts';
import { columnsOf } from './columns.ts';
import { jobDataset } from './datasets.ts';
import { jobQualities } from './quality.ts';
import { jobSchedule } from './schedule.ts';
import { segmentsOf } from './segments.ts';
import type { DriftDraft } from './sources.ts';
import { leaveOut, type Subject } from './subject.ts';

/**
 * What the drift job of an environment does: all policies, all checks and all quality, with the paths and tables of the environment. What
 * cannot be read is left out, each as a gap with its place. Lists are sorted by name.
 */
export function buildDriftJobs(context: BuildContext): DriftJobs {
  const { workspace } = context;
  const draft: DriftDraft = { context, sources: new Map(), gaps: [] };
  const policies: Record<string, Origin> = {};
  const datasets: Record<string, Origin> = {};
  const jobs = sortedBy(workspace.list('DriftPolicy'), ({ name }) => name).flatMap((policy) => {
    const model = workspace.get('Model', policy.spec.model);
    const job = model && jobPolicy(draft, { policy, model });
    if (job) policies[policy.name] = originOf(policy);
    return job ?? [];
  });
  const checked = sortedBy(workspace.list('FeatureSet'), ({ name }) => name).flatMap((set) => {
    const dataset = jobDataset(draft, set);
    if (dataset) datasets[set.name] = originOf(set);
    return dataset ?? [];
  });
  const qualities = jobQualities(draft);
  return {
    plan: {
      $schema: PLAN_SCHEMA_ID,
      version: PLAN_VERSION,
      project: workspace.project.name,
      environment: workspace.environment,
      sources: sortedBy(draft.sources.values(), ({ name }) => name),
      policies: jobs,
      datasets: checked,
      qualities,
    },
    gaps: draft.gaps,
    policies,
    datasets,
    qualities: Object.fromEntries(
      qualities.flatMap(({ model }) => {
        const entity = workspace.get('Model', model);
        return entity === undefined ? [] : [[model, originOf(entity, ['groundTruth'])] as const];
      }),
    ),
  };
}

function jobPolicy(draft: DriftDraft, subject: Subject): JobPolicy | undefined {
  const { policy, model } = subject;
  const { spec } = policy;
  const baseline = jobBaseline(draft, subject);
  if ('why' in baseline) {
    leaveOut(draft, subject, { what: 'the policy', path: ['baseline'], ...baseline });
    return undefined;
  }
  const columns = columnsOf(draft, subject);
  if (columns.length === 0) {
    leaveOut(draft, subject, {
      what: 'the policy',
      path: [],
      why: 'nothing that it compares can be read; its alert that the job does not run will fire',
      hint: 'Say where its data are kept, or delete the policy.',
    });
    return undefined;
  }
  const share = spec.dataset?.driftedShare;
  return {
    name: policy.name,
    title: policy.title,
    model: model.name,
    profile: spec.profile,
    schedule: jobSchedule(policy),
    windowSeconds: spec.window.seconds,
    lagSeconds: spec.lag.seconds,
    baseline,
    minSamples: spec.minSamples,
    correction: spec.correction,
    consecutive: spec.confirm.consecutive,
    segments: segmentsOfPolicy(subject),
    columns,
    ...(share && {
      driftedShare: { ...(share.warn && { warn: share.warn.ratio }), alert: share.alert.ratio },
    }),
    advice: adviceOf(draft.context, subject),
  };
}

function segmentsOfPolicy({ policy, model }: Subject): JobSegment[] {
  const wanted = policy.spec.segments;
  return segmentsOf(model.spec.segments.filter(({ name }) => wanted === undefined || wanted.includes(name)));
}
