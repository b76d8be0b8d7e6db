import type { AlertCase, CaseExpectation } from './promtool-case.ts';
import type { Labels, Observation } from './promtool-result.ts';

/** An expectation that was not met, and what fires instead. */
export interface Unmet {
  readonly expectation: CaseExpectation;
  /** All that fires at the moment. */
  readonly firing: readonly Labels[];
}

/** The expectations of a case that promtool's answers don't meet, in their order. Empty when it could not be run: ask `problems`. */
export function unmetExpectations(
  { expectations }: AlertCase,
  { moments, problems }: Observation,
): readonly Unmet[] {
  if (problems.length > 0) return [];
  return expectations.flatMap((expectation) => {
    const firing = moments.find(({ atSeconds }) => atSeconds === expectation.atSeconds)?.firing ?? [];
    const isThere = firing.some((labels) => isExpected(labels, expectation));
    return isThere === (expectation.state === 'firing') ? [] : [{ expectation, firing }];
  });
}

function isExpected(labels: Labels, { alert, labels: wanted }: CaseExpectation): boolean {
  return labels['alertname'] === alert && hasLabels(labels, wanted);
}

/** Whether a label set contains all these labels. A label with an empty value is one that is not there, as in Prometheus. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => (labels[name] ?? '') === value);
}
