import { parse } from 'yaml';
import type { Matcher } from '../../promql/ast.ts';
import { inspect } from '../../promql/inspect.ts';
import { keepsLabel } from '../../promql/keeps-label.ts';
import { type Emitted, mayRead } from './mentions.ts';

/** Tells objectives apart. */
export const OBJECTIVE_LABEL = 'slo';

/** A file of rules as it is rendered, or stands on disk. */
export interface RuleText {
  readonly path: string;
  readonly text: string;
}

/** What a rule reads: a metric by name (any, when several or unnamed), with matchers. */
export interface Reading {
  readonly metric?: string;
  readonly matchers: readonly Matcher[];
}

/** A rule with what others can see of it. */
export interface IndexedRule {
  readonly file: string;
  readonly group: number;
  /** In its group. */
  readonly position: number;
  readonly alert?: string;
  readonly record?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly reads: readonly Reading[];
  /** It records something of every objective whose series it reads: the label `slo` is that of these. */
  readonly isShared: boolean;
  /** As in the file. */
  readonly data: unknown;
}

/** Rules of one environment, read file by file when somebody asks. */
export interface RuleIndex {
  /** Rules that record or raise what this reads. */
  readonly providersOf: (reading: Reading) => readonly IndexedRule[];
  /** Rules that read a series, or might. */
  readonly readersOf: (series: Emitted) => readonly IndexedRule[];
  /** Rules that raise the alert, all levels of it. */
  readonly alertRules: (name: string) => readonly IndexedRule[];
  /** The group as in the file, but for its rules. */
  readonly groupOf: (rule: IndexedRule) => Readonly<Record<string, unknown>>;
  /** Files that are no rules, with why. Complete only once all files were asked for. */
  readonly unreadable: () => readonly { readonly path: string; readonly message: string }[];
}

interface ReadFile {
  readonly groups: readonly Readonly<Record<string, unknown>>[];
  readonly rules: readonly IndexedRule[];
}

const NOTHING: ReadFile = { groups: [], rules: [] };

/**
 * An index over files of rules, plain ones or custom resources of the operator. Files are only searched for names until one is
 * needed: reading and parsing all rules of a thousand models would take longer than most tests.
 */
export function indexRules(files: readonly RuleText[]): RuleIndex {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const read = new Map<string, ReadFile>();
  const unreadable = new Map<string, string>();
  const readFile = (path: string): ReadFile => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const result = readRules(path, texts.get(path) ?? '');
    if (typeof result === 'string') unreadable.set(path, result);
    const rules = typeof result === 'string' ? NOTHING : result;
    read.set(path, rules);
    return rules;
  };
  const outline = outlineOf(files);
  const rulesIn = (paths: Iterable<string>): readonly IndexedRule[] =>
    [...new Set(paths)].flatMap((path) => readFile(path).rules);
  const all = files.map(({ path }) => path);
  const found = new Map<string, readonly IndexedRule[]>();
  const once = (kind: string, key: unknown, find: () => readonly IndexedRule[]): readonly IndexedRule[] => {
    const text = `${kind} ${JSON.stringify(key)}`;
    const known = found.get(text) ?? find();
    found.set(text, known);
    return known;
  };
  const alertRules = (name: string): readonly IndexedRule[] =>
    rulesIn(outline.alerts.get(name) ?? all).filter(({ alert }) => alert === name);
  return {
    providersOf: (reading) =>
      once('providers', reading, () => {
        if (reading.metric === undefined || !ALERT_SERIES.has(reading.metric))
          return rulesIn(outline.recording(reading) ?? all).filter((rule) => records(rule, reading));
        const [name] = equals(reading, 'alertname');
        return (name === undefined ? rulesIn(all) : alertRules(name)).filter((rule) => raises(rule, reading));
      }),
    readersOf: (series) =>
      once('readers', series, () =>
        rulesIn(files.filter(({ text }) => mayRead(text, series)).map(({ path }) => path)).filter(
          ({ reads }) => reads.some((reading) => selects(reading, series)),
        ),
      ),
    alertRules: (name) => once('alert', name, () => alertRules(name)),
    groupOf: ({ file, group }) => readFile(file).groups[group] ?? {},
    unreadable: () => [...unreadable].map(([path, message]) => ({ path, message })),
  };
}

