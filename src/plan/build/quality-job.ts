import { groupBy } from '../../support/group-by.ts';
import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import type { Severity } from '../objective.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, compareSeverity, originOf, reportAt, subjectOf } from './context.ts';
import { oldestRunSeconds, silentSeconds } from './drift-job.ts';
import { against } from './drift-signals.ts';
import { ownershipOf } from './ownership.ts';
import { valueMark } from './prose.ts';
import { QUALITY_PROSE } from './prose-quality.ts';
import type { Quality } from './quality.ts';
import { gaugeOf, labelsMatured, qualityLastRun, qualitySamples } from './quality-signals.ts';
import { upstreamItems } from './upstream.ts';

const KEEP_SECONDS = 300;

/** Alerts on the evaluation of quality, each once for a model however many objectives stand on it. */
export function addQualityJobAlerts(context: BuildContext, qualities: readonly Quality[]): void {
  for (const ofModel of groupBy(qualities, ({ model }) => model.name).values()) {
    const [first] = ofModel;
    if (first === undefined) continue;
    checkEvaluations(context, ofModel);
    addJobAlerts(context, first.model, ofModel);
    addSampleAlerts(context, first.model, ofModel);
  }
}

/** One series for each metric of a model: what two SLOs read of it must be the same. */
function checkEvaluations(context: BuildContext, qualities: readonly Quality[]): void {
  const byKey = new Map<string, Quality>();
  for (const quality of qualities) {
    const first = byKey.get(quality.key);
    byKey.set(quality.key, first ?? quality);
    if (first === undefined || evaluationOf(first) === evaluationOf(quality)) continue;
    reportAt(context, quality.slo, ['sli', 'evaluate'], {
      code: 'quality/two-evaluations',
      severity: 'error',
      message: `${quality.key} of ${quality.model.name} is evaluated otherwise in SLO ${first.slo.name}`,
      expected: evaluationOf(first),
      related: [{ message: 'the other SLO', span: first.slo.span }],
    });
  }
}

function evaluationOf({ slo }: Quality): string {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return '';
  const { by, every, over, offset } = sli.evaluate;
  const words = [every, over, offset].map(({ seconds }) => printDuration(seconds));
  return `by: ${by}, every: ${words[0]}, over: ${words[1]}, offset: ${words[2]}`;
}

function draftOf(context: BuildContext, model: Entity<'Model'>, qualities: readonly Quality[]) {
  const severities = qualities.map(({ slo }) => slo.spec.alerting.severity.slow);
  return {
    object: model as Entity,
    subject: subjectOf(model),
    class: 'job',
    severity: severities.toSorted((a, b) => compareSeverity(b, a))[0] ?? ('ticket' satisfies Severity),
    holdSeconds: 2 * context.cadence.evaluationSeconds,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, model, model),
    upstream: upstreamItems(context.workspace, model),
    origin: originOf(model, ['groundTruth']),
  } as const;
}

const blindTo = (model: Entity<'Model'>): string =>
  `Whether ${model.title} still decides well is unknown meanwhile: its quality objectives see nothing.`;

function addJobAlerts(context: BuildContext, model: Entity<'Model'>, qualities: readonly Quality[]): void {
  const draft = draftOf(context, model, qualities);
  const signal = qualityLastRun(context, model, draft.origin);
  const every = Math.min(
    ...qualities.flatMap(({ slo: { spec } }) =>
      spec.sli.type === 'quality' ? [spec.sli.evaluate.every.seconds] : [],
    ),
  );
  addAlert(context, {
    ...draft,
    // No failure upstream keeps a job from running.
    upstream: [],
    aspect: 'quality-job-stale',
    condition: against(
      { node: 'age', of: { signal: signal.id }, aggregate: 'newest', unit: 'seconds' },
      '>',
      oldestRunSeconds(every),
    ),
    firstLook: [{ title: 'When quality was last evaluated', signal: signal.id }],
    prose: {
      summary: QUALITY_PROSE.stale({
        subject: model.name,
        value: valueMark('seconds'),
        every: printDuration(every),
      }),
      impact: blindTo(model),
    },
  });
  const hold = silentSeconds(every);
  addAlert(context, {
    ...draft,
    upstream: [],
    aspect: 'quality-job-absent',
    condition: { node: 'absent', of: { signal: signal.id } },
    holdSeconds: hold,
    keepFiringSeconds: 0,
    firstLook: [{ title: 'Does the job run, and is what it writes scraped?', signal: signal.id }],
    prose: {
      summary: QUALITY_PROSE.neverRan({ subject: model.name, hold: printDuration(hold) }),
      impact: blindTo(model),
    },
  });
}

/** Too few samples, or too few labels that have come in, of any of the metrics. */
function addSampleAlerts(context: BuildContext, model: Entity<'Model'>, qualities: readonly Quality[]): void {
  const draft = draftOf(context, model, qualities);
  const ofKeys = [...groupBy(qualities, ({ key }) => key)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const metrics = ofKeys.map(([key]) => key).join(', ');
  const each = (of: (key: string, same: readonly Quality[]) => Condition): Condition => {
    const conditions = ofKeys.map(([key, same]) => of(key, same));
    const [only] = conditions;
    return only && conditions.length === 1 ? only : { node: 'any', of: conditions };
  };
  const origin = draft.origin;
  const samplesOf = (key: string) => qualitySamples(context, { model, key, origin });
  const maturedOf = (key: string) => labelsMatured(context, { model, key, origin });
  addAlert(context, {
    ...draft,
    aspect: 'quality-samples-low',
    condition: each((key, same) =>
      against(gaugeOf(samplesOf(key), 'min'), '<', Math.max(...same.map(({ minSamples }) => minSamples))),
    ),
    firstLook: ofKeys.map(([key]) => ({ title: `Samples of ${key}`, signal: samplesOf(key).id })),
    prose: {
      summary: QUALITY_PROSE.tooFewSamples({ subject: model.name, metrics }),
      impact: blindTo(model),
    },
  });
  addAlert(context, {
    ...draft,
    aspect: 'quality-labels-immature',
    condition: each((key, same) =>
      against(gaugeOf(maturedOf(key), 'min'), '<', Math.max(...same.map(minMatured))),
    ),
    firstLook: ofKeys.map(([key]) => ({
      title: `Labels of ${key} that have come in`,
      signal: maturedOf(key).id,
    })),
    prose: {
      summary: QUALITY_PROSE.immature({ subject: model.name, metrics, value: valueMark('ratio') }),
      impact: `The labels that come late are missing from the quality of ${model.title}: what it shows is not how it is.`,
    },
  });
}

function minMatured({ slo: { spec } }: Quality): number {
  return spec.sli.type === 'quality' ? spec.sli.minMatured.ratio : 0;
}
