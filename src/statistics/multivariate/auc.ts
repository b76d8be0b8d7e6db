export interface Auc {
  /** How probable it is that a row labelled 1 scores above one labelled 0, ties half: 0 to 1; NaN without rows of both. */
  readonly auc: number;
  /** Its variance when the scores have nothing to do with the labels; 0 when all scores are equal. */
  readonly nullVariance: number;
  /** Rows labelled 1 times rows labelled 0. */
  readonly pairs: number;
}

/**
 * The area under the ROC curve, which is Mann and Whitney's U over the number of pairs, from midranks. Its variance without any
 * difference is (N + 1 − Σ(t³ − t)/(N(N − 1))) / (12 n₁ n₀) with t equal scores in a tie (Lehmann, "Nonparametrics", chapter 1,
 * section 4; without ties Hanley and McNeil 1982 at an area of ½).
 */
export function rocAuc(scores: Float64Array, labels: Uint8Array): Auc {
  const order = Uint32Array.from({ length: scores.length }, (_, index) => index).toSorted(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  );
  const total = order.length;
  let [ranks, positives, ties] = [0, 0, 0];
  for (let from = 0; from < total; ) {
    const score = scores[order[from] ?? 0];
    let to = from + 1;
    while (to < total && scores[order[to] ?? 0] === score) to += 1;
    let labelled = 0;
    for (let at = from; at < to; at += 1) labelled += labels[order[at] ?? 0] ?? 0;
    // The mean of ranks from + 1 … to.
    ranks += (labelled * (from + 1 + to)) / 2;
    positives += labelled;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const pairs = positives * (total - positives);
  if (pairs === 0) return { auc: Number.NaN, nullVariance: 0, pairs };
  return {
    auc: (ranks - (positives * (positives + 1)) / 2) / pairs,
    nullVariance: (total + 1 - ties / (total * (total - 1))) / (12 * pairs),
    pairs,
  };
}
