import type { Alert } from '../../plan/alert.ts';
import type { Subject } from '../../plan/objective.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Selection } from '../../plan/signal.ts';
import { conditionMeasures, nodesOfCondition } from '../../plan/walk.ts';
import { count } from '../../promql/build.ts';
import { recordedForVersions } from '../../promql/lower/measure.ts';
import { SIGNAL_SERIES, selectionLabels } from '../../promql/lower/names.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { presenceOf } from '../../promql/lower/selection.ts';
import { groupPrefix } from '../../promql/lower/self.ts';
import type { VersionRecords } from '../../promql/lower/versions.ts';
import { print } from '../../promql/print.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { stableJson } from '../../support/stable-json.ts';
import { alertContext, alertRules } from './alerts.ts';
import { maintenanceGroup } from './maintenance.ts';
import { objectiveRules, subjectRules } from './objective-rules.ts';
import type { RecordingRule, Rule, RuleFile, RuleGroup } from './rule.ts';
import { sharedGroups } from './shared-groups.ts';

const KIND_PREFIX: Readonly<Record<Subject['kind'], string>> = {
  Model: 'model-',
  Pipeline: 'pipeline-',
  FeatureSet: 'feature-set-',
  BusinessMetric: 'business-metric-',
  Project: '',
};

/**
 * All rules of the plan, one file for each subject, sorted by name. Each is made when it is asked for: the rules of a large
 * project are many times as large as the plan, and nobody needs those of two files at once.
 */
export function* ruleFiles(scope: Scope): Generator<RuleFile, void, undefined> {
  for (const [name, parts] of sortedBy(partsByFile(scope), ([file]) => file)) {
    yield { name, groups: parts.flatMap((groups) => groups()) };
  }
}

/** Makes some groups of a file. */
type Part = () => readonly RuleGroup[];

const SHARED_FILE = 'objectives';

function partsByFile(scope: Scope): ReadonlyMap<string, readonly Part[]> {
  const { objectives, alerts, maintenance } = scope.plan;
  const context = alertContext(scope);
  const counted = new Set<string>();
  const files = new Map<string, Part[]>();
  const add = (file: string, part: Part): void => {
    const parts = files.get(file);
    if (parts === undefined) files.set(file, [part]);
    else parts.push(part);
  };
  const group = (name: string, rules: readonly Rule[]): readonly RuleGroup[] => {
    const [first] = rules;
    return first === undefined
      ? []
      : [
          {
            name: `${groupPrefix(scope)}${name}`,
            intervalSeconds: scope.evaluationSeconds,
            rules,
            origin: first.origin,
          },
        ];
  };
  for (const [name, own] of groupBy(objectives, ({ subject }) => fileName(subject))) {
    add(name, () =>
      group(`${name}/sli`, [
        ...own.flatMap((objective) => objectiveRules(scope, objective)),
        ...subjectRules(scope, own),
      ]),
    );
  }
  // A group of their own: those that read what is recorded for all objectives come after it, which comes after the base series.
  for (const [name, own] of groupBy(alerts, ({ subject }) => fileName(subject))) {
    // In the order of the plan, not of the files: series are counted where the plan first asks for them.
    const presence = presenceRules(scope, own, counted);
    const versions = versionRules(scope, own, counted);
    add(name, () =>
      group(name, [...presence, ...versions, ...own.flatMap((alert) => alertRules(context, alert))]),
    );
  }
  if (objectives.length > 0) add(SHARED_FILE, () => sharedGroups(scope));
  const quiet = maintenanceGroup(scope, maintenance);
  if (quiet !== undefined) add('maintenance', () => [quiet]);
  return files;
}

function fileName({ kind, name }: Subject): string {
  return kind === 'Project' ? 'monitoring' : `${KIND_PREFIX[kind]}${name}`;
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
      if (isNew(counted, stableJson(rule.labels, 0))) rules.push(rule);
    }
  }
  return rules;
}

/** What alerts that compare versions read, but for what is recorded already: counts first, of which the rest is calculated. */
function versionRules(
  scope: Scope,
  alerts: readonly Alert[],
  recorded: Set<string>,
): readonly RecordingRule[] {
  const found = alerts.flatMap(({ condition, origin }) =>
    conditionMeasures(condition).flatMap((measure) =>
      measure.node === 'proportion-z' ? [{ records: recordedForVersions(scope, measure), origin }] : [],
    ),
  );
  const rules = (part: keyof VersionRecords): readonly RecordingRule[] =>
    found.flatMap(({ records, origin }) =>
      records[part].map((each) => ({ type: 'recording', ...each, origin })),
    );
  // What is recorded for several has no labels: its expression tells whose it is.
  return [...rules('counts'), ...rules('derived')].filter(({ record, labels, expr }) =>
    isNew(recorded, stableJson([record, labels, print(expr)], 0)),
  );
}

/** Whether a key was not known before; it is from now on. */
function isNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
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
