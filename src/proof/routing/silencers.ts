import type { RoutedAlert } from './alert-levels.ts';
import type { AlertmanagerConfig, InhibitRule } from './alertmanager-config.ts';
import { type LabelSet, matchesAll } from './matchers.ts';
import { inhibitedBy } from './router.ts';

/**
 * Which alerts silence another while they fire, by the inhibition rules of a configuration: a function from an alert to their
 * names, sorted. What can be a source of each rule is looked up once.
 */
export function silencersOf(
  config: AlertmanagerConfig,
  alerts: readonly RoutedAlert[],
): (alert: RoutedAlert) => string[] {
  const firing = alerts.flatMap(({ levels }) => {
    const labels = levels[0]?.labels;
    return labels === undefined ? [] : [labels];
  });
  const sources = new Map<InhibitRule, readonly LabelSet[]>();
  const sourcesOf = (rule: InhibitRule): readonly LabelSet[] => {
    let known = sources.get(rule);
    if (known === undefined) {
      known = firing.filter((labels) => matchesAll(rule.sourceMatchers, labels));
      sources.set(rule, known);
    }
    return known;
  };
  return ({ levels }) => {
    const target = levels[0]?.labels;
    if (target === undefined) return [];
    const names = config.inhibitRules
      .filter((rule) => matchesAll(rule.targetMatchers, target))
      .flatMap((rule) => inhibitedBy({ ...config, inhibitRules: [rule] }, target, sourcesOf(rule)))
      .map(({ source }) => source['alertname'] ?? '');
    return [...new Set(names)].toSorted();
  };
}
