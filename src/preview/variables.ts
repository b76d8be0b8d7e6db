import type { Dashboard, Variable } from './dashboard.ts';
import { interpolate, variablesIn } from './interpolate.ts';
import type { Question } from './question.ts';
import { ALL, type AskedBy, builtInValues, type Range } from './questions.ts';
import type { Answer, VariableValue } from './recording.ts';

/** Asks, or looks up what was asked. Undefined when nothing is known. */
export type Ask = (asked: AskedBy) => Promise<Answer | undefined>;

export interface ResolvedVariables {
  /** What each variable stands at, as a page starts with it. */
  readonly chosen: Readonly<Record<string, VariableValue>>;
  /** What is written into queries: of "all" the list, and what Perses knows by itself. */
  readonly written: ReadonlyMap<string, VariableValue>;
}

/** Variables as Perses fills them when a dashboard is opened: the wanted or default value if the list has it, else the first. */
export async function resolveVariables(
  dashboard: Dashboard,
  range: Range,
  ask: Ask,
): Promise<ResolvedVariables> {
  const written = builtInValues(dashboard, range);
  const chosen: Record<string, VariableValue> = {};
  for (const variable of inOrder(dashboard.spec.variables)) {
    const { name } = variable.spec;
    if (variable.kind === 'TextVariable') {
      chosen[name] = variable.spec.value ?? '';
      written.set(name, chosen[name]);
      continue;
    }
    const options = await optionsOf(variable, dashboard.metadata.name, written, ask);
    const value = chosenOf(variable, options);
    if (value === undefined) continue;
    chosen[name] = value;
    written.set(name, value === ALL ? (variable.spec.customAllValue ?? options) : value);
  }
  return { chosen, written };
}

/** Those that others depend on first; of a circle, as they are listed. */
function inOrder(variables: readonly Variable[]): Variable[] {
  const ordered: Variable[] = [];
  const seen = new Set<string>();
  const visit = (variable: Variable): void => {
    if (seen.has(variable.spec.name)) return;
    seen.add(variable.spec.name);
    const names = variablesIn(JSON.stringify(variable.spec.plugin?.spec ?? {}));
    for (const other of variables) if (names.includes(other.spec.name)) visit(other);
    ordered.push(variable);
  };
  for (const variable of variables) visit(variable);
  return ordered;
}

async function optionsOf(
  { spec }: Variable,
  dashboard: string,
  written: ReadonlyMap<string, VariableValue>,
  ask: Ask,
): Promise<string[]> {
  const { plugin, name, capturingRegexp } = spec;
  if (plugin?.kind === 'StaticListVariable') return staticValues(plugin.spec['values']);
  const fill = (text: unknown) => interpolate(typeof text === 'string' ? text : '', written);
  const question = listQuestion(plugin?.kind, plugin?.spec ?? {}, fill);
  if (question === undefined) return [];
  const answer = await ask({ question, dashboard, asker: `variable ${name}` });
  const values = valuesIn(answer, fill(plugin?.spec['labelName']));
  return capturingRegexp === undefined ? values : captured(values, capturingRegexp);
}

function staticValues(values: unknown): string[] {
  if (!Array.isArray(values)) return [];
  return values.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'value' in each ? String(each.value) : String(each),
  );
}

function listQuestion(
  kind: string | undefined,
  spec: Readonly<Record<string, unknown>>,
  fill: (text: unknown) => string,
): Question | undefined {
  const match = Array.isArray(spec['matchers']) ? spec['matchers'].map(fill) : [];
  switch (kind) {
    case 'PrometheusLabelValuesVariable':
      return { ask: 'labelValues', label: fill(spec['labelName']), match };
    case 'PrometheusLabelNamesVariable':
      return { ask: 'labelNames', match };
    case 'PrometheusPromQLVariable':
      return { ask: 'instant', query: fill(spec['expr']) };
    case undefined:
    default:
      return undefined;
  }
}

function valuesIn(answer: Answer | undefined, label: string): string[] {
  if (answer === undefined || 'error' in answer) return [];
  const { data } = answer;
  if (Array.isArray(data)) return data;
  if (data.resultType !== 'vector' && data.resultType !== 'matrix') return [];
  return [...new Set(data.result.flatMap(({ metric }) => metric[label] ?? []))];
}

/** Each value's captured groups, joined; what doesn't match is left out. */
function captured(values: readonly string[], pattern: string): string[] {
  const regex = new RegExp(pattern, 'g');
  const joined = values.map((value) =>
    [...value.matchAll(regex)]
      .flatMap(([, ...groups]) => groups.filter((each) => each !== undefined))
      .join(''),
  );
  return [...new Set(joined.filter((each) => each !== ''))];
}

function chosenOf({ spec }: Variable, options: readonly string[]): VariableValue | undefined {
  const { defaultValue, allowAllValue, allowMultiple } = spec;
  const wanted = typeof defaultValue === 'string' ? [defaultValue] : (defaultValue ?? []);
  const known = [...(allowAllValue ? [ALL] : []), ...options];
  const isKnown = wanted.some((each) => known.includes(each));
  const first = sorted(options, spec.sort)[0];
  if (!isKnown && first !== undefined) return allowMultiple ? [first] : first;
  if (wanted.length === 0) return undefined;
  if (wanted.includes(ALL)) return ALL;
  return allowMultiple ? wanted : wanted[0];
}

function sorted(options: readonly string[], sort: string | undefined): readonly string[] {
  const by = (key: (text: string) => string | number, sign: number) =>
    options.toSorted((a, b) => (key(a) === key(b) ? 0 : (key(a) > key(b) ? 1 : -1) * sign));
  const sign = sort?.endsWith('desc') ? -1 : 1;
  if (sort?.startsWith('alphabetical-ci')) return by((text) => text.toLowerCase(), sign);
  if (sort?.startsWith('alphabetical')) return by((text) => text, sign);
  if (sort?.startsWith('numerical')) return by((text) => Number.parseInt(text, 10), sign);
  return options;
}
