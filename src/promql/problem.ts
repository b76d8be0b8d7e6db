/** What is wrong with a query, and where in its text. */
export interface Problem {
  /** Offset of the first character in the text, in UTF-16 units; `to` is behind the last one. */
  readonly from: number;
  readonly to: number;
  /** One sentence without a full stop. */
  readonly message: string;
}

export function problem(place: { readonly from: number; readonly to: number }, message: string): Problem {
  return { from: place.from, to: place.to, message };
}

/** By place; what starts at the same character keeps its order. */
export function inTextOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.from - b.from);
}
