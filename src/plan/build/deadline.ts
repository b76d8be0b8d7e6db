import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import type { AbsenceDemand } from './absence.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { pipelineSignal } from './freshness.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, valueMark } from './prose.ts';
import { checkSchedule, deadlineWords, dueTimes } from './schedule.ts';
import { namedSignal } from './signals.ts';
import { upstreamItems } from './upstream.ts';

const KEEP_SECONDS = 300;
const ABSENT_HOLD_SECONDS = 600;

/** The alerts of a pipeline's schedule: a deadline that was missed, a run that took too long. */
export function addScheduleAlerts(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  if (!checkSchedule(context, pipeline)) return [];
  return [...addDeadline(context, pipeline), ...addDuration(context, pipeline)];
}

function draftOf(context: BuildContext, pipeline: Entity<'Pipeline'>) {
  return {
    object: pipeline as Entity,
    subject: subjectOf(pipeline),
    severity: pipeline.spec.schedule?.severity ?? 'ticket',
    holdSeconds: 2 * context.cadence.evaluationSeconds,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, pipeline, pipeline),
    upstream: upstreamItems(context.workspace, pipeline),
  } as const;
}

function addDeadline(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  const deadline = pipeline.spec.schedule?.deadline;
  if (deadline === undefined) return [];
  const signal = pipelineSignal(context, pipeline);
  if (signal === undefined) {
    reportAt(context, pipeline, ['schedule', 'deadline'], {
      code: 'metrics/no-freshness',
      severity: 'error',
      message: `Pipeline ${pipeline.name} has no freshness metric, so nobody knows when it was done`,
      expected: 'freshness: { metric: … } on the pipeline',
    });
    return [];
  }
  const { minuteOfDay } = deadline;
  const due = dueTimes(context, pipeline, { entity: pipeline, path: ['schedule', 'deadline'], minuteOfDay });
  if (due === undefined) return [];
  const done: Measure = {
    node: 'gauge',
    of: { signal: signal.id },
    aggregate: 'min',
    unit: 'unix-seconds',
  };
  addAlert(context, {
    ...draftOf(context, pipeline),
    aspect: 'deadline-missed',
    class: 'freshness',
    condition: {
      node: 'compare',
      left: done,
      op: '<',
      right: { node: 'last-due', due, unit: 'unix-seconds' },
    },
    firstLook: [{ title: 'When it last succeeded', signal: signal.id }],
    origin: originOf(pipeline, ['schedule', 'deadline'], ['schedule', 'cron']),
    prose: {
      summary: PROSE.deadline({
        subject: pipeline.title,
        deadline: deadlineWords(due, minuteOfDay),
        value: valueMark('unix-seconds'),
      }),
      impact: `What ${pipeline.name} feeds has no new data today.`,
    },
  });
  return [];
}

function addDuration(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  const duration = pipeline.spec.schedule?.duration;
  if (duration === undefined) return [];
  const metric = duration.metric ?? {
    name: 'pipeline_last_duration_seconds',
    match: { pipeline: pipeline.name },
    text: '',
  };
  const signal = namedSignal(context, pipeline, 'duration', metric, {
    instrument: 'gauge',
    unit: 'seconds',
    emitter: 'pipeline',
    path: ['schedule', 'duration'],
  });
  const draft = draftOf(context, pipeline);
  addAlert(context, {
    ...draft,
    aspect: 'run-too-long',
    class: 'threshold',
    condition: {
      node: 'compare',
      left: { node: 'gauge', of: { signal: signal.id }, aggregate: 'max', unit: 'seconds' },
      op: '>',
      right: { node: 'constant', value: duration.max.seconds, unit: 'seconds' },
    },
    firstLook: [{ title: 'How long runs take', signal: signal.id }],
    origin: originOf(pipeline, ['schedule', 'duration', 'max']),
    prose: {
      summary: PROSE.runTooLong({
        subject: pipeline.title,
        value: valueMark('seconds'),
        limit: printDuration(duration.max.seconds),
      }),
      impact: `The next run of ${pipeline.name} may miss its deadline.`,
    },
  });
  return [
    {
      subject: pipeline,
      signal,
      severity: draft.severity,
      holdSeconds: ABSENT_HOLD_SECONDS,
      vanishing: true,
    },
  ];
}
