import type { Reading, View } from '../view.ts';
import type { PlanIndex } from './page.ts';
import { lines, table } from './panel.ts';

const VERDICTS = { 0: 'no drift', 1: 'warn', 2: 'alert' };

/** Drift of all models, feature by feature. */
export function driftPage({ plan, facts }: PlanIndex): View {
  const { origin } = plan;
  const drift = (figure: Extract<Reading, { read: 'drift' }>['figure']): Reading => ({
    read: 'drift',
    figure,
  });
  const featureSets = [...facts.values()].flatMap(({ subject }) =>
    subject.kind === 'FeatureSet' &&
    plan.signals.some(({ id }) => id === `feature-set:${subject.name}/checks`)
      ? [subject.name]
      : [],
  );
  return {
    id: 'drift',
    kind: 'drift',
    title: `${plan.project}: drift`,
    description: 'What the drift jobs found, by model, policy, feature and segment.',
    variables: [
      { name: 'env', title: 'Environment', from: 'fixed' },
      { name: 'model', title: 'Model', from: 'drift' },
      { name: 'policy', title: 'Policy' },
      { name: 'feature', title: 'Feature' },
      { name: 'segment', title: 'Segment', from: 'drift' },
    ],
    links: [
      { title: 'Fleet', to: { view: 'fleet' } },
      { title: 'On call', to: { view: 'on-call' } },
    ],
    rows: [
      {
        title: 'Now',
        panels: [
          table({
            id: 'drift:now',
            title: 'Tests',
            description:
              'The newest verdict, score and threshold of each test. Distances alert above their threshold, p-values below.',
            unit: 'none',
            curves: [
              { label: 'verdict', reading: drift('verdict'), words: VERDICTS },
              { label: 'score', reading: drift('score') },
              { label: 'threshold', reading: drift('threshold') },
            ],
            width: 24,
            height: 12,
            origin,
          }),
        ],
      },
      {
        title: 'Over time',
        panels: [
          lines({
            id: 'drift:scores',
            title: 'Scores',
            description: 'The statistic of each test; the dashed lines are what it is judged by.',
            unit: 'none',
            curves: [
              { label: '', reading: drift('score') },
              { label: 'threshold', reading: drift('threshold'), isReference: true },
            ],
            least: 0,
            origin,
          }),
          lines({
            id: 'drift:verdicts',
            title: 'Verdicts',
            description: '0 no drift, 1 warn, 2 alert: after minimum rows, correction and confirmation.',
            unit: 'none',
            curves: [{ label: '', reading: drift('verdict'), words: VERDICTS }],
            thresholds: [
              { label: 'warn', value: 1, beyond: 'above', tone: 'warn' },
              { label: 'alert', value: 2, beyond: 'above', tone: 'bad' },
            ],
            least: 0,
            most: 2,
            origin,
          }),
          ...(featureSets.length === 0
            ? []
            : [
                lines({
                  id: 'drift:checks',
                  title: 'Checks of features that fail',
                  description: 'Each curve at 1 is a check of a feature that fails.',
                  unit: 'none',
                  curves: [{ label: '', reading: { read: 'drift', figure: 'failed-checks', featureSets } }],
                  thresholds: [{ label: 'fails', value: 1, beyond: 'above', tone: 'bad' }],
                  least: 0,
                  most: 1,
                  width: 24,
                  origin,
                }),
              ]),
        ],
      },
    ],
    annotations: [],
    origin,
  };
}
