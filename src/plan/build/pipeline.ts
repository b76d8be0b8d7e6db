import type { PipelineSpec } from '../../spec/kinds/pipeline.ts';
import { printDuration, printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import type { Signal } from '../signal.ts';
import type { AbsenceDemand } from './absence.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { addScheduleAlerts } from './deadline.ts';
import { pipelineSignal } from './freshness.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, valueMark } from './prose.ts';
import { namedSignal } from './signals.ts';
import { upstreamItems } from './upstream.ts';

const WEEK_SECONDS = 7 * 86_400;
/** How long the metric of a pipeline may be missing. */
const ABSENT_HOLD_SECONDS = 600;
const KEEP_SECONDS = 300;

/** The alerts of a pipeline: stale, too few or too many records, broken schema. */
export function addPipelineAlerts(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  return [
    ...addFreshness(context, pipeline),
    ...addVolume(context, pipeline),
    ...addSchema(context, pipeline),
    ...addScheduleAlerts(context, pipeline),
  ];
}

function draftOf(context: BuildContext, pipeline: Entity<'Pipeline'>) {
  return {
    object: pipeline as Entity,
    subject: subjectOf(pipeline),
    // As short as is safe: a cause must not fire later than what it explains.
    holdSeconds: 2 * context.cadence.evaluationSeconds,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, pipeline, pipeline),
    upstream: upstreamItems(context.workspace, pipeline),
  } as const;
}

function addFreshness(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  const { freshness } = pipeline.spec;
  const signal = pipelineSignal(context, pipeline);
  if (freshness === undefined || signal === undefined) return [];
  const { warn, page } = freshness;
  if (warn === undefined && page === undefined) {
    reportAt(context, pipeline, ['freshness'], {
      code: 'schema/missing-field',
      severity: 'error',
      message: 'freshness has neither "warn" nor "page"',
      expected: 'warn: an age for a ticket, or page: an age for a page',
    });
    return [];
  }
  if (warn && page && warn.seconds >= page.seconds) {
    reportAt(context, pipeline, ['freshness', 'warn'], {
      code: 'routing/warn-not-before-page',
      severity: 'error',
      message: `warn (${warn.text}) does not come before page (${page.text})`,
      expected: `less than ${page.text}`,
    });
  }
  const draft = draftOf(context, pipeline);
  for (const [severity, limit, aspect] of [
    ['ticket', warn, 'freshness-warn'],
    ['page', page, 'freshness'],
  ] as const) {
    if (limit === undefined) continue;
    addAlert(context, {
      ...draft,
      aspect,
      class: 'freshness',
      severity,
      condition: {
        node: 'compare',
        left: { node: 'age', of: { signal: signal.id }, aggregate: 'oldest', unit: 'seconds' },
        op: '>',
        right: { node: 'constant', value: limit.seconds, unit: 'seconds' },
      },
      gradualSecondsToFire: limit.seconds + draft.holdSeconds,
      firstLook: [{ title: 'When it last succeeded', signal: signal.id }],
      origin: originOf(
        pipeline,
        ['freshness', severity === 'page' ? 'page' : 'warn'],
        ['freshness', 'metric'],
      ),
      prose: {
        summary: PROSE.age({
          subject: pipeline.title,
          what: 'the last success',
          value: valueMark('seconds'),
          limit: limit.text,
        }),
        impact: `What ${pipeline.name} feeds works on old data.`,
      },
    });
  }
  return [
    {
      subject: pipeline,
      signal,
      severity: page ? 'page' : 'ticket',
      holdSeconds: ABSENT_HOLD_SECONDS,
      vanishing: false,
    },
  ];
}

type Limit = NonNullable<NonNullable<PipelineSpec['volume']>['min']>;

/** Events of a rate in a window, without the noise of dividing by a period that does not come out even. */
function eventsIn({ perSecond }: { readonly perSecond: number }, seconds: number): number {
  return Number((perSecond * seconds).toPrecision(12));
}

/** What a limit is compared with, and the words for it. */
function limitMeasure(
  limit: Limit,
  events: Measure,
  overSeconds: number,
): { measure: Measure; words: string } | undefined {
  if ('perSecond' in limit) {
    return {
      measure: { node: 'constant', value: eventsIn(limit, overSeconds), unit: 'events' },
      words: limit.text,
    };
  }
  if (limit.of !== 'same-time-last-week') return undefined;
  return {
    measure: {
      node: 'scaled',
      of: { node: 'ago', of: events, bySeconds: WEEK_SECONDS, unit: 'events' },
      factor: limit.ratio,
      unit: 'events',
    },
    words: limit.text,
  };
}

function volumeSignal(context: BuildContext, pipeline: Entity<'Pipeline'>): Signal | undefined {
  const { volume } = pipeline.spec;
  return (
    volume &&
    namedSignal(context, pipeline, 'records', volume.metric, {
      instrument: 'counter',
      unit: 'none',
      emitter: 'pipeline',
      path: ['volume', 'metric'],
    })
  );
}

