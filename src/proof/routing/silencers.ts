import { groupBy } from '../../support/group-by.ts';
import type { AlertmanagerConfig, InhibitRule } from './alertmanager-config.ts';
import { type LabelSet, matchesAll } from './matchers.ts';
import { inhibitedBy } from './router.ts';

/**
 * Which firing alerts silence another, by the inhibition rules of a configuration: a function from its labels to their names,
 * sorted. What can be a source of each rule is looked up once.
 */
export function silencersOf(
  config: AlertmanagerConfig,
  firing: readonly LabelSet[],
): (target: LabelSet) => string[] {
  /** By the values of the labels that must be equal. */
  const sources = new Map<InhibitRule, ReadonlyMap<string, readonly LabelSet[]>>();
  const sourcesOf = (rule: InhibitRule): ReadonlyMap<string, readonly LabelSet[]> => {
    let known = sources.get(rule);
    if (known === undefined) {
      const matching = firing.filter((labels) => matchesAll(rule.sourceMatchers, labels));
      known = groupBy(matching, (labels) => equalValues(rule, labels));
      sources.set(rule, known);
    }
    return known;
  };
  return (target) => {
    const names = config.inhibitRules
      .filter((rule) => matchesAll(rule.targetMatchers, target))
      .flatMap((rule) => {
        const near = sourcesOf(rule).get(equalValues(rule, target)) ?? [];
        return inhibitedBy({ ...config, inhibitRules: [rule] }, target, near);
      })
      .map(({ source }) => source['alertname'] ?? '');
    return [...new Set(names)].toSorted();
  };
}

function equalValues({ equal }: InhibitRule, labels: LabelSet): string {
  return JSON.stringify(equal.map((name) => labels[name] ?? ''));
}
