import type { Indicator, Objective } from '../../../plan/objective.ts';
import type { Selection } from '../../../plan/signal.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { type Inline, listed, md } from '../../../support/markdown.ts';
import { complement } from '../../../units/index.ts';
import { amount, lasting, percent, plainNumber } from './amount.ts';
import { COMPARISONS, measureWords, selectionWords } from './measure.ts';

/** What counts as bad for an objective, as a sentence. */
export function badWords(scope: Scope, { indicator, budgeting }: Objective): Inline {
  switch (indicator.type) {
    case 'events':
      return md`Bad is what ${sumWords(scope, indicator.bad)} counts, of all that ${sumWords(scope, indicator.total)} counts.`;
    case 'histogram-threshold':
      return md`Bad is every observation of ${selectionWords(scope, indicator.of)} above ${amount(indicator.thresholdSeconds, 'seconds')}.`;
    case 'time-in-bounds': {
      const breach = breachWords(scope, indicator);
      return budgeting.type === 'timeslices'
        ? md`A slice of ${lasting(budgeting.sliceSeconds)} is bad if, at any evaluation in it, ${breach}. Slices without data do not count.`
        : md`A moment is bad while ${breach}.`;
    }
  }
}

/** Of a bound that moves, and can be passed only by it, the fixed one is no news. */
function breachWords(scope: Scope, indicator: Extract<Indicator, { type: 'time-in-bounds' }>): Inline {
  const { measure, badWhen, limit, alsoBeyond, otherBound } = indicator;
  const fixed = amount(limit, measure.unit);
  const moving = alsoBeyond && measureWords(scope, alsoBeyond);
  const bound =
    moving === undefined ? fixed : measure.unit === 'unix-seconds' ? moving : md`${fixed} or ${moving}`;
  const other = otherBound
    ? md` or ${COMPARISONS[otherBound.badWhen]} ${amount(otherBound.limit, measure.unit)}`
    : md``;
  return md`${measureWords(scope, measure)} is ${COMPARISONS[badWhen]} ${bound}${other}`;
}

function sumWords(scope: Scope, selections: readonly Selection[]): Inline {
  return listed(
    selections.map((selection) => selectionWords(scope, selection)),
    'and',
  );
}

/** What an objective counts. */
export function unitWord({ budgeting }: Objective): Inline {
  return budgeting.type === 'timeslices' ? md`slices` : md`events`;
}

/** The promise: `99.9% of events over 30 days`. */
export function objectiveWords(objective: Objective): Inline {
  return md`${percent(objective.target)} of ${unitWord(objective)} are good over ${lasting(objective.periodSeconds)}`;
}

/** The share that may be bad; of time slices also how many that are, and how long. */
export function budgetWords(objective: Objective): Inline {
  const budget = complement(objective.target);
  const share = md`${percent(budget)} of ${unitWord(objective)}`;
  const { budgeting, periodSeconds } = objective;
  if (budgeting.type === 'events') return share;
  const slices = Math.floor((periodSeconds / budgeting.sliceSeconds) * budget + 1e-9);
  const total = Math.floor(periodSeconds / budgeting.sliceSeconds);
  return md`${share}: ${plainNumber(slices)} of ${plainNumber(total)} slices of ${lasting(budgeting.sliceSeconds)}, or ${lasting(slices * budgeting.sliceSeconds)}`;
}
