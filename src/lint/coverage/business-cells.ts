import type { Entity } from '../../workspace/entity.ts';
import { type CellState, coverOf, coversOf } from './cell.ts';
import type { Evidence } from './evidence.ts';

/**
 * What a model does for the business is counted in money or in something else (clicks, calls), hardly ever in both: one link
 * covers its cell, and then the other one does not apply. Without any link both are missing.
 */
export function engagementCell(evidence: Evidence): CellState {
  return linkCell(evidence, 'engagement');
}

export function revenueCell(evidence: Evidence): CellState {
  return linkCell(evidence, 'revenue');
}

const WANTED = {
  engagement: 'a BusinessMetric that counts what people do, named under business of the model',
  revenue: 'a BusinessMetric with unit: money, named under business of the model',
} as const;

function linkCell(evidence: Evidence, cell: keyof typeof WANTED): CellState {
  const links = linksOf(evidence);
  const own = links.filter(({ spec }) => (spec.unit === 'money') === (cell === 'revenue'));
  if (own.length > 0)
    return {
      state: 'covered',
      by: own.map((metric) => coverOf(metric, evidence.about(metric))),
    };
  const [other] = links;
  if (other === undefined) return { state: 'missing', wanted: WANTED[cell] };
  const reason = `what it does for the business is told by ${other.name}, ${cell === 'revenue' ? 'which is no amount of money' : 'an amount of money'}`;
  return { state: 'not-applicable', reason };
}

/** The business metrics that the model names, or that an objective of it is about. */
function linksOf({ workspace, model, slos }: Evidence): Entity<'BusinessMetric'>[] {
  const named = new Set([
    ...model.spec.business.map(({ metric }) => metric),
    ...slos.flatMap(({ spec: { sli } }) => (sli.type === 'business' ? [sli.metric] : [])),
  ]);
  return [...named].toSorted().flatMap((name) => workspace.get('BusinessMetric', name) ?? []);
}

export function feedbackCell({ isBatch, reading }: Evidence): CellState {
  const by = coversOf(reading('feedback'));
  if (by.length > 0) return { state: 'covered', by };
  return isBatch
    ? { state: 'not-applicable', reason: 'a batch answers nobody who could say what they think of it' }
    : { state: 'missing', wanted: 'the role feedback, and a proxy or monitor on it' };
}
