import type { Plan } from '../../plan/plan.ts';
import type { PredictionLog } from '../../plan/telemetry.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { printNumber } from '../../units/index.ts';
import { sortedDimensions } from './series.ts';

/** A question that people ask of a prediction log. */
export interface LogQuery {
  readonly title: string;
  /** In the language of Logs Insights. */
  readonly text: string;
}

/** How many lines a list of predictions has. */
const MOST_LINES = 100;

/**
 * The saved questions of a model's log, as far as its lines carry what they are about. Names of fields have letters, digits,
 * underscores and dots only, as in AWS' own samples; others would stand in backticks.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function logQueries(plan: Plan, log: PredictionLog): LogQuery[] {
  const { version, class: predicted, confidence, latency, error } = log.fields;
  const ours = ownLines(plan, log);
  const byVersion = version === undefined ? [] : [version];
  return [
    latency !== undefined && {
      title: 'slowest predictions',
      lines: [
        `fields ${['@timestamp', ...[latency, version, predicted, error].flatMap(named)].join(', ')}`,
        ...ours,
        ...slowerThan(plan, log, latency),
        `sort ${latency} desc`,
        `limit ${MOST_LINES}`,
      ],
    },
    error !== undefined && {
      title: version === undefined ? 'errors over time' : 'errors over time by version',
      lines: [
        ...ours,
        `filter ispresent(${error})`,
        `stats count(*) as failed by ${['bin(5m)', ...byVersion].join(', ')}`,
      ],
    },
    predicted !== undefined && {
      title: 'predictions by class',
      lines: [...ours, `stats count(*) as predictions by bin(1h), ${predicted}`],
    },
    confidence !== undefined && {
      title: version === undefined ? 'low confidence' : 'low confidence by version',
      lines: [
        ...ours,
        `filter ispresent(${confidence})`,
        `stats pct(${confidence}, 5) as p5, avg(${confidence}) as mean, count(*) as predictions by ${['bin(1h)', ...byVersion].join(', ')}`,
      ],
    },
  ].flatMap((query) => (query ? [{ title: query.title, text: query.lines.join('\n| ') }] : []));
}

function named(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}

/** Several models may write to one log: what their metrics' dimensions say, where lines carry it. */
function ownLines(plan: Plan, { subject, dimensionFields }: PredictionLog): string[] {
  const owner = `${kebabCase(subject.kind)}:${subject.name}/`;
  const values = new Map<string, string>();
  for (const { id, cloudwatch } of plan.signals) {
    if (!id.startsWith(owner) || cloudwatch?.found !== true) continue;
    for (const [dimension, value] of sortedDimensions(cloudwatch.metric.dimensions)) {
      const carrier = Object.hasOwn(dimensionFields, dimension) ? dimensionFields[dimension] : undefined;
      if (carrier !== undefined && !values.has(carrier)) values.set(carrier, value);
    }
  }
  return sortedDimensions(Object.fromEntries(values)).map(
    ([carrier, value]) => `filter ${carrier} = ${JSON.stringify(value)}`,
  );
}

function slowerThan(plan: Plan, { subject }: PredictionLog, latency: string): string[] {
  const thresholds = plan.objectives.flatMap((objective) =>
    objective.subject.kind === subject.kind &&
    objective.subject.name === subject.name &&
    objective.indicator.type === 'histogram-threshold'
      ? [objective.indicator.thresholdSeconds]
      : [],
  );
  return thresholds.length === 0 ? [] : [`filter ${latency} > ${printNumber(Math.min(...thresholds))}`];
}
