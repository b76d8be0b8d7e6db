import type { Plan } from '../plan.ts';
import type { Unit } from '../signal.ts';
import type { Curve, ObjectiveFigure, Panel, View, ViewRow, ViewVariable } from '../view.ts';
import { overviewId } from './overview.ts';
import type { PlanIndex } from './page.ts';
import { pageOf } from './page.ts';
import { figures, lines, table } from './panel.ts';
import { businessRow } from './rows-business.ts';
import { LOW, SOON } from './rows-now.ts';

const ENV: ViewVariable = { name: 'env', title: 'Environment', from: 'objectives' };

/** All models by their worst budget. */
export function fleet({ plan }: PlanIndex): View {
  const { origin } = plan;
  const reading: Curve['reading'] = { read: 'objectives', figure: 'budget-remaining', each: 'model' };
  const rows: ViewRow[] = [
    {
      title: 'Models by worst budget',
      panels: [
        table({
          id: 'fleet:models',
          title: 'Worst error budget of each model',
          description: 'The least that is left of any budget of a model; the worst model stands first.',
          unit: 'ratio',
          curves: [{ label: 'budget left', reading }],
          thresholds: LOW,
          origin,
        }),
        lines({
          id: 'fleet:models-over-time',
          title: 'Worst error budget of each model over time',
          description: 'Models whose curves fall together share a cause.',
          unit: 'ratio',
          curves: [{ label: '', reading }],
          thresholds: LOW,
          origin,
        }),
      ],
    },
    { title: 'Alerts', panels: alertPanels(plan, 'fleet') },
    {
      title: 'Objectives',
      panels: [
        table({
          id: 'fleet:objectives',
          title: 'All objectives',
          description:
            'What each objective promises, what was kept, what is left of its budget and how fast it burns.',
          unit: 'ratio',
          curves: objectiveColumns(),
          width: 24,
          height: 12,
          origin,
        }),
      ],
    },
  ];
  return {
    id: 'fleet',
    kind: 'fleet',
    title: `${plan.project}: fleet`,
    description: 'All models of the project by their worst error budget, and what fires.',
    variables: [ENV, { name: 'model', title: 'Model', from: 'objectives' }],
    links: [
      { title: 'On call', to: { view: 'on-call' } },
      ...(hasDrift(plan) ? [{ title: 'Drift', to: { view: 'drift' } } as const] : []),
    ],
    rows,
    annotations: [{ title: 'Firing alerts', marks: { mark: 'firing-alerts', of: 'variables' } }],
    origin,
  };
}

function objectiveColumns(): Curve[] {
  const column = (label: string, figure: ObjectiveFigure, unit: Unit = 'ratio'): Curve => ({
    label,
    unit,
    reading: { read: 'objectives', figure, each: 'objective' },
  });
  return [
    column('budget left', 'budget-remaining'),
    column('burn rate', 'burn-rate', 'none'),
    column('bad in the period', 'period-error-ratio'),
    column('objective', 'objective'),
  ];
}

/** Where alerts link to: what fires, what it costs, what the business feels, where to look on. */
export function onCall(index: PlanIndex): View {
  const { plan } = index;
  const { origin } = plan;
  const objectives = { read: 'objectives', each: 'objective' } as const;
  const business = [...index.facts.values()]
    .filter(({ subject }) => subject.kind === 'BusinessMetric')
    .flatMap((facts) => businessRow(pageOf(index, facts))?.panels ?? []);
  return {
    id: 'on-call',
    kind: 'on-call',
    title: `${plan.project}: on call`,
    description:
      'What is wrong, how bad, since when and what the business feels. Alerts link here with their own model and objective.',
    variables: [
      ENV,
      { name: 'model', title: 'Model', from: 'objectives' },
      { name: 'slo', title: 'Objective' },
      { name: 'alertname', title: 'Alert' },
    ],
    links: [
      { title: 'Fleet', to: { view: 'fleet' } },
      ...(hasDrift(plan) ? [{ title: 'Drift', to: { view: 'drift' } } as const] : []),
      ...[...index.facts.values()]
        .filter(({ subject }) => subject.kind === 'Model')
        .slice(0, MOST_LINKS)
        .map((facts) => ({ title: facts.title, to: { view: overviewId(facts) } })),
    ],
    rows: [
      { title: 'What is wrong', panels: alertPanels(plan, 'on-call') },
      {
        title: 'How bad',
        panels: [
          figures({
            id: 'on-call:budget',
            title: 'Error budget left',
            description: 'Of the chosen objectives. Below 0 it is overspent.',
            unit: 'ratio',
            curves: [{ label: '', reading: { ...objectives, figure: 'budget-remaining' } }],
            thresholds: LOW,
            height: 8,
            origin,
          }),
          lines({
            id: 'on-call:burn',
            title: 'Burn rate',
            description:
              'How many times faster than evenly the budget is spent; 1 spends it in exactly its period.',
            unit: 'none',
            curves: [{ label: '', reading: { ...objectives, figure: 'burn-rate' } }],
            thresholds: [
              { label: 'spends the budget in its period', value: 1, beyond: 'above', tone: 'warn' },
            ],
            least: 0,
            width: 8,
            origin,
          }),
          figures({
            id: 'on-call:exhaustion',
            title: 'Time to exhaustion',
            description: 'When the budget is gone if it burns on like this; no value while nothing burns.',
            unit: 'seconds',
            curves: [{ label: '', reading: { ...objectives, figure: 'time-to-exhaustion' } }],
            thresholds: SOON,
            emptyWhen: 'nothing burns',
            height: 8,
            origin,
          }),
        ],
      },
      ...(business.length === 0 ? [] : [{ title: 'What the business feels', panels: business }]),
    ],
    annotations: [{ title: 'Firing alerts', marks: { mark: 'firing-alerts', of: 'variables' } }],
    origin,
  };
}

/** Links in the head of a page; the fleet page has all models. */
const MOST_LINKS = 20;

function alertPanels({ origin }: Plan, page: string): Panel[] {
  const of = 'variables' as const;
  return [
    table({
      id: `${page}:firing`,
      title: 'Firing alerts',
      description: 'What fires now. An empty table is good news.',
      unit: 'none',
      curves: [{ label: 'firing', reading: { read: 'alerts', state: 'firing', of, each: 'alert' } }],
      emptyWhen: 'no alert fires',
      origin,
    }),
    lines({
      id: `${page}:since`,
      title: 'Firing since',
      description: 'Firing alerts by severity: where a curve begins, the trouble began.',
      unit: 'none',
      curves: [{ label: '', reading: { read: 'alerts', state: 'firing', of, each: 'severity' } }],
      emptyWhen: 'no alert fires',
      least: 0,
      width: 6,
      origin,
    }),
    table({
      id: `${page}:pending`,
      title: 'About to fire',
      description: 'Alerts whose condition holds, but not for long enough yet.',
      unit: 'none',
      curves: [{ label: 'pending', reading: { read: 'alerts', state: 'pending', of, each: 'alert' } }],
      emptyWhen: 'no alert is pending',
      width: 6,
      origin,
    }),
  ];
}

export function hasDrift({ alerts }: Plan): boolean {
  return alerts.some(({ object }) => object.kind === 'DriftPolicy');
}
