import type { Dashboard, Panel } from './dashboard.ts';
import { interpolate, variablesIn } from './interpolate.ts';
import { printPersesDuration, readPersesDuration } from './perses-time.ts';
import type { Question } from './question.ts';
import type { VariableValue } from './recording.ts';

/** The time that is asked for: seconds since 1970, and the distance of samples where no panel wants a larger one. */
export interface Range {
  readonly startS: number;
  readonly endS: number;
  readonly stepS: number;
}

/** A question with who asks it. */
export interface AskedBy {
  readonly question: Question;
  readonly dashboard: string;
  /** A panel's title, or `variable <name>`. */
  readonly asker: string;
}

// What Perses takes where neither query nor data source says more (DEFAULT_SCRAPE_INTERVAL of its plugin).
const DEFAULT_MIN_STEP_S = 60;
// The most samples that Perses asks for at once (MAX_PROM_DATA_POINTS).
const MOST_SAMPLES = 10_000;

export const ALL = '$__all';

/** The values that queries are filled with: those of variables, and those that Perses knows by itself. */
export function builtInValues(dashboard: Dashboard, { startS, endS }: Range): Map<string, VariableValue> {
  const rangeMs = (endS - startS) * 1000;
  return new Map<string, VariableValue>([
    ['__dashboard', dashboard.metadata.name],
    ['__project', dashboard.metadata.project ?? ''],
    ['__from', String(startS * 1000)],
    ['__to', String(endS * 1000)],
    ['__range', printPersesDuration(rangeMs)],
    ['__range_s', String(endS - startS)],
    ['__range_ms', String(rangeMs)],
  ]);
}

/**
 * All that the panels of a dashboard ask when its variables have these values. A query with a variable that has none is not
 * asked: it waits for a list that is empty.
 */
export function panelQuestions(
  dashboard: Dashboard,
  values: ReadonlyMap<string, VariableValue>,
  range: Range,
): AskedBy[] {
  const lists = dashboard.spec.variables.map(({ spec }) => spec.name);
  const name = dashboard.metadata.name;
  return Object.entries(dashboard.spec.panels).flatMap(([key, panel]) =>
    panel.spec.queries.flatMap(({ spec: { plugin } }) => {
      const { query, minStep, seriesNameFormat } = plugin.spec;
      if (plugin.kind !== 'PrometheusTimeSeriesQuery' || typeof query !== 'string' || query === '') return [];
      const legend = typeof seriesNameFormat === 'string' ? seriesNameFormat : '';
      const used = variablesIn(`${query} ${legend}`).filter((each) => lists.includes(each));
      if (used.some((each) => values.get(each) === undefined || values.get(each)?.length === 0)) return [];
      const question = questionFor(panel, query, typeof minStep === 'string' ? minStep : '', values, range);
      return [{ question, dashboard: name, asker: panel.spec.display?.name ?? key }];
    }),
  );
}

function questionFor(
  panel: Panel,
  query: string,
  minStep: string,
  values: ReadonlyMap<string, VariableValue>,
  { startS, endS, stepS }: Range,
): Question {
  const minMs = readPersesDuration(interpolate(minStep, values));
  const minStepS = minMs === undefined ? DEFAULT_MIN_STEP_S : Math.floor(minMs / 1000);
  const safe = (endS - startS) / MOST_SAMPLES;
  const step = Math.max(stepS, minStepS, safe > 1 ? Math.ceil(safe) : safe);
  const text = interpolate(query, new Map([...values, ...intervals(step, minStepS)]));
  return isInstant(panel) ? { ask: 'instant', query: text } : { ask: 'range', query: text, stepS: step };
}

function intervals(stepS: number, minStepS: number): readonly (readonly [string, VariableValue])[] {
  return [
    ['__interval_ms', String(stepS * 1000)],
    ['__interval', printPersesDuration(stepS * 1000)],
    ['__rate_interval', printPersesDuration(Math.max(stepS + minStepS, 4 * minStepS) * 1000)],
  ];
}

/** A table shows one moment, unless one of its columns is a chart. */
function isInstant({ spec: { plugin } }: Panel): boolean {
  if (plugin.kind !== 'Table') return false;
  const columns = plugin.spec['columnSettings'];
  return !Array.isArray(columns) || !columns.some((column: unknown) => hasPlugin(column));
}

function hasPlugin(column: unknown): boolean {
  return typeof column === 'object' && column !== null && 'plugin' in column && Boolean(column.plugin);
}