const ALERT_SERIES: ReadonlySet<string> = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/** The value that a label must have, where that is a word which stands in a file as it is. Only for labels that rules set themselves. */
function equals({ matchers }: Reading, label: string): readonly string[] {
  return matchers
    .filter(({ label: name, op, value }) => name === label && op === '=' && /^[\w.:-]+$/.test(value))
    .map(({ value }) => value);
}

/** Where alerts are raised and metrics recorded, by a look at the text. */
interface Outline {
  readonly alerts: ReadonlyMap<string, readonly string[]>;
  /** Files that record what is read; undefined when that may be any. */
  readonly recording: (reading: Reading) => readonly string[] | undefined;
}

const HEAD = /\b(?<key>alert|record|slo)["']?[ \t]*:[ \t]*["']?(?<value>[^\s"',}]+)/g;

function outlineOf(files: readonly RuleText[]): Outline {
  const alerts = new Map<string, string[]>();
  const recorders = new Map<string, string[]>();
  const slos = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const own = new Set<string>();
    for (const { groups: { key, value = '' } = {} } of text.matchAll(HEAD)) {
      if (key === 'slo') own.add(value);
      else {
        const map = key === 'alert' ? alerts : recorders;
        const paths = map.get(value) ?? [];
        if (paths.at(-1) !== path) map.set(value, [...paths, path]);
      }
    }
    slos.set(path, own);
  }
  return {
    alerts,
    recording: (reading) => {
      if (reading.metric === undefined) return undefined;
      const [slo] = equals(reading, OBJECTIVE_LABEL);
      // Rules of one objective set the label themselves, so that it stands in the file; those for all of them stand by themselves.
      return (recorders.get(reading.metric) ?? []).filter((path) => {
        const own = slos.get(path);
        return slo === undefined || own === undefined || own.size === 0 || own.has(slo);
      });
    },
  };
}

function raises({ alert, labels }: IndexedRule, { matchers }: Reading): boolean {
  if (alert === undefined) return false;
  return mayHave({ ...labels, alertname: alert }, matchers);
}

function records({ record, labels }: IndexedRule, { metric, matchers }: Reading): boolean {
  return record !== undefined && (metric === undefined || metric === record) && mayHave(labels, matchers);
}

/** Whether a series with these labels, and others that nobody knows, may match. Only equalities are looked at. */
function mayHave(labels: Readonly<Record<string, string>>, matchers: readonly Matcher[]): boolean {
  return matchers.every(({ label, op, value }) => op !== '=' || (labels[label] ?? value) === value);
}

/** Whether a selector may find the series. Patterns are taken to match. */
function selects({ metric, matchers }: Reading, { name, labels, hasMore = false }: Emitted): boolean {
  if (metric !== undefined && metric !== name) return false;
  if (hasMore) return mayHave(labels, matchers);
  return matchers.every(({ label, op, value }) => op !== '=' || (labels[label] ?? '') === value);
}

/** The rules of a file, or why it holds none. */
function readRules(path: string, text: string): ReadFile | string {
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  const spec = isRecord(data) && data['kind'] === 'PrometheusRule' ? data['spec'] : data;
  const groups = isRecord(spec) ? spec['groups'] : undefined;
  if (!Array.isArray(groups)) return 'there are no groups of rules in it';
  const list: readonly unknown[] = groups;
  return {
    groups: list.map((group) => (isRecord(group) ? group : {})),
    rules: list.flatMap((group, index) => {
      const rules = isRecord(group) ? group['rules'] : undefined;
      return Array.isArray(rules)
        ? rules.map((rule: unknown, position) => indexedRule({ file: path, group: index, position }, rule))
        : [];
    }),
  };
}

function indexedRule(place: Pick<IndexedRule, 'file' | 'group' | 'position'>, data: unknown): IndexedRule {
  const rule = isRecord(data) ? data : {};
  const { alert, record, expr } = rule;
  const labels = isRecord(rule['labels'])
    ? Object.fromEntries(Object.entries(rule['labels']).map(([name, value]) => [name, String(value)]))
    : {};
  return {
    ...place,
    data,
    ...(typeof alert === 'string' && { alert }),
    ...(typeof record === 'string' && { record }),
    labels,
    isShared:
      typeof record === 'string' &&
      typeof expr === 'string' &&
      !Object.hasOwn(labels, OBJECTIVE_LABEL) &&
      keepsLabel(expr, OBJECTIVE_LABEL),
    // A query that does not parse reads nothing: promtool will say what is wrong with it.
    reads: typeof expr === 'string' ? inspect(expr).selectors : [],
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
