import type { Unit } from '../../plan/signal.ts';
import { stableJson } from '../../support/stable-json.ts';
import { shiftDecimal } from '../../units/index.ts';
import type { MathQuery } from './measure-queries.ts';

/**
 * Widgets of a dashboard:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

export interface Widget {
  readonly type: 'alarm' | 'log' | 'metric' | 'text';
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface PlacedWidget extends Widget {
  readonly x: number;
  readonly y: number;
}

/** Columns of a dashboard. */
export const COLUMNS = 24;

/** Marks, in JSON, of what CloudFormation fills in: no text of a user has them unescaped but as such a mark. */
const [OPEN, CLOSE] = ['\u0001', '\u0002'];
const MARK = /\\u0001(AWS::(?:AccountId|Partition|Region))\\u0002/g;

const REGION = pseudo('AWS::Region');

function pseudo(name: 'AWS::AccountId' | 'AWS::Partition' | 'AWS::Region'): string {
  return `${OPEN}${name}${CLOSE}`;
}

/**
 * The text of a body as CloudFormation fills it in. A `${` of a user's text is none to CloudFormation, since its dollar sign is
 * written as JSON's escape: with `${!`, one that is never closed would swallow what follows up to the next brace.
 */
export function dashboardBody(widgets: readonly PlacedWidget[]): { readonly 'Fn::Sub': string } {
  const json = stableJson({ periodOverride: 'inherit', start: '-PT24H', widgets }, 0).trimEnd();
  return { 'Fn::Sub': json.replaceAll('${', String.raw`\u0024{`).replace(MARK, '${$1}') };
}

/** One after the other, from left to right, in rows as high as their highest widget. */
export function placed(widgets: readonly Widget[]): PlacedWidget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return widgets.map((widget) => {
    if (x + widget.width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const result = { ...widget, x, y };
    x += widget.width;
    rowHeight = Math.max(rowHeight, widget.height);
    return result;
  });
}

export function textWidget(markdown: string, height: number): Widget {
  return { type: 'text', width: COLUMNS, height, properties: { markdown } };
}

/** The states of alarms of this account and region, by their names. */
export function alarmWidget(title: string, alarmNames: readonly string[]): Widget {
  const start = `arn:${pseudo('AWS::Partition')}:cloudwatch:${REGION}:${pseudo('AWS::AccountId')}:alarm:`;
  return {
    type: 'alarm',
    width: COLUMNS,
    // Four alarms a row, under the title.
    height: Math.min(2 + Math.ceil(alarmNames.length / 4), 10),
    properties: { title, alarms: alarmNames.map((name) => `${start}${name}`) },
  };
}

/** Lines that a query of Logs Insights finds, as a table. */
export function logWidget(title: string, logGroup: string, query: string): Widget {
  return {
    type: 'log',
    width: COLUMNS,
    height: 8,
    properties: { title, query: `SOURCE '${logGroup}' | ${query}`, region: REGION, view: 'table' },
  };
}

/** A curve of a graph, in the plan's unit. */
export interface Curve {
  readonly label: string;
  readonly query: MathQuery;
}

/** A value that is drawn across the whole graph. */
export interface Line {
  readonly label: string;
  readonly value: number;
}

export interface Graph {
  readonly title: string;
  /** Of the curves and lines; shares are drawn as percent. */
  readonly unit: Unit;
  readonly periodSeconds: number;
  readonly curves: readonly Curve[];
  readonly lines?: readonly Line[];
}

const UNIT_LABELS: Readonly<Record<Unit, string>> = {
  seconds: 'seconds',
  ratio: 'percent',
  events: 'events',
  'events-per-second': 'events per second',
  bytes: 'bytes',
  'unix-seconds': 'seconds since 1970',
  money: 'money',
  none: 'value',
};

export function graphWidget({ title, unit, periodSeconds, curves, lines = [] }: Graph): Widget {
  const isShare = unit === 'ratio';
  return {
    type: 'metric',
    width: COLUMNS / 2,
    height: 6,
    properties: {
      title,
      view: 'timeSeries',
      region: REGION,
      period: periodSeconds,
      metrics: curves.flatMap((curve, index) => rowsOf(curve, index, isShare)),
      // Plain values, such as scores, may be negative.
      yAxis: { left: { label: UNIT_LABELS[unit], showUnits: false, ...(unit !== 'none' && { min: 0 }) } },
      ...(lines.length > 0 && {
        annotations: {
          horizontal: lines.map(({ label, value }) => ({
            label,
            value: isShare ? shiftDecimal(value, 2) : value,
          })),
        },
      }),
    },
  };
}

/** How many metrics a widget draws or calculates with. */
export function metricCount({ properties }: Widget): number {
  const rows = properties['metrics'];
  return Array.isArray(rows) ? rows.length : 0;
}

/** Rows of `metrics`: what is calculated with is hidden. Ids of several curves are told apart by the curve's number. */
function rowsOf({ label, query }: Curve, index: number, isShare: boolean): unknown[] {
  const prefix = `c${index}`;
  const isPlain = !isShare && query.stats.length === 1 && query.stats[0]?.id === query.expression;
  const metrics = query.stats.map(({ id, stat, series: { metric, dimensions } }) => [
    metric.namespace,
    metric.name,
    ...dimensions.flat(),
    { id: `${prefix}${id}`, stat, ...(isPlain ? { label } : { visible: false }) },
  ]);
  if (isPlain) return metrics;
  const ids = new Set(query.stats.map(({ id }) => id));
  const named = query.expression.replace(/\b[a-z]\w*\b/g, (word) =>
    ids.has(word) ? `${prefix}${word}` : word,
  );
  return [...metrics, [{ id: `${prefix}result`, expression: isShare ? `100 * (${named})` : named, label }]];
}
