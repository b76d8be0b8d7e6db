import { parseAllDocuments, stringify } from 'yaml';
import type { Compiled } from '../../../src/compile.ts';
import type { Diff } from '../../../src/proof/diff/diff.ts';
import { toldBy, toldWords } from '../../../src/proof/diff/people.ts';
import { plainText } from '../../../src/proof/diff/words.ts';

/** A text with one value of one spec taken away, doubled, or halved. */
export interface Mutant {
  /** Which value, and what was done to it. */
  readonly name: string;
  readonly text: string;
}

interface SpecData {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

type Path = readonly (string | number)[];

/** Every such mutant of the documents of a file, in order. */
export function mutantsOf(text: string): Mutant[] {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as SpecData);
  return documents.flatMap((document, index) =>
    pathsBelow(document.spec, ['spec']).flatMap((path) => {
      const kind = `${document.kind}/${document.metadata.name}`;
      const name = `${kind} ${path.slice(1).join('.')}`;
      const value = valueAt(document, path);
      const other = (what: string, by: unknown): Mutant => ({
        name: `${name} ${what}`,
        text: documents
          .map((each, at) => stringify(at === index ? withValue(each, path, by) : each))
          .join('---\n'),
      });
      return [
        other('gone', undefined),
        ...scaled(value, 2).map((by) => other('doubled', by)),
        ...scaled(value, 0.5).map((by) => other('halved', by)),
      ];
    }),
  );
}

function pathsBelow(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, each]) =>
    pathsBelow(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length > 1 ? [path, ...below] : below;
}

function scaled(value: unknown, factor: number): unknown[] {
  if (typeof value === 'number') return [Number((value * factor).toPrecision(6))];
  const [number = ''] = typeof value === 'string' ? (/^\d+(?:\.\d+)?(?=[a-z%/])/.exec(value) ?? []) : [];
  if (number === '' || typeof value !== 'string') return [];
  const amount = Number(number) * factor;
  // More than all, or no whole number of units: nothing that a spec could say.
  const isShare = value.startsWith('%', number.length);
  if (isShare && amount > 100) return [];
  return [`${isShare ? amount : Math.max(1, Math.round(amount))}${value.slice(number.length)}`];
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], data);
}

function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const list = data as readonly unknown[];
    return rest.length === 0 && value === undefined
      ? list.filter((_, index) => index !== step)
      : list.map((each, index) => (index === step ? withValue(each, rest, value) : each));
  }
  return { ...(data as object), [step]: withValue((data as Record<string, unknown>)[step], rest, value) };
}

/** What a diff leaves out although people would notice it, as sentences: there should be none. */
export function untold(base: Compiled, head: Compiled, { changes }: Pick<Diff, 'changes'>): string[] {
  return base.environments.flatMap(({ name, plan }) => {
    const after = head.environments.find((each) => each.name === name);
    if (after === undefined) return [];
    const here = changes.filter(({ environments }) => environments.includes(name));
    const concerned = new Set(here.flatMap(({ alerts, moves }) => [...alerts, ...moves.gone, ...moves.come]));
    const [toldBefore, toldAfter] = [toldBy(plan), toldBy(after.plan)];
    const [rulesBefore, rulesAfter] = [base, head].map((side) => rulesIn(side, name));
    const isGrave = here.some((change) => change.class !== 'cosmetic');
    const now = new Map(after.plan.alerts.map((alert) => [alert.name, alert]));
    const lost = plan.alerts.flatMap((alert) => {
      const same = now.get(alert.name);
      const told = plainText(toldWords(toldBefore(alert)));
      if (same === undefined) return concerned.has(alert.name) ? [] : [`${name}: ${alert.name} is gone`];
      const isSame = plainText(toldWords(toldAfter(same))) === told;
      if (!isSame && !concerned.has(alert.name)) return [`${name}: others hear of ${alert.name}`];
      const isRuleSame = rulesBefore?.get(alert.name) === rulesAfter?.get(alert.name);
      return isRuleSame || isGrave ? [] : [`${name}: ${alert.name} fires otherwise`];
    });
    const known = new Set(plan.alerts.map((alert) => alert.name));
    const come = after.plan.alerts.filter((alert) => !known.has(alert.name) && !concerned.has(alert.name));
    return [...lost, ...come.map((alert) => `${name}: ${alert.name} is new`)];
  });
}

/** Expression and times of each alerting rule for Prometheus. */
function rulesIn({ files }: Compiled, environment: string): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  for (const file of files) {
    if (file.environment !== environment || !file.path.includes('/prometheus/rules/')) continue;
    for (const [, name = '', rule = ''] of file.text.matchAll(/- alert: (\w+)\n([^]*?)(?=\n +labels:)/g))
      rules.set(name, rule);
  }
  return rules;
}
