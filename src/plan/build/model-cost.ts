import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import { tellsApart } from '../signal.ts';
import { type BuildContext, reportAt } from './context.ts';
import { reportNoLabel } from './monitor-measure.ts';
import { modelSignal } from './signals.ts';

/** What a model costs: all amounts are in its one currency. */
export interface ModelCost {
  readonly currency: string;
  readonly budgetPerSecond: number;
  /** "900 USD/day". */
  readonly budget: string;
  readonly prices: readonly { readonly kind: string; readonly amount: number }[];
}

/** The cost of a model as its spec says it; undefined (and findings) when there is none, or several currencies. */
export function modelCost(context: BuildContext, model: Entity<'Model'>): ModelCost | undefined {
  const { cost } = model.spec;
  if (cost === undefined) return undefined;
  const prices = Object.entries(cost.perToken);
  if (prices.length === 0) {
    reportAt(context, model, ['cost', 'perToken'], {
      code: 'cost/no-price',
      severity: 'error',
      message: 'no kind of token has a price',
      expected: 'a price for each kind, such as input: 0.000003 USD',
    });
    return undefined;
  }
  const { currency } = cost.budget;
  const foreign = prices.filter(([, price]) => price.currency !== currency);
  for (const [kind, price] of foreign) {
    reportAt(context, model, ['cost', 'perToken', kind], {
      code: 'unit/currency',
      severity: 'error',
      message: `the price is in ${price.currency}, the budget in ${currency}`,
      expected: `a price in ${currency}`,
    });
  }
  if (cost.budget.amount === 0) {
    reportAt(context, model, ['cost', 'budget'], {
      code: 'cost/no-price',
      severity: 'error',
      message: 'a budget of nothing is exceeded by any token',
      expected: 'an amount above 0',
    });
    return undefined;
  }
  if (foreign.length > 0) return undefined;
  return {
    currency,
    budgetPerSecond: cost.budget.perSecond,
    budget: cost.budget.text,
    prices: prices.map(([kind, { amount }]) => ({ kind, amount })),
  };
}

/** What a model spends per second, over a window. Undefined (and findings at `path`) when its tokens can't be told by kind. */
export function spendingPerSecond(
  context: BuildContext,
  model: Entity<'Model'>,
  { prices }: ModelCost,
  windowSeconds: number,
  asked: { entity: Entity; path: (string | number)[] },
): Measure | undefined {
  const signal = modelSignal(context, model, 'tokens', { ...asked, instruments: ['counter', 'histogram'] });
  if (signal === undefined) return undefined;
  if (!tellsApart(signal, 'kind')) {
    reportNoLabel(context, asked.entity, asked.path, signal, 'kind');
    return undefined;
  }
  const overSeconds = Math.max(windowSeconds, 4 * signal.cadenceSeconds);
  const parts = prices.map(({ kind, amount }): Measure => {
    const of = { signal: signal.id, where: { kind } };
    return {
      node: 'scaled',
      of: { node: 'amount-rate', of, overSeconds, unit: 'none' },
      factor: amount,
      unit: 'money',
    };
  });
  return { node: 'combine', by: 'sum', of: parts, unit: 'money' };
}
