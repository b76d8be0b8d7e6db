import { type CellState, coveredOr, coversOf } from './cell.ts';
import { type Evidence, measures, proxyAlerts } from './evidence.ts';

/** Roles whose value is a judgement of answers, where no objective of quality is. */
const JUDGEMENTS = ['judge', 'labelled'];

/**
 * Objectives of quality on matured labels. Proxies, and monitors of judgements, stand in for them: they count half where others
 * rely on the model (tier 1), and whole elsewhere.
 */
export function accuracyCell(evidence: Evidence): CellState {
  const { model, alerts } = evidence;
  const objectives = coversOf(evidence.objectives('quality'));
  if (objectives.length > 0) return { state: 'covered', by: objectives };
  const wanted = evidence.wantedObjective(
    'quality',
    model.spec.groundTruth
      ? 'an SLO of type quality'
      : 'groundTruth and an SLO of type quality, or proxies until there are labels',
  );
  const proxies = coversOf([
    ...model.spec.proxies.flatMap(({ name }) => proxyAlerts(model, name, alerts)),
    ...evidence.reading(...JUDGEMENTS),
  ]);
  if (proxies.length === 0 || model.labels['tier'] !== '1') return coveredOr(proxies, wanted);
  return { state: 'half', by: proxies, wanted };
}

/** Tests of predictions, or a monitor or proxy of scores or of the share of a class. */
export function predictionCell({ policies, alerts, readings }: Evidence): CellState {
  const ids = policies
    .filter(({ spec }) => spec.predictions !== undefined)
    .map(({ name }) => `drift-policy:${name}/predictions`);
  const shares = readings.filter(
    ({ role, statistic }) =>
      role === 'score' || (statistic === 'share' && (role === 'requests' || role === 'guardrail')),
  );
  return coveredOr(
    coversOf([
      ...alerts.filter(({ id }) => ids.includes(id)),
      ...shares.flatMap((reading) => reading.alerts),
    ]),
    'predictions in a DriftPolicy, or a proxy on the mean of score or the share of a class',
  );
}

/** Tasks whose answers carry no confidence, and what they have instead. */
const WITHOUT_CONFIDENCE: Readonly<Record<string, string>> = {
  regression: 'a regression gives a number, and no confidence in it',
  ranking: 'a ranking orders by scores, which are no probabilities',
  generation: 'a generated text carries no confidence; judges and feedback tell how good it is',
};

export function confidenceCell({ model, reading }: Evidence): CellState {
  const by = coversOf(reading('confidence'));
  const reason = WITHOUT_CONFIDENCE[model.spec.task ?? ''];
  if (by.length === 0 && reason !== undefined) return { state: 'not-applicable', reason };
  return coveredOr(by, 'a proxy or monitor on the role confidence');
}

/** A segment whose quality is looked at by itself, or compared among its values. */
export function errorAnalysisCell({ slos, model, alerts }: Evidence): CellState {
  const split = alerts.filter(
    (alert) => measures(alert) && (alert.class === 'fairness' || alert.condition.node === 'segment-beyond'),
  );
  const hasQuality = slos.some(({ spec }) => spec.sli.type === 'quality');
  const measured = hasQuality
    ? 'typical: … on the SLO of type quality'
    : 'an SLO of type quality with typical: …';
  return coveredOr(
    coversOf(split),
    model.spec.segments.length > 0
      ? `${measured}, so that each segment is judged`
      : `segments of the model, and ${measured}`,
  );
}
