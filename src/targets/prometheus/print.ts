import { printWrapped } from '../../promql/wrap.ts';
import { printDuration } from '../../units/index.ts';
import type { FileMark } from '../target.ts';
import type { Rule, RuleGroup } from './rule.ts';

type Pointer = FileMark['pointer'];

/** Groups as rule files and PrometheusRule resources spell them alike. */
export function groupsData(groups: readonly RuleGroup[]): unknown {
  return groups.map(({ name, intervalSeconds, rules }) => ({
    name,
    interval: printDuration(intervalSeconds),
    rules: rules.map(ruleData),
  }));
}

function ruleData(rule: Rule): unknown {
  const expr = printWrapped(rule.expr);
  if (rule.type === 'recording') {
    const isBare = Object.keys(rule.labels).length === 0;
    return { record: rule.record, expr, ...(isBare ? {} : { labels: rule.labels }) };
  }
  return {
    alert: rule.alert,
    expr,
    ...(rule.forSeconds > 0 ? { for: printDuration(rule.forSeconds) } : {}),
    ...(rule.keepFiringSeconds > 0 ? { keep_firing_for: printDuration(rule.keepFiringSeconds) } : {}),
    labels: rule.labels,
    annotations: rule.annotations,
  };
}

/** Where each group and each rule came from; `at` is where the list of groups stands. */
export function groupMarks(groups: readonly RuleGroup[], at: Pointer): readonly FileMark[] {
  // There are tens of them a file, kept to the end: what `concat` makes has no room for more.
  return groups.flatMap(({ rules, origin }, group) => [
    { pointer: at.concat(group), origin },
    ...rules.map((rule, index) => ({ pointer: at.concat(group, 'rules', index), origin: rule.origin })),
  ]);
}
