import type { Entity } from '../../workspace/entity.ts';
import type { AbsenceDemand } from './absence.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, subjectOf } from './context.ts';
import { featureSetSignal } from './freshness.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, valueMark } from './prose.ts';
import { upstreamItems } from './upstream.ts';

const HOLD_SECONDS = 120;
const KEEP_SECONDS = 300;
const ABSENT_HOLD_SECONDS = 600;

/** The stale alert of a feature set that says how old it may be, unless an SLO of type freshness watches it already. */
export function addFeatureSetAlerts(
  context: BuildContext,
  featureSet: Entity<'FeatureSet'>,
): AbsenceDemand[] {
  const watched = context.workspace
    .list('SLO')
    .some((slo) => slo.spec.featureSet === featureSet.name && slo.spec.sli.type === 'freshness');
  const { freshness } = featureSet.spec;
  if (watched || freshness === undefined) return [];
  const signal = featureSetSignal(context, featureSet);
  addAlert(context, {
    object: featureSet,
    subject: subjectOf(featureSet),
    aspect: 'freshness',
    class: 'freshness',
    severity: freshness.severity,
    holdSeconds: HOLD_SECONDS,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, featureSet, featureSet),
    upstream: upstreamItems(context.workspace, featureSet),
    condition: {
      node: 'compare',
      left: { node: 'age', of: { signal: signal.id }, aggregate: 'oldest', unit: 'seconds' },
      op: '>',
      right: { node: 'constant', value: freshness.max.seconds, unit: 'seconds' },
    },
    gradualSecondsToFire: freshness.max.seconds + HOLD_SECONDS,
    firstLook: [{ title: 'When the features were last updated', signal: signal.id }],
    origin: originOf(featureSet, ['freshness', 'max']),
    prose: {
      summary: PROSE.age({
        subject: featureSet.title,
        what: 'the last update of the features',
        value: valueMark('seconds'),
        limit: freshness.max.text,
      }),
      impact: `Models that read ${featureSet.name} predict from old features.`,
    },
  });
  return [
    {
      subject: featureSet,
      signal,
      severity: freshness.severity,
      holdSeconds: ABSENT_HOLD_SECONDS,
      vanishing: false,
    },
  ];
}
