import { compareStrings } from '../../support/compare-strings.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Emitted } from './mentions.ts';
import {
  type IndexedRule,
  OBJECTIVE_LABEL,
  type Reading,
  type RuleIndex,
  type RuleText,
} from './rule-index.ts';

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
  const wanted = new Steps();
  wanted.add(alerts.flatMap((name) => index.alertRules(name)).map((rule) => ({ rule })));
  follow(
    series.flatMap((each) => readersOf(index, each)),
    wanted,
    (step) => readersOf(index, resultOf(step)),
  );
  const needed = new Steps();
  follow([...wanted], needed, (step) => providersOf(index, step));
  return asFiles(index, new Set(Array.from(needed, ({ rule }) => rule)));
}

/** A rule as far as it concerns one objective: that of a rule for all of them; absent otherwise. */
interface Step {
  readonly rule: IndexedRule;
  readonly slo?: string;
}

class Steps {
  readonly #known = new Map<IndexedRule, Map<string | undefined, Step>>();

  /** Those that are new. */
  add(steps: readonly Step[]): readonly Step[] {
    return steps.filter((step) => {
      const known = this.#known.get(step.rule) ?? new Map<string | undefined, Step>();
      this.#known.set(step.rule, known);
      if (known.has(step.slo)) return false;
      known.set(step.slo, step);
      return true;
    });
  }

  *[Symbol.iterator](): Iterator<Step> {
    for (const steps of this.#known.values()) yield* steps.values();
  }
}

/** Adds the steps to those that are known, and all that follow from them. */
function follow(steps: readonly Step[], seen: Steps, next: (step: Step) => readonly Step[]): void {
  const open = [...seen.add(steps)];
  for (let step = open.pop(); step !== undefined; step = open.pop()) open.push(...seen.add(next(step)));
}

function readersOf(index: RuleIndex, series: Emitted): readonly Step[] {
  const slo = series.labels[OBJECTIVE_LABEL];
  return index.readersOf(series).map((rule) => stepOf(rule, slo));
}

function providersOf(index: RuleIndex, { rule, slo }: Step): readonly Step[] {
  return rule.reads.flatMap((reading) => {
    const own = reading.matchers.find(({ label, op }) => label === OBJECTIVE_LABEL && op === '=')?.value;
    const asked = own ?? (rule.isShared ? slo : undefined);
    const narrowed: Reading =
      asked === undefined || own !== undefined
        ? reading
        : { ...reading, matchers: [...reading.matchers, { label: OBJECTIVE_LABEL, op: '=', value: asked }] };
    return index.providersOf(narrowed).map((provider) => stepOf(provider, asked));
  });
}

function stepOf(rule: IndexedRule, slo: string | undefined): Step {
  return rule.isShared && slo !== undefined ? { rule, slo } : { rule };
}

/** What a rule emits. Labels that come from its expression are unknown, so that only its own ones are told. */
function resultOf({ rule: { alert, record, labels }, slo }: Step): Emitted {
  const known = slo === undefined ? labels : { ...labels, [OBJECTIVE_LABEL]: slo };
  return alert === undefined
    ? { name: record ?? '', labels: known, hasMore: true }
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
