import type { Condition, Measure } from '../../plan/condition.ts';

/** Which of several values of a measure counts: the one that is worst for the comparison it stands in. */
export type Worst = 'min' | 'max';

/** A condition with each of its measures changed, the innermost ones first. */
export function mapMeasures(
  condition: Condition,
  change: (measure: Measure, worst: Worst) => Measure,
): Condition {
  const inner = (measure: Measure, worst: Worst = 'max'): Measure =>
    change(
      mapParts(measure, (part) => inner(part, worst)),
      worst,
    );
  const nested = (each: Condition): Condition => mapMeasures(each, change);
  switch (condition.node) {
    case 'compare': {
      const rises = condition.op.startsWith('>');
      return {
        ...condition,
        left: inner(condition.left, rises ? 'max' : 'min'),
        right: inner(condition.right, rises ? 'min' : 'max'),
      };
    }
    case 'no-value':
      return { ...condition, of: inner(condition.of) };
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map(nested) };
    case 'unless':
      return { ...condition, of: nested(condition.of), exception: nested(condition.exception) };
    case 'latched':
      return { ...condition, trigger: nested(condition.trigger), release: nested(condition.release) };
    case 'burn-rate':
    case 'sustained':
    case 'budget-remaining':
    case 'absent':
    case 'segment-beyond':
    case 'missing-bucket':
    case 'always':
    case 'self':
      return condition;
  }
}

function mapParts(measure: Measure, inner: (measure: Measure) => Measure): Measure {
  switch (measure.node) {
    case 'ratio':
      return { ...measure, numerator: inner(measure.numerator), denominator: inner(measure.denominator) };
    case 'ago':
    case 'scaled':
      return { ...measure, of: inner(measure.of) };
    case 'when':
      return {
        ...measure,
        of: inner(measure.of),
        condition: {
          ...measure.condition,
          left: inner(measure.condition.left),
          right: inner(measure.condition.right),
        },
      };
    case 'combine':
      return { ...measure, of: measure.of.map(inner) };
    case 'proportion-z': {
      const [left, right] = [measure.left, measure.right].map(({ events, of, ...side }) => ({
        ...side,
        events: inner(events),
        of: inner(of),
      }));
      return left === undefined || right === undefined ? measure : { ...measure, left, right };
    }
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
    case 'gauge':
    case 'age':
    case 'amount-rate':
    case 'segment-spread':
    case 'last-due':
    case 'constant':
    case 'raw':
    case 'raw-volume':
      return measure;
  }
}