function addVolume(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  const { volume } = pipeline.spec;
  const signal = volumeSignal(context, pipeline);
  if (volume === undefined || signal === undefined) return [];
  const overSeconds = volume.over.seconds;
  const events: Measure = { node: 'increase', of: { signal: signal.id }, overSeconds, unit: 'events' };
  for (const [field, op, direction] of [
    ['min', '<', 'fewer'],
    ['max', '>', 'more'],
  ] as const) {
    const limit = volume[field];
    if (limit === undefined) continue;
    const right = limitMeasure(limit, events, overSeconds);
    if (right === undefined) {
      wrongBase(context, pipeline, ['volume', field], 'same-time-last-week');
      continue;
    }
    addAlert(context, {
      ...draftOf(context, pipeline),
      aspect: field === 'min' ? 'volume-low' : 'volume-high',
      class: 'volume',
      severity: volume.severity,
      condition: { node: 'compare', left: events, op, right: right.measure },
      firstLook: [{ title: 'Records over time', signal: signal.id }],
      origin: originOf(pipeline, ['volume', field], ['volume', 'metric']),
      prose: {
        summary: PROSE.volume({
          subject: pipeline.title,
          value: valueMark('events'),
          direction,
          limit: right.words,
          over: printDuration(overSeconds),
        }),
        impact: `What ${pipeline.name} feeds works on ${field === 'min' ? 'too little' : 'doubtful'} data.`,
      },
    });
  }
  return [
    {
      subject: pipeline,
      signal,
      severity: volume.severity,
      holdSeconds: ABSENT_HOLD_SECONDS,
      vanishing: false,
    },
  ];
}

function addSchema(context: BuildContext, pipeline: Entity<'Pipeline'>): AbsenceDemand[] {
  const { schema } = pipeline.spec;
  if (schema === undefined) return [];
  const violations = namedSignal(context, pipeline, 'schemaViolations', schema.metric, {
    instrument: 'counter',
    unit: 'none',
    emitter: 'pipeline',
    path: ['schema', 'metric'],
  });
  const overSeconds = schema.over.seconds;
  const bad: Measure = { node: 'increase', of: { signal: violations.id }, overSeconds, unit: 'events' };
  const condition = schemaCondition(context, pipeline, schema.max, bad, overSeconds);
  if (condition === undefined) return [];
  addAlert(context, {
    ...draftOf(context, pipeline),
    aspect: 'schema-violations',
    class: 'schema',
    severity: schema.severity,
    condition: { node: 'compare', left: condition.left, op: '>', right: condition.right },
    firstLook: [{ title: 'Violations over time', signal: violations.id }],
    origin: originOf(pipeline, ['schema', 'max'], ['schema', 'metric']),
    prose: {
      summary: PROSE.schema({
        subject: pipeline.title,
        value: valueMark(condition.left.unit),
        limit: schema.max.text,
        over: printDuration(overSeconds),
      }),
      impact: `What ${pipeline.name} feeds reads records of the wrong shape.`,
    },
  });
  return [
    {
      subject: pipeline,
      signal: violations,
      severity: 'ticket',
      holdSeconds: ABSENT_HOLD_SECONDS,
      vanishing: true,
    },
  ];
}

function schemaCondition(
  context: BuildContext,
  pipeline: Entity<'Pipeline'>,
  max: Limit,
  bad: Measure,
  overSeconds: number,
): { left: Measure; right: Measure } | undefined {
  if ('perSecond' in max)
    return { left: bad, right: { node: 'constant', value: eventsIn(max, overSeconds), unit: 'events' } };
  if (max.of !== 'records') {
    wrongBase(context, pipeline, ['schema', 'max'], 'records');
    return undefined;
  }
  const records = volumeSignal(context, pipeline);
  if (records === undefined) {
    reportAt(context, pipeline, ['schema', 'max'], {
      code: 'metrics/no-records',
      severity: 'error',
      message: `${printPercent(max.ratio)} of records: nobody counts the records of ${pipeline.name}`,
      expected: 'volume: { metric: … } on the pipeline, or a rate such as 3/h',
    });
    return undefined;
  }
  const total: Measure = { node: 'increase', of: { signal: records.id }, overSeconds, unit: 'events' };
  return {
    left: { node: 'ratio', numerator: bad, denominator: total, unit: 'ratio' },
    right: { node: 'constant', value: max.ratio, unit: 'ratio' },
  };
}

function wrongBase(context: BuildContext, pipeline: Entity<'Pipeline'>, path: string[], base: string): void {
  reportAt(context, pipeline, path, {
    code: 'unit/relative',
    severity: 'error',
    message: 'this share has a base that means nothing here',
    expected: `a share of ${base}, or a rate such as 100/s`,
  });
}
