import type { Condition } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { code, type Inline, joined, md } from '../../../support/markdown.ts';
import { complement } from '../../../units/index.ts';
import { lasting, percent, periodAdjective, plainNumber, theLast } from './amount.ts';
import { unitWord } from './indicator.ts';
import { COMPARISONS, measureWords, selectionWords } from './measure.ts';

/** What must be true, as a clause that goes on after "while". */
export function conditionWords(scope: Scope, condition: Condition): Inline {
  switch (condition.node) {
    case 'compare':
      return md`${measureWords(scope, condition.left)} is ${COMPARISONS[condition.op]} ${measureWords(scope, condition.right)}`;
    case 'burn-rate':
      return burnWords(scope, condition);
    case 'sustained':
      return md`each of the last ${plainNumber(condition.slices)} slices of ${nameOf(scope, condition.objective)} is bad`;
    case 'budget-remaining':
      return md`${SHARE_WORDS[condition.op]} ${percent(condition.ratio)} of the error budget of ${nameOf(scope, condition.objective)} is left`;
    case 'absent': {
      const gone = md`there is no series of ${selectionWords(scope, condition.of)}`;
      return condition.existedWithinSeconds === undefined
        ? gone
        : md`${gone}, though there was one in ${theLast(condition.existedWithinSeconds)}`;
    }
    case 'segment-beyond':
      return md`${selectionWords(scope, condition.of)} of some value of the segment is ${COMPARISONS[condition.op]} the threshold for its size (${plainNumber(condition.threshold)} for all)`;
    case 'no-value':
      return md`${measureWords(scope, condition.of)} has no value`;
    case 'missing-bucket':
      return md`some instances have no bucket at the threshold of ${nameOf(scope, condition.objective)}`;
    case 'all':
      return joined(
        condition.of.map((part) => operand(scope, part)),
        ', and ',
      );
    case 'any':
      return joined(
        condition.of.map((part) => operand(scope, part)),
        ', or ',
      );
    case 'unless':
      return md`${operand(scope, condition.of)}, except while ${operand(scope, condition.exception)}`;
    case 'latched':
      return md`${operand(scope, condition.trigger)}; once it fires, it goes on while ${operand(scope, condition.release)}`;
    case 'always':
      return md`alerts are evaluated at all`;
    case 'self':
      return SELF_WORDS[condition.check];
  }
}

const SHARE_WORDS = {
  '<': md`less than`,
  '<=': md`at most`,
  '>': md`more than`,
  '>=': md`at least`,
};

const SELF_WORDS = {
  'evaluation-failing': md`rules of this project fail to evaluate`,
  'evaluation-late': md`evaluations of rules of this project are left out, because the one before took too long`,
  'notification-failing': md`alerts can't be handed over to who notifies people`,
  'telemetry-queue-filling': md`a queue of telemetry is more than half full`,
  'telemetry-refused': md`a collector refuses telemetry, for want of memory or of room in a queue`,
  'telemetry-dropped': md`a collector drops telemetry that a sink does not take`,
  'telemetry-down': md`no gateway of telemetry is up`,
};

/** A part of another condition; brackets where "and" and "or" could be read in two ways. */
function operand(scope: Scope, condition: Condition): Inline {
  const words = conditionWords(scope, condition);
  const isCompound = ['all', 'any', 'unless', 'latched'].includes(condition.node);
  return isCompound ? md`(${words})` : words;
}

function nameOf(scope: Scope, id: string): Inline {
  return code(scope.objectives.get(id)?.id ?? id);
}

type BurnRate = Extract<Condition, { node: 'burn-rate' }>;

function burnWords(scope: Scope, condition: BurnRate): Inline {
  const { factor, shortSeconds, longSeconds, minBadEvents } = condition;
  const objective = scope.objectives.get(condition.objective);
  const threshold =
    objective === undefined
      ? md`${plainNumber(factor)} times its budget`
      : percent(factor * complement(objective.target), 6);
  const ratio = md`the error ratio of ${nameOf(scope, condition.objective)} is above ${threshold} over ${theLast(longSeconds)} and over ${theLast(shortSeconds)}`;
  return minBadEvents === 0
    ? ratio
    : md`${ratio}, with at least ${plainNumber(minBadEvents)} bad events in the longer one`;
}

