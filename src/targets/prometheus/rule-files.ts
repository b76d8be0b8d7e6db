import type { Alert } from '../../plan/alert.ts';
import type { Subject } from '../../plan/objective.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Selection } from '../../plan/signal.ts';
import { nodesOfCondition } from '../../plan/walk.ts';
import { count } from '../../promql/build.ts';
import { SIGNAL_SERIES, selectionLabels } from '../../promql/lower/names.ts';
import { badEventWindows } from '../../promql/lower/nodes.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { presenceOf } from '../../promql/lower/selection.ts';
import { groupPrefix } from '../../promql/lower/self.ts';
import { ratioWindowOf } from '../../promql/lower/windows.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { stableJson } from '../../support/stable-json.ts';
import { alertContext, alertRules } from './alerts.ts';
import { maintenanceGroup } from './maintenance.ts';
import { objectiveGroups } from './objective-groups.ts';
import type { RecordingRule, Rule, RuleFile, RuleGroup } from './rule.ts';

const KIND_PREFIX: Readonly<Record<Subject['kind'], string>> = {
  Model: 'model-',
  Pipeline: 'pipeline-',
  FeatureSet: 'feature-set-',
  BusinessMetric: 'business-metric-',
  Project: '',
};

/** All rules of the plan, one file for each subject, sorted by name. */
export function ruleFiles(scope: Scope): readonly RuleFile[] {
  const { objectives, alerts, maintenance } = scope.plan;
  const context = alertContext(scope);
  const windows = badEventWindows(alerts.map(({ condition }) => condition));
  const ofObjective = groupedBy(alerts, (alert) => objectiveIdOf(scope, alert));
  const counted = new Set<string>();
  const rulesOf = (own: readonly Alert[]): readonly Rule[] => [
    ...presenceRules(scope, own, counted),
    ...own.flatMap((alert) => alertRules(context, alert)),
  ];
  const files = new Map<string, RuleGroup[]>();
  const groupsOf = (file: string): RuleGroup[] => {
    const groups = files.get(file) ?? [];
    files.set(file, groups);
    return groups;
  };
  for (const objective of objectives) {
    const rules = rulesOf(ofObjective.get(objective.id) ?? []);
    const long = (windows.get(objective.id) ?? []).map((seconds) => ratioWindowOf(scope, objective, seconds));
    groupsOf(fileName(objective.subject)).push(
      ...objectiveGroups(scope, objective, [...new Set(long)], rules),
    );
  }
  for (const [name, own] of groupedBy(ofObjective.get(undefined) ?? [], ({ subject }) => fileName(subject))) {
    const [first] = own;
    if (first === undefined) continue;
    groupsOf(name).push({
      name: `${groupPrefix(scope)}${name}`,
      intervalSeconds: scope.evaluationSeconds,
      rules: rulesOf(own),
      origin: first.origin,
    });
  }
  const quiet = maintenanceGroup(scope, maintenance);
  if (quiet !== undefined) groupsOf('maintenance').push(quiet);
  return sortedBy(files, ([name]) => name).map(([name, groups]) => ({ name, groups }));
}

function fileName({ kind, name }: Subject): string {
  return kind === 'Project' ? 'monitoring' : `${KIND_PREFIX[kind]}${name}`;
}

/** The objective in whose group an alert is evaluated: the one that asked for it. */
function objectiveIdOf(scope: Scope, { object }: Alert): string | undefined {
  return object.kind === 'SLO' && scope.objectives.has(object.name) ? object.name : undefined;
}

function groupedBy<T, Key>(list: readonly T[], key: (element: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const element of list) {
    const group = groups.get(key(element));
    if (group === undefined) groups.set(key(element), [element]);
    else group.push(element);
  }
  return groups;
}

/** Counts of the series whose absence only means something if they existed before, but for those `counted` already. */
function presenceRules(
  scope: Scope,
  alerts: readonly Alert[],
  counted: Set<string>,
): readonly RecordingRule[] {
  const rules: RecordingRule[] = [];
  for (const { condition, origin } of alerts) {
    for (const node of nodesOfCondition(condition)) {
      if (node.node !== 'absent' || node.existedWithinSeconds === undefined) continue;
      const rule = presenceRule(scope, node.of, origin);
      const key = stableJson(rule.labels);
      if (!counted.has(key)) rules.push(rule);
      counted.add(key);
    }
  }
  return rules;
}

function presenceRule(scope: Scope, of: Selection, origin: Origin): RecordingRule {
  return {
    type: 'recording',
    record: SIGNAL_SERIES,
    expr: count(presenceOf(scope, of)),
    labels: selectionLabels(scope, of),
    origin,
  };
}
