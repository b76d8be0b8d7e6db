import { checkQuery } from '../../src/promql/check.ts';
import { type Place, type Syntax, withoutParentheses } from '../../src/promql/syntax.ts';
import { isComparison } from '../../src/promql/types.ts';
import type { SelectedRules } from '../../src/proof/testing/select-rules.ts';

/** One wrong change of one rule, as somebody might make it who renders rules. */
export interface RuleMutant {
  /** The same for the same change of the same rule, whichever alert it is selected for. */
  readonly key: string;
  /** Name of the alert or of the series. */
  readonly rule: string;
  readonly kind: MutationKind;
  /** The changed part before and after. */
  readonly detail: string;
  /** Why no series can tell it from the rule as it is; absent when some should. */
  readonly equivalent?: string;
  readonly apply: (rules: SelectedRules) => SelectedRules;
}

export type MutationKind =
  | 'comparison flipped'
  | 'threshold halved'
  | 'threshold doubled'
  | 'for dropped'
  | 'label matcher removed'
  | 'good and bad swapped';

interface RuleData {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface FileData {
  readonly groups: readonly { readonly name: string; readonly rules: readonly RuleData[] }[];
}

/** Every mutant of every rule. */
export function mutantsOf({ files }: SelectedRules): readonly RuleMutant[] {
  const groups = files.flatMap(({ text }) => (JSON.parse(text) as FileData).groups);
  return groups.flatMap(({ name, rules }) => [
    ...rules.flatMap((rule) => mutantsOfRule(name, rule, leavesTimesOut(ofSameObjective(rules, rule)))),
    ...swappedRecords(name, rules),
  ]);
}

function ofSameObjective(rules: readonly RuleData[], { labels }: RuleData): readonly RuleData[] {
  return rules.filter((each) => each.labels?.['slo'] === labels?.['slo']);
}

/** Whether times are left out of all events: then bad ones may be there without them. */
function leavesTimesOut(rules: readonly RuleData[]): boolean {
  return rules.some(
    ({ record, expr }) =>
      record !== undefined && TOTAL.test(record) && expr.includes('modelwatch:maintenance:active'),
  );
}

const TOTAL = /^modelwatch:sli_(?:slice_)?total:rate/;

function mutantsOfRule(group: string, rule: RuleData, timesLeftOut: boolean): readonly RuleMutant[] {
  const { syntax } = checkQuery(rule.expr);
  if (syntax === undefined) throw new Error(`a rule does not parse: ${rule.expr}`);
  const texts = changesOf(rule.expr, syntax, timesLeftOut).map(
    ({ kind, edit, equivalent = whyShared(rule, kind) }) => ({
      kind,
      changed: { ...rule, expr: applied(rule.expr, edit) },
      detail: `${excerpt(rule.expr, edit)} → ${edit.text === '' ? 'nothing' : edit.text.replace(/\s+/g, ' ')}`,
      at: `${edit.from}`,
      ...(equivalent !== undefined && { equivalent }),
    }),
  );
  const { for: hold, ...without } = rule;
  const dropped =
    hold === undefined
      ? []
      : [{ kind: 'for dropped' as const, changed: without, detail: `for: ${hold} → nothing`, at: '' }];
  return [...texts, ...dropped].map(({ kind, changed, detail, at, ...others }) => ({
    key: JSON.stringify([group, idOf(rule), kind, at, detail]),
    rule: rule.alert ?? rule.record ?? '',
    kind,
    detail,
    ...others,
    apply: (rules) =>
      mapRules(rules, (name, each) => (name === group && idOf(each) === idOf(rule) ? changed : each)),
  }));
}

/** What is recorded for all objectives at once has the labels of what it reads. */
function whyShared({ record, labels }: RuleData, kind: MutationKind): string | undefined {
  if (record === undefined || labels !== undefined || kind !== 'label matcher removed') return undefined;
  return 'what is recorded for others keeps their labels, and whoever reads it demands its own';
}

function idOf({ alert, record, labels, expr }: RuleData): string {
  return JSON.stringify([alert, record, labels, expr]);
}

function mapRules(rules: SelectedRules, change: (group: string, rule: RuleData) => RuleData): SelectedRules {
  const files = rules.files.map(({ path, text }) => {
    const { groups } = JSON.parse(text) as FileData;
    const changed = groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => change(group.name, rule)),
    }));
    return { path, text: JSON.stringify({ groups: changed }) };
  });
  return { ...rules, files };
}

