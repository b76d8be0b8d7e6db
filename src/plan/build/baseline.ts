import type { BaselineSpec, PastSpec } from '../../spec/kinds/past.ts';
import { complement, printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Comparison, Condition, Measure } from '../condition.ts';
import { type BuildContext, reportAt } from './context.ts';

/** Comparison of a value with what it was at the same time of other weeks. */
export interface Usual {
  /** The value beyond what is usual; while there is no history, beyond the fixed bounds. */
  readonly condition: Condition;
  /** Holds while there is a value but no history to compare it with; absent where fixed bounds stand in for it. */
  readonly withoutHistory?: Condition;
  /** "more than 8% below the median of the same time last week and 2 weeks ago". */
  readonly words: string;
}

/** What a measure was at each of several times, as one value. */
export function usualOf(
  measure: Measure,
  { compare, aggregate }: Pick<BaselineSpec, 'compare' | 'aggregate'>,
): Measure {
  const [first, ...others] = times(compare).map(({ agoSeconds }): Measure => {
    return { node: 'ago', of: measure, bySeconds: agoSeconds, unit: measure.unit };
  });
  if (first === undefined) throw new Error('a baseline names at least one time');
  if (others.length === 0) return first;
  return { node: 'combine', by: aggregate, of: [first, ...others], unit: measure.unit };
}

/** Each time once, whatever form the field has. */
function times(compare: BaselineSpec['compare']): readonly PastSpec[] {
  const list = Array.isArray(compare) ? compare : [compare];
  return [...new Map(list.map((past) => [past.agoSeconds, past])).values()];
}

/** A bound by the usual value: 8 % below it is the factor 0.92. */
export function factorBelow(ratio: number): number {
  return complement(ratio);
}

/** 30 % above it is the factor 1.3. */
export function factorAbove(ratio: number): number {
  return Number((1 + ratio).toPrecision(12));
}

/**
 * A measure against its baseline. Reports at `path` and returns undefined when the baseline sets no bound, one that nothing
 * can exceed, or fixed bounds that contradict each other.
 */
export function beyondUsual(
  context: BuildContext,
  entity: Entity,
  path: (string | number)[],
  measure: Measure,
  spec: BaselineSpec,
): Usual | undefined {
  if (!checkBounds(context, entity, path, spec)) return undefined;
  const usual = usualOf(measure, spec);
  const beyond = (op: Comparison, right: Measure): Condition => ({
    node: 'compare',
    left: measure,
    op,
    right,
  });
  const scaled = (factor: number): Measure => ({ node: 'scaled', of: usual, factor, unit: measure.unit });
  const fixed = (value: number): Measure => ({ node: 'constant', value, unit: measure.unit });
  const { maxIncrease, maxDecrease, fallback } = spec;
  const parts: Condition[] = [
    ...(maxDecrease ? [beyond('<', scaled(factorBelow(maxDecrease.ratio)))] : []),
    ...(maxIncrease ? [beyond('>', scaled(factorAbove(maxIncrease.ratio)))] : []),
  ];
  const untold: Condition = { node: 'no-value', of: usual };
  const stand = [
    ...(fallback?.min === undefined ? [] : [beyond('<', fixed(fallback.min))]),
    ...(fallback?.max === undefined ? [] : [beyond('>', fixed(fallback.max))]),
  ];
  for (const bound of stand) parts.push({ node: 'all', of: [bound, untold] });
  const [only] = parts;
  return {
    condition: parts.length === 1 && only ? only : { node: 'any', of: parts },
    ...(stand.length === 0 && {
      withoutHistory: { node: 'unless', of: untold, exception: { node: 'no-value', of: measure } },
    }),
    words: boundWords(spec),
  };
}

function boundWords(spec: BaselineSpec): string {
  const { maxIncrease, maxDecrease, fallback } = spec;
  const beyond = [
    ...(maxDecrease ? [`${printPercent(maxDecrease.ratio)} below`] : []),
    ...(maxIncrease ? [`${printPercent(maxIncrease.ratio)} above`] : []),
  ].join(' or ');
  const fixed = [
    ...(fallback?.min === undefined ? [] : [`below ${fallback.min}`]),
    ...(fallback?.max === undefined ? [] : [`above ${fallback.max}`]),
  ].join(' or ');
  const stand = fixed === '' ? '' : `, or without history ${fixed}`;
  return `more than ${beyond} ${usualWords(spec)}${stand}`;
}

/** "the same time last week", "the median of the same time last week and 2 weeks ago". */
export function usualWords({ compare, aggregate }: Pick<BaselineSpec, 'compare' | 'aggregate'>): string {
  const when = times(compare).map(({ text }) => text.replace('same-time-', '').replaceAll('-', ' '));
  const last = when.at(-1) ?? '';
  if (when.length < 2) return `the same time ${last}`;
  const by = { median: 'median', mean: 'mean', min: 'lowest', max: 'highest' }[aggregate];
  return `the ${by} of the same time ${when.slice(0, -1).join(', ')} and ${last}`;
}

function checkBounds(
  context: BuildContext,
  entity: Entity,
  path: (string | number)[],
  { maxIncrease, maxDecrease, fallback }: BaselineSpec,
): boolean {
  if (maxIncrease === undefined && maxDecrease === undefined) {
    reportAt(context, entity, path, {
      code: 'baseline/no-bound',
      severity: 'error',
      message: 'the baseline does not say how far from it is too far',
      expected: 'maxIncrease or maxDecrease, such as maxDecrease: 8%',
    });
    return false;
  }
  if (maxDecrease?.ratio === 1) {
    reportAt(context, entity, [...path, 'maxDecrease'], {
      code: 'baseline/unreachable',
      severity: 'error',
      message: 'nothing falls by more than 100%',
      expected: 'a share below 100%',
    });
    return false;
  }
  if (fallback === undefined) return true;
  const { min, max } = fallback;
  if (min === undefined && max === undefined) {
    reportAt(context, entity, [...path, 'fallback'], {
      code: 'baseline/no-bound',
      severity: 'error',
      message: 'the fallback has neither "min" nor "max"',
      expected: 'min: a number, or max: a number',
    });
    return false;
  }
  if (min !== undefined && max !== undefined && min >= max) {
    reportAt(context, entity, [...path, 'fallback', 'min'], {
      code: 'baseline/bounds-crossed',
      severity: 'error',
      message: `no value is both above ${min} and below ${max}`,
      expected: `less than ${max}`,
    });
    return false;
  }
  return true;
}
