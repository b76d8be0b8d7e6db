import type { Measure, Measured } from './measure.ts';

interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** A share; null of nothing. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** By name: https://en.wikipedia.org/wiki/Confusion_matrix. All are null where their denominator is 0. */
const DECISIONS: Readonly<Record<string, (counts: Confusion) => Measured>> = {
  precision: ({ tp, fp }) => ({ value: share(tp, tp + fp), samples: tp + fp }),
  recall: ({ tp, fn }) => ({ value: share(tp, tp + fn), samples: tp + fn }),
  f1: ({ tp, fp, fn }) => ({ value: share(2 * tp, 2 * tp + fp + fn), samples: tp + fn }),
  accuracy: ({ tp, fp, fn, tn }) => ({
    value: share(tp + tn, tp + fp + fn + tn),
    samples: tp + fp + fn + tn,
  }),
  'balanced-accuracy': ({ tp, fp, fn, tn }) => ({
    value: mean([share(tp, tp + fn), share(tn, tn + fp)]),
    samples: tp + fn,
  }),
  specificity: ({ fp, tn }) => ({ value: share(tn, tn + fp), samples: tn + fp }),
  'false-positive-rate': ({ fp, tn }) => ({ value: share(fp, tn + fp), samples: tn + fp }),
  'false-negative-rate': ({ tp, fn }) => ({ value: share(fn, tp + fn), samples: tp + fn }),
};

/** Metrics of decisions between two classes: by the score from the cut on, else by the predicted class. */
export const decisionMeasure: Measure = async ({ engine, from }, { metric, cut }) => {
  const decided =
    cut === undefined ? 'p' : `CASE WHEN score >= ${cut} THEN 1 WHEN score IS NOT NULL THEN 0 END`;
  const rows = await engine.rows(
    `SELECT g, count(*) FILTER (y = 1 AND d = 1), count(*) FILTER (y = 0 AND d = 1), count(*) FILTER (y = 1 AND d = 0), count(*) FILTER (y = 0 AND d = 0)
     FROM (SELECT g, y, ${decided} AS d FROM ${from}) WHERE y IS NOT NULL AND d IS NOT NULL GROUP BY g`,
  );
  const of = DECISIONS[metric];
  if (of === undefined) return new Map();
  return new Map(
    rows.map(([group, ...counts]) => {
      const [tp = 0, fp = 0, fn = 0, tn = 0] = counts.map(Number);
      return [String(group), of({ tp, fp, fn, tn })];
    }),
  );
};

interface ClassCounts {
  readonly label: string;
  readonly predicted: string;
  readonly count: number;
}

/**
 * Accuracy, balanced accuracy (mean recall of the classes that labels have) and f1 (mean over the classes that labels or predictions
 * have, 0 for a class that is never right) of more than two classes.
 */
export const classMeasure: Measure = async ({ engine, from }, { metric }) => {
  const rows = await engine.rows(
    `SELECT g, y_text, p_text, count(*) FROM ${from} WHERE y_text IS NOT NULL AND p_text IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  );
  const groups = new Map<string, ClassCounts[]>();
  for (const [group, label, predicted, count] of rows) {
    const counts = groups.get(String(group)) ?? [];
    counts.push({ label: String(label), predicted: String(predicted), count: Number(count) });
    groups.set(String(group), counts);
  }
  return new Map([...groups].map(([group, counts]) => [group, ofClasses(metric, counts)]));
};

function ofClasses(metric: string, counts: readonly ClassCounts[]): Measured {
  const total = (isCounted: (each: ClassCounts) => boolean): number =>
    counts.filter(isCounted).reduce((sum, { count }) => sum + count, 0);
  const samples = total(() => true);
  const right = (name: string) => total(({ label, predicted }) => label === name && predicted === name);
  const labelled = (name: string) => total(({ label }) => label === name);
  if (metric === 'accuracy')
    return {
      value: share(
        total(({ label, predicted }) => label === predicted),
        samples,
      ),
      samples,
    };
  if (metric === 'balanced-accuracy') {
    const names = [...new Set(counts.map(({ label }) => label))];
    return { value: mean(names.map((name) => share(right(name), labelled(name)))), samples };
  }
  const names = [...new Set(counts.flatMap(({ label, predicted }) => [label, predicted]))];
  const scores = names.map((name) =>
    share(2 * right(name), labelled(name) + total(({ predicted }) => predicted === name)),
  );
  return { value: mean(scores), samples };
}