/** The recordings of all events and of bad ones, each with the other's expression. */
function swappedRecords(group: string, rules: readonly RuleData[]): readonly RuleMutant[] {
  return rules.flatMap((bad) => {
    if (bad.record === undefined || !/:sli_(?:slice_)?bad:rate\d+[a-z]+$/.test(bad.record)) return [];
    const total = rules.find(
      ({ record, labels }) =>
        record === bad.record?.replace('bad:', 'total:') && labels?.['slo'] === bad.labels?.['slo'],
    );
    if (total === undefined) return [];
    const swap = new Map([
      [idOf(bad), total.expr],
      [idOf(total), bad.expr],
    ]);
    return [
      {
        key: JSON.stringify([group, idOf(bad), 'swapped']),
        rule: bad.record,
        kind: 'good and bad swapped' as const,
        detail: `${bad.record} ↔ ${total.record ?? ''}`,
        apply: (selected: SelectedRules) =>
          mapRules(selected, (name, each) =>
            name === group ? { ...each, expr: swap.get(idOf(each)) ?? each.expr } : each,
          ),
      },
    ];
  });
}

interface Edit extends Place {
  readonly text: string;
}

interface Change {
  readonly kind: MutationKind;
  readonly edit: Edit;
  readonly equivalent?: string;
}

function applied(text: string, { from, to, text: by }: Edit): string {
  return text.slice(0, from) + by + text.slice(to);
}

function excerpt(text: string, { from, to }: Edit): string {
  const part = text.slice(from, to).replace(/\s+/g, ' ');
  return part === '' ? '(nothing)' : part;
}

type Binary = Extract<Syntax, { kind: 'binary' }>;
type Selector = Extract<Syntax, { kind: 'selector' }>;

const FLIPPED: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '!=',
  '!=': '==',
};

function changesOf(text: string, root: Syntax, timesLeftOut: boolean): readonly Change[] {
  const changes: Change[] = [];
  visit(root, [], (node, above) => {
    if (node.kind === 'selector') changes.push(...matcherChanges(text, node, above, timesLeftOut));
    if (node.kind !== 'binary') return;
    const { op } = node.operator;
    if (isComparison(op)) changes.push(...comparisonChanges(text, node, above));
    if ((op === '/' || op === '-') && isMeasured(node.left) && isMeasured(node.right))
      changes.push(swapped(text, node, above));
  });
  return changes;
}

function visit(
  node: Syntax,
  above: readonly Syntax[],
  see: (node: Syntax, above: readonly Syntax[]) => void,
): void {
  see(node, above);
  for (const child of childrenOf(node)) visit(child, [...above, node], see);
}

function childrenOf(node: Syntax): readonly Syntax[] {
  switch (node.kind) {
    case 'binary':
      return [node.left, node.right];
    case 'call':
    case 'aggregation':
      return node.args;
    case 'sign':
    case 'parentheses':
    case 'range':
    case 'subquery':
    case 'modifier':
      return [node.of];
    case 'number':
    case 'string':
    case 'selector':
      return [];
  }
}

function isMeasured(node: Syntax): boolean {
  let found = false;
  visit(node, [], ({ kind }) => {
    found ||= kind === 'selector';
  });
  return found;
}

function comparisonChanges(text: string, node: Binary, above: readonly Syntax[]): readonly Change[] {
  const { operator, right } = node;
  // `> bool 0.9`: only the sign is changed.
  const flipped: Edit = {
    from: operator.from,
    to: operator.from + operator.op.length,
    text: FLIPPED[operator.op] ?? operator.op,
  };
  const bare = withoutParentheses(right);
  const isNothing = bare.kind === 'number' && bare.value === 0;
  const times = (factor: number): Edit => ({
    from: right.from,
    to: right.to,
    text: `(${text.slice(right.from, right.to)}) * ${factor}`,
  });
  const equivalent = isNothing ? { equivalent: 'a multiple of 0 is 0' } : {};
  return [
    { kind: 'comparison flipped', edit: flipped },
    { kind: 'threshold halved', edit: times(0.5), ...equivalent },
    {
      kind: 'threshold doubled',
      edit: times(2),
      ...equivalent,
      ...(isOtherwise(text, node, above.at(-1)) && { equivalent: 'where that is more, the first part wins' }),
    },
  ];
}

/** Whether it is the second part of `a <= b or b < a`. */
function isOtherwise(text: string, second: Binary, above: Syntax | undefined): boolean {
  if (above?.kind !== 'binary' || above.operator.op !== 'or' || above.right !== second) return false;
  const first = withoutParentheses(above.left);
  const of = ({ from, to }: Syntax): string => text.slice(from, to);
  return (
    first.kind === 'binary' &&
    first.operator.op === '<=' &&
    second.operator.op === '<' &&
    of(first.left) === of(second.right) &&
    of(first.right) === of(second.left)
  );
}

function swapped(text: string, { left, right, operator }: Binary, above: readonly Syntax[]): Change {
  const [a, b] = [text.slice(left.from, left.to), text.slice(right.from, right.to)];
  return {
    kind: 'good and bad swapped',
    edit: { from: left.from, to: right.to, text: `(${b}) ${operator.op} (${a})` },
    ...(isOnlyMissed(above) && { equivalent: 'it is only asked whether there is a value, whatever it is' }),
  };
}

