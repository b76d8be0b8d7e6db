import type { Condition, Measure } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import { avgOverTime, count, metric, range } from '../../../promql/build.ts';
import { lowerMeasure } from '../../../promql/lower/measure.ts';
import {
  BREACH,
  BUDGET_REMAINING,
  badEventsName,
  badSliceName,
  EMITTERS_WITHOUT_BUCKET,
  objectiveSeries,
  ratioName,
} from '../../../promql/lower/names.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { labelsOf, presenceOf, seriesOf } from '../../../promql/lower/selection.ts';
import { selfCheck } from '../../../promql/lower/self-check.ts';
import { ratioWindowOf } from '../../../promql/lower/windows.ts';
import { print } from '../../../promql/print.ts';
import { type Inline, md } from '../../../support/markdown.ts';
import { complement } from '../../../units/index.ts';
import { amount, lasting, percent, plainNumber, theLast } from '../words/amount.ts';
import { COMPARISONS, measureWords, selectionWords } from '../words/measure.ts';

/** A query that is to be pasted. */
export interface Query {
  readonly title: Inline;
  readonly text: string;
}

/** What the parts of a condition measure now, and where each begins to fire. */
export function conditionQueries(scope: Scope, condition: Condition): readonly Query[] {
  switch (condition.node) {
    case 'compare':
      return compareQueries(scope, condition);
    case 'burn-rate':
      return ofObjective(scope, condition.objective, (objective) => burnQueries(scope, objective, condition));
    case 'sustained':
      return ofObjective(scope, condition.objective, (objective) =>
        sustainedQueries(scope, objective, condition.slices),
      );
    case 'budget-remaining':
      return ofObjective(scope, condition.objective, (objective) => [
        {
          title: md`Share of the error budget that is left (fires when ${COMPARISONS[condition.op]} ${percent(condition.ratio)})`,
          text: series(scope, objective, BUDGET_REMAINING),
        },
      ]);
    case 'absent':
      return absentQueries(scope, condition);
    case 'segment-beyond':
      return [
        {
          title: md`By value of the segment`,
          text: print(seriesOf(scope, condition.of)),
        },
        { title: md`Samples of each`, text: print(seriesOf(scope, condition.samples)) },
      ];
    case 'no-value':
      return [{ title: md`What has no value`, text: print(lowerMeasure(scope, condition.of)) }];
    case 'missing-bucket':
      return ofObjective(scope, condition.objective, (objective) => [
        {
          title: md`How many instances lack the bucket`,
          text: series(scope, objective, EMITTERS_WITHOUT_BUCKET),
        },
      ]);
    case 'all':
    case 'any':
      return condition.of.flatMap((part) => conditionQueries(scope, part));
    case 'unless':
      return [condition.of, condition.exception].flatMap((part) => conditionQueries(scope, part));
    case 'latched':
      return conditionQueries(scope, condition.trigger);
    case 'always':
      return [];
    case 'self':
      return [{ title: md`What the alert reads`, text: print(selfCheck(scope, condition.check)) }];
  }
}

function ofObjective(
  scope: Scope,
  id: string,
  queries: (objective: Objective) => readonly Query[],
): readonly Query[] {
  const objective = scope.objectives.get(id);
  return objective === undefined ? [] : queries(objective);
}

function series(scope: Scope, objective: Objective, name: string): string {
  return print(objectiveSeries(scope, objective, name));
}

function burnQueries(
  scope: Scope,
  objective: Objective,
  condition: Extract<Condition, { node: 'burn-rate' }>,
): readonly Query[] {
  const { factor, shortSeconds, longSeconds, minBadEvents } = condition;
  const threshold = percent(factor * complement(objective.target), 6);
  // A window shorter than what is recorded is read from the shortest one that is.
  const short = ratioWindowOf(scope, objective, shortSeconds);
  const long = ratioWindowOf(scope, objective, longSeconds);
  const ratios = [short, long].map((seconds) => ({
    title: md`Error ratio over ${lasting(seconds)} (fires above ${threshold})`,
    text: series(scope, objective, ratioName(seconds)),
  }));
  const events = {
    title: md`Bad events in ${lasting(long)} (needs at least ${plainNumber(minBadEvents)})`,
    text: series(scope, objective, badEventsName(long)),
  };
  return minBadEvents === 0 ? ratios : [...ratios, events];
}

function sustainedQueries(scope: Scope, objective: Objective, slices: number): readonly Query[] {
  const now = { title: md`Is it out of bounds now? 1 for yes`, text: series(scope, objective, BREACH) };
  if (objective.budgeting.type !== 'timeslices') return [now];
  const seconds = slices * objective.budgeting.sliceSeconds;
  // Slices are recorded so rarely that a sample is stale before the next: they are read over time.
  const share = avgOverTime(
    range(objectiveSeries(scope, objective, badSliceName(objective.budgeting.sliceSeconds)), seconds),
  );
  return [now, { title: md`Share of bad slices in ${theLast(seconds)} (fires at 1)`, text: print(share) }];
}

function compareQueries(
  scope: Scope,
  { left, op, right }: Extract<Condition, { node: 'compare' }>,
): readonly Query[] {
  const bound = right.node === 'constant' ? amount(right.value, right.unit) : measureWords(scope, right);
  const query = (measure: Measure) => print(lowerMeasure(scope, measure));
  return [
    ...(left.node === 'constant'
      ? []
      : [
          {
            title: md`Now: ${measureWords(scope, left)}. The condition: ${COMPARISONS[op]} ${bound}`,
            text: query(left),
          },
        ]),
    ...(right.node === 'constant'
      ? []
      : [{ title: md`What it is compared with: ${measureWords(scope, right)}`, text: query(right) }]),
  ];
}

/** Is there any series, and, where the job is known, is it scraped? */
function absentQueries(scope: Scope, { of }: Extract<Condition, { node: 'absent' }>): readonly Query[] {
  const scraped = Object.entries(labelsOf(scope, of)).filter(([label]) => SCRAPE_LABELS.includes(label));
  return [
    { title: md`Series of ${selectionWords(scope, of)}`, text: print(count(presenceOf(scope, of))) },
    ...(scraped.length === 0
      ? []
      : [
          {
            title: md`Is it scraped? 1 for each instance that is`,
            text: print(metric('up', Object.fromEntries(scraped))),
          },
        ]),
  ];
}

/** Labels that a scrape sets, which the series `up` has as well. */
const SCRAPE_LABELS = ['job', 'instance', 'namespace', 'pod'];
