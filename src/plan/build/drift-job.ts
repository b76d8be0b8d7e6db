import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf } from './context.ts';
import type { DriftCommon } from './drift-policy.ts';
import { against, policySignal } from './drift-signals.ts';
import { valueMark } from './prose.ts';
import { DRIFT_PROSE } from './prose-drift.ts';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** How old the last run of a job may be: one run may fail, and the next takes its time, at most an hour. */
export function oldestRunSeconds(everySeconds: number): number {
  return 2 * everySeconds + graceSeconds(everySeconds);
}

/** How long a job may never have been heard of: its first run is due once, at most a day later. */
export function silentSeconds(everySeconds: number): number {
  return Math.min(everySeconds, DAY_SECONDS) + graceSeconds(everySeconds);
}

function graceSeconds(everySeconds: number): number {
  return Math.min(everySeconds, HOUR_SECONDS);
}

/** Alerts on the job of a policy: it did not run, it was never heard of, it had too few rows. */
export function addDriftJobAlerts(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
  common: DriftCommon,
): void {
  const { schedule, minSamples, severity } = policy.spec;
  const every = schedule.every.seconds;
  const lastRun = policySignal(context, policy, 'last-run', 'lastRun', ['schedule']);
  const samples = policySignal(context, policy, 'samples', 'samples', ['minSamples']);
  const texts = { title: policy.title, subject: model.name };
  const blind = `Whether the data of ${model.name} have drifted is unknown meanwhile: silence means nothing.`;
  const job = {
    ...common,
    class: 'job',
    severity: severity.alert,
    // No failure upstream keeps a job from running.
    upstream: [],
    origin: originOf(policy, ['schedule']),
  } as const;
  const age: Measure = { node: 'age', of: { signal: lastRun.id }, aggregate: 'newest', unit: 'seconds' };
  addAlert(context, {
    ...job,
    aspect: 'job-stale',
    condition: against(age, '>', oldestRunSeconds(every)),
    firstLook: [{ title: 'When the job last came to its end', signal: lastRun.id }],
    prose: {
      summary: DRIFT_PROSE.stale({
        ...texts,
        value: valueMark('seconds'),
        every: printDuration(every),
      }),
      impact: blind,
    },
  });
  const hold = silentSeconds(every);
  addAlert(context, {
    ...job,
    aspect: 'job-absent',
    condition: { node: 'absent', of: { signal: lastRun.id } },
    holdSeconds: hold,
    keepFiringSeconds: 0,
    firstLook: [{ title: 'Does the job run, and is what it writes scraped?', signal: lastRun.id }],
    prose: { summary: DRIFT_PROSE.neverRan({ ...texts, hold: printDuration(hold) }), impact: blind },
  });
  const rows: Measure = { node: 'gauge', of: { signal: samples.id }, aggregate: 'min', unit: 'events' };
  addAlert(context, {
    ...job,
    aspect: 'too-few-rows',
    // Too few rows may well be the fault of a pipeline.
    upstream: common.upstream,
    condition: against(rows, '<', minSamples),
    firstLook: [{ title: 'Rows of the last run', signal: samples.id }],
    origin: originOf(policy, ['minSamples']),
    prose: {
      summary: DRIFT_PROSE.tooFewRows({ ...texts, value: valueMark('events'), least: String(minSamples) }),
      impact: blind,
    },
  });
}
