import type { Objective, Subject } from '../objective.ts';
import type { Curve, ObjectiveFigure, Panel, PanelThreshold, ViewRow } from '../view.ts';
import type { Page } from './page.ts';
import { figures, lines, table } from './panel.ts';

const LOW: readonly PanelThreshold[] = [
  { label: 'a quarter is left', value: 0.25, beyond: 'below', tone: 'warn' },
  { label: 'spent', value: 0, beyond: 'below', tone: 'bad' },
];
/** Time to exhaustion: three days give time to plan, six hours do not. */
const SOON: readonly PanelThreshold[] = [
  { label: 'gone within 3 days', value: 3 * 86_400, beyond: 'below', tone: 'warn' },
  { label: 'gone within 6 hours', value: 6 * 3600, beyond: 'below', tone: 'bad' },
];

/** What is wrong, how bad, since when: seen first. */
export function nowRow(page: Page): ViewRow {
  const { facts, objectives } = page;
  const subjects: readonly Subject[] = [facts.subject, ...facts.upstream];
  const firing = table({
    id: 'now:firing',
    title: 'Firing alerts',
    description: `Alerts that fire now for ${facts.title} and what it depends on. An empty table is good news.`,
    unit: 'none',
    curves: [{ label: 'firing', reading: { read: 'alerts', state: 'firing', of: subjects, each: 'alert' } }],
    emptyWhen: 'no alert fires',
    width: objectives.length > 0 ? 12 : 16,
    height: 6,
    origin: facts.origin,
  });
  const since = lines({
    id: 'now:since',
    title: 'Firing since',
    description: 'How many alerts fire, by severity: where a curve begins, the trouble began.',
    unit: 'none',
    curves: [{ label: '', reading: { read: 'alerts', state: 'firing', of: subjects, each: 'severity' } }],
    emptyWhen: 'no alert fires',
    least: 0,
    width: objectives.length > 0 ? 12 : 8,
    height: 6,
    origin: facts.origin,
  });
  return { title: 'Now', panels: [...budgetFigures(page), firing, since] };
}

function budgetFigures({ facts, objectives }: Page): Panel[] {
  if (objectives.length === 0) return [];
  return [
    figures({
      id: 'now:budget',
      title: 'Error budget left',
      description:
        'Share of the error budget that is left over the period of each objective. Below 0 it is overspent.',
      unit: 'ratio',
      curves: figureOf(objectives, 'budget-remaining'),
      thresholds: LOW,
      width: 24,
      origin: facts.origin,
    }),
  ];
}

/** Objectives over time. */
export function objectivesRow({ facts, objectives }: Page): ViewRow | undefined {
  if (objectives.length === 0) return undefined;
  const factors = objectives.flatMap(({ burnTiers }) =>
    burnTiers.filter(({ severity }) => severity === 'page').map(({ factor }) => factor),
  );
  const pages = factors.length === 0 ? undefined : Math.min(...factors);
  return {
    title: 'Objectives',
    panels: [
      lines({
        id: 'objectives:budget',
        title: 'Error budget left over time',
        description: 'How the budgets were spent: a steep fall is an incident, a slope is a leak.',
        unit: 'ratio',
        curves: figureOf(objectives, 'budget-remaining'),
        thresholds: LOW,
        width: 8,
        origin: facts.origin,
      }),
      lines({
        id: 'objectives:burn',
        title: 'Burn rate',
        description: `How many times faster than evenly the budgets are spent; 1 spends a budget in exactly its period.${pages === undefined ? '' : ` Sustained above ${pages} it pages.`}`,
        unit: 'none',
        curves: figureOf(objectives, 'burn-rate'),
        thresholds: [
          { label: 'spends the budget in its period', value: 1, beyond: 'above', tone: 'warn' },
          ...(pages === undefined
            ? []
            : [{ label: 'pages when sustained', value: pages, beyond: 'above', tone: 'bad' } as const]),
        ],
        least: 0,
        width: 8,
        origin: facts.origin,
      }),
      figures({
        id: 'objectives:exhaustion',
        title: 'Time to exhaustion',
        description: 'When the budgets are gone if they burn on like this; no value while nothing burns.',
        unit: 'seconds',
        curves: figureOf(objectives, 'time-to-exhaustion'),
        thresholds: SOON,
        emptyWhen: 'nothing burns',
        height: 8,
        origin: facts.origin,
      }),
    ],
  };
}

function figureOf(objectives: readonly Objective[], figure: ObjectiveFigure): Curve[] {
  return objectives.map(({ id, displayName }) => ({
    label: displayName === '' ? id : displayName,
    reading: { read: 'objective', objective: id, figure },
  }));
}

export { LOW, SOON };
