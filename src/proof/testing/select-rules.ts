import { compareStrings } from '../../support/compare-strings.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Emitted } from './mentions.ts';
import type { IndexedRule, RuleIndex, RuleText } from './rule-index.ts';

/** Rules to run, as promtool takes them. */
export interface SelectedRules {
  readonly files: readonly RuleText[];
  /** Names of groups: those that record something before those that read it. */
  readonly groupOrder: readonly string[];
}

export interface Wanted {
  /** Names of alerts whose rules are wanted whatever they read. */
  readonly alerts: readonly string[];
  /** Series whose readers are wanted, and the readers of what those record. */
  readonly series: readonly Emitted[];
}

/**
 * The rules that decide of alerts, unchanged and in their order: those that raise the alerts, those that read the series directly or
 * through others, and all that these read. The rest of the files can't change what these do, and promtool would evaluate it at
 * every step: of a project of many models a test needs one in a thousand rules.
 */
export function selectRules(index: RuleIndex, { alerts, series }: Wanted): SelectedRules {
  const wanted = new Set(alerts.flatMap((name) => index.alertRules(name)));
  follow(
    series.flatMap((each) => index.readersOf(each)),
    wanted,
    (rule) => index.readersOf(resultOf(rule)),
  );
  const needed = new Set<IndexedRule>();
  follow([...wanted], needed, (rule) => rule.reads.flatMap((reading) => index.providersOf(reading)));
  return asFiles(index, needed);
}

/** Adds the rules to a set, and all that follow from them. */
function follow(
  rules: readonly IndexedRule[],
  seen: Set<IndexedRule>,
  next: (rule: IndexedRule) => readonly IndexedRule[],
): void {
  const open = rules.filter((rule) => !seen.has(rule));
  for (const rule of open) seen.add(rule);
  for (let rule = open.pop(); rule !== undefined; rule = open.pop()) {
    for (const other of next(rule)) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
}

/** What a rule emits. Labels that come from its expression are unknown, so that only its own ones are told. */
function resultOf({ alert, record, labels }: IndexedRule): Emitted {
  return alert === undefined
    ? { name: record ?? '', labels, hasMore: true }
    : { name: 'ALERTS', labels: { ...labels, alertname: alert }, hasMore: true };
}

interface Group {
  readonly file: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly rules: IndexedRule[];
}

function asFiles(index: RuleIndex, needed: ReadonlySet<IndexedRule>): SelectedRules {
  const groups = new Map<string, Group>();
  for (const rule of [...needed].toSorted(inOrderOfFiles)) {
    const group = groups.get(groupKey(rule));
    if (group) group.rules.push(rule);
    else {
      const data = index.groupOf(rule);
      groups.set(groupKey(rule), { file: rule.file, name: String(data['name']), data, rules: [rule] });
    }
  }
  const files = groupBy(groups.values(), ({ file }) => file);
  return {
    files: [...files.values()].map((own, number) => ({
      path: `rules-${number}.json`,
      text: JSON.stringify({
        groups: own.map(({ data, rules }) => ({ ...data, rules: rules.map((rule) => rule.data) })),
      }),
    })),
    groupOrder: groupOrder(index, groups),
  };
}

function inOrderOfFiles(a: IndexedRule, b: IndexedRule): number {
  return compareStrings(a.file, b.file) || a.group - b.group || a.position - b.position;
}

function groupKey({ file, group }: IndexedRule): string {
  return `${group} ${file}`;
}

/** Providers first; where groups read each other in a circle, in the order of the files. */
function groupOrder(index: RuleIndex, groups: ReadonlyMap<string, Group>): readonly string[] {
  const order = new Set<string>();
  const begun = new Set<string>();
  const visit = (key: string): void => {
    const group = groups.get(key);
    if (group === undefined || begun.has(key)) return;
    begun.add(key);
    const providers = group.rules.flatMap(({ reads }) =>
      reads.flatMap((reading) => index.providersOf(reading)),
    );
    for (const before of new Set(providers.map(groupKey))) visit(before);
    order.add(group.name);
  };
  for (const key of groups.keys()) visit(key);
  return [...order];
}