/** What lies behind a condition, a paragraph a thought: the arithmetic of budgets, what an absence means. */
export function conditionReasons(scope: Scope, condition: Condition): readonly Inline[] {
  switch (condition.node) {
    case 'burn-rate': {
      const objective = scope.objectives.get(condition.objective);
      return objective === undefined ? [] : burnReasons(objective, condition);
    }
    case 'sustained': {
      const objective = scope.objectives.get(condition.objective);
      return objective === undefined ? [] : sustainedReasons(objective, condition.slices);
    }
    case 'budget-remaining':
      return [
        md`The budget is what may go wrong over the whole period. What is spent comes back only as bad times fall out of the period, so this tells of the past: it does not end when the failure ends.`,
      ];
    case 'absent':
      return condition.existedWithinSeconds === undefined
        ? [
            md`Whoever emits it is down, or is no longer scraped, or has renamed it. Nothing that stands on it can alert: until it is back, silence means nothing.`,
          ]
        : [
            md`Such a counter appears with its first event, so it is missed only once it has been there. Until it is back, its events may happen and count for nothing.`,
          ];
    case 'no-value':
      return [
        md`What the query reads is gone, or never was. Until it is back, its threshold watches nothing.`,
      ];
    case 'missing-bucket':
      return [
        md`A histogram can be judged only at its buckets. Instances without that bucket count neither as good nor as bad: an outage there goes unseen. They usually run another version of the service.`,
      ];
    case 'all':
      // A value that is missing beside something else is no outage: fixed bounds stand in for a history, say.
      return condition.of
        .filter(({ node }) => node !== 'no-value')
        .flatMap((part) => conditionReasons(scope, part));
    case 'any':
      return condition.of.flatMap((part) => conditionReasons(scope, part));
    case 'unless':
      return conditionReasons(scope, condition.of);
    case 'latched':
      return [
        md`Two thresholds, so that a value that hovers about one of them does not raise the alert again and again.`,
        ...conditionReasons(scope, condition.trigger),
      ];
    case 'always':
      return [
        md`It is a dead man's switch: it always fires, and whoever receives it raises an alarm when it stops. Then no alert of this project is evaluated, or none gets through.`,
      ];
    case 'self':
      return [md`While this lasts, do not trust that other alerts are silent for a good reason.`];
    case 'segment-beyond':
      return [
        md`A part has fewer samples than the whole, so its value swings more: the margin between what is typical (${plainNumber(condition.typical)}) and the threshold is widened by the root of all samples over its own. Parts with less than ${plainNumber(condition.minSamples)} samples are not judged.`,
      ];
    case 'compare':
      return [];
  }
}

function burnReasons(objective: Objective, condition: BurnRate): readonly Inline[] {
  const { factor, shortSeconds, longSeconds, minBadEvents } = condition;
  const { periodSeconds } = objective;
  const budget = complement(objective.target);
  const spent = percent((factor * longSeconds) / periodSeconds, 3);
  const even = md`Spending the budget evenly, so that it just lasts the ${lasting(periodSeconds)}, is a burn rate of 1. This alert fires at ${plainNumber(factor)}×: ${plainNumber(factor)} × ${percent(budget)} = ${percent(factor * budget, 6)} of ${unitWord(objective)} bad. At that rate the whole budget lasts ${lasting(periodSeconds / factor)}.`;
  const windows = md`The window of ${lasting(longSeconds)} shows that it matters: ${spent} of the ${periodAdjective(periodSeconds)} budget is gone when it fires (${plainNumber(factor)} × ${lasting(longSeconds)} / ${lasting(periodSeconds)}). The window of ${lasting(shortSeconds)} shows that it still goes on, and ends the alert soon after the failure ends.`;
  const least = md`At least ${plainNumber(minBadEvents)} bad events are needed, so that a few failures in a quiet night wake nobody.`;
  return minBadEvents === 0 ? [even, windows] : [even, windows, least];
}

function sustainedReasons(objective: Objective, slices: number): readonly Inline[] {
  const { budgeting, periodSeconds, target } = objective;
  if (budgeting.type !== 'timeslices') return [];
  const spent = (slices * budgeting.sliceSeconds) / (periodSeconds * complement(target));
  return [
    md`That is ${lasting(slices * budgeting.sliceSeconds)} without a break, or ${percent(spent, 3)} of the ${periodAdjective(periodSeconds)} budget.`,
  ];
}