/** Whether all that is asked of a value is that there is one: `absent(…)`. */
function isOnlyMissed(above: readonly Syntax[]): boolean {
  for (const node of above.toReversed()) {
    if (node.kind === 'call' && node.function === 'absent') return true;
    if (node.kind === 'call' && !/^(?:label_replace|last_over_time)$/.test(node.function)) return false;
    if (node.kind === 'binary' && (isComparison(node.operator.op) || node.operator.op === 'unless'))
      return false;
  }
  return false;
}

/** Whether it is in `… or vector(0)` of which only the existence is asked. */
function isAlwaysThere(above: readonly Syntax[]): boolean {
  return above.some(
    (node, index) =>
      node.kind === 'binary' &&
      node.operator.op === 'or' &&
      withoutParentheses(node.right).kind === 'call' &&
      !isMeasured(node.right) &&
      isOnlyMissed(above.slice(0, index)),
  );
}

function matcherChanges(
  text: string,
  selector: Selector,
  above: readonly Syntax[],
  timesLeftOut: boolean,
): readonly Change[] {
  return selector.matchers.map((matcher) => {
    let { from, to } = matcher;
    const after = /^\s*,\s*/.exec(text.slice(to));
    if (after !== null) to += after[0].length;
    else from -= /,?\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
    const equivalent = whyEquivalent(selector, above, matcher, timesLeftOut);
    return {
      kind: 'label matcher removed' as const,
      edit: { from, to, text: '' },
      ...(equivalent !== undefined && { equivalent }),
    };
  });
}

/** Why a lost matcher changes nothing; undefined where it may. */
function whyEquivalent(
  selector: Selector,
  above: readonly Syntax[],
  { op, label, value }: Selector['matchers'][number],
  timesLeftOut: boolean,
): string | undefined {
  if (op === '=' && isPinned(selector, above, label, value))
    return 'what it is joined with by all labels still demands it';
  if (isAlwaysThere(above)) return 'with or without it there is a value, and no more is asked';
  // A record of bad events is read only together with that of all events, of which it is a part: see `badOf`.
  if (timesLeftOut || selector.metric === undefined || !TOTAL.test(selector.metric)) return undefined;
  const fillsIn = above.some((node) => node.kind === 'binary' && node.operator.matching?.kind === 'on');
  if (!fillsIn) return undefined;
  return 'it stands where bad events are counted, which are read together with all events only, and 0 of them count like none';
}

/** Whether the series that a lost matcher lets in meet none on the other side of an operation that matches by all labels. */
function isPinned(selector: Selector, above: readonly Syntax[], label: string, value: string): boolean {
  let below: Syntax = selector;
  for (const node of above.toReversed()) {
    if (node.kind === 'aggregation' && !keeps(node, label)) return false;
    if (node.kind === 'call' && !/_over_time$|^(?:rate|increase|clamp.*)$/.test(node.function)) return false;
    if (node.kind === 'binary' && isByLabel(node.operator.matching, label) && node.operator.op !== 'or') {
      const isLeft = node.left === below;
      const other = isLeft ? node.right : node.left;
      const joins = node.operator.op !== 'unless' || !isLeft;
      if (joins && demands(other, label, value)) return true;
    }
    if (node.kind === 'binary' && !isByLabel(node.operator.matching, label)) return false;
    below = node;
  }
  return false;
}

/** Whether an operation only joins series that agree in the label. */
function isByLabel(matching: Binary['operator']['matching'], label: string): boolean {
  return matching === undefined || (matching.kind === 'on') === matching.labels.includes(label);
}

function keeps({ grouping }: Extract<Syntax, { kind: 'aggregation' }>, label: string): boolean {
  if (grouping === undefined) return false;
  return grouping.labels.includes(label) === (grouping.kind === 'by');
}

/** Whether every series of an expression has the label's value. */
function demands(node: Syntax, label: string, value: string): boolean {
  const bare = withoutParentheses(node);
  switch (bare.kind) {
    case 'selector':
      return bare.matchers.some((each) => each.op === '=' && each.label === label && each.value === value);
    case 'range':
    case 'subquery':
    case 'modifier':
    case 'sign':
      return demands(bare.of, label, value);
    case 'call':
      return bare.args.some((each) => demands(each, label, value));
    case 'aggregation':
      return keeps(bare, label) && bare.args.some((each) => demands(each, label, value));
    case 'binary':
      if (bare.operator.op === 'or')
        return demands(bare.left, label, value) && demands(bare.right, label, value);
      if (bare.operator.op === 'unless') return demands(bare.left, label, value);
      return demands(bare.left, label, value) || demands(bare.right, label, value);
    case 'number':
    case 'string':
    case 'parentheses':
      return false;
  }
}
