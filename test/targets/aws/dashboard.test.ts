import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { dashboards } from '../../../src/targets/aws/dashboard.ts';
import { type DashboardWidget, dashboardBodyOf } from '../../support/cloudwatch-dashboard.ts';
import {
  AVAILABILITY,
  cloudWatchPlan,
  FRESHNESS,
  keptNowhere,
  metricOf,
  SIGNALS,
  withMetric,
} from '../../support/cloudwatch-plan.ts';
import { alertOf, gauge } from '../../support/plan.ts';

const nameOf = (id: string): string => `acme-prod-${id}`;

function render(parts: Partial<Plan> = {}, alarmNameOf: (id: string) => string | undefined = nameOf) {
  const result = dashboards(cloudWatchPlan(parts), alarmNameOf);
  const bodies = result.parts.map(({ resource }) => dashboardBodyOf(resource.Properties['DashboardBody']));
  return { ...result, bodies, widgets: bodies[0]?.widgets ?? [] };
}

function graphOf(widgets: readonly DashboardWidget[], title: string) {
  const found = widgets.find((widget) => widget.type === 'metric' && widget.properties.title === title);
  if (found?.type !== 'metric') {
    throw new Error(
      `no ${title} in ${widgets.map(({ properties }) => 'title' in properties && properties.title).join(', ')}`,
    );
  }
  return found.properties;
}

const drawnOf = (metrics: readonly (readonly unknown[])[]): unknown[] =>
  metrics.map((row) => row.at(-1)).filter((options) => !JSON.stringify(options).includes('"visible":false'));

describe('dashboards', () => {
  it('has one for each subject with objectives or alerts', () => {
    const { parts, notes } = render();
    expect(
      parts.map(({ key, subject, resource }) => [key, subject.kind, resource.Properties['DashboardName']]),
    ).toEqual([
      ['model fraud dashboard', 'Model', 'acme-prod-model-fraud'],
      ['pipeline ingest dashboard', 'Pipeline', 'acme-prod-pipeline-ingest'],
    ]);
    expect(notes).toEqual([]);
  });

  it('shows the state of alarms by their ARN in the account and region of the stack', () => {
    const [widget] = render().widgets.filter(({ type }) => type === 'alarm');
    expect(widget?.properties).toMatchObject({
      alarms: [
        'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:acme-prod-monitor:fraud-volume/FraudLowVolume',
        'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:acme-prod-slo:fraud-availability/FraudBudgetLow',
      ],
    });
    expect(render({}, () => undefined).widgets.some(({ type }) => type === 'alarm')).toBe(false);
  });

  it('draws the error ratio in percent with the budget', () => {
    const { metrics, annotations, yAxis } = graphOf(render().widgets, 'Fraud answers: error ratio');
    expect(drawnOf(metrics)).toEqual([
      {
        id: 'c0result',
        label: 'error ratio',
        expression: '100 * (FILL(c0bad1, 0) / (FILL(c0total1, 0) + FILL(c0total2, 0)))',
      },
    ]);
    expect(annotations).toEqual({ horizontal: [{ label: 'error budget 0.1%', value: 0.1 }] });
    expect(yAxis.left.label).toBe('percent');
  });

  it('draws the quantiles of the latency with the threshold, in seconds', () => {
    const { metrics, annotations, yAxis } = graphOf(render().widgets, 'latency (latency_seconds)');
    expect(drawnOf(metrics)).toEqual([
      { id: 'c0m1', stat: 'p50', label: 'p50' },
      { id: 'c1m1', stat: 'p95', label: 'p95' },
      { id: 'c2m1', stat: 'p99', label: 'p99' },
    ]);
    expect(annotations).toEqual({ horizontal: [{ label: 'threshold 250ms', value: 0.25 }] });
    expect(yAxis.left.label).toBe('seconds');
    const scaled = render({ signals: withMetric('latency', { unit: 'Microseconds', scale: 1e-6 }) });
    expect(drawnOf(graphOf(scaled.widgets, 'latency (latency_seconds)').metrics)[2]).toEqual({
      id: 'c2result',
      label: 'p99',
      expression: 'c2m1 * 0.000001',
    });
  });

  it('draws an age, a gauge with its limit once, and what a monitor measures over its own window', () => {
    const { bodies, widgets } = render();
    expect(drawnOf(graphOf(bodies[1]?.widgets ?? [], 'ingest-freshness').metrics)).toEqual([
      {
        id: 'c0result',
        label: 'ingest-freshness',
        expression: 'EPOCH(FILL(c0m1, REPEAT)) - FILL(c0m1, REPEAT)',
      },
    ]);
    expect(bodies[1]?.widgets.filter(({ type }) => type === 'metric')).toHaveLength(1);
    expect(graphOf(widgets, 'fraud-saturation').annotations).toEqual({
      horizontal: [{ label: 'bad when > 85%', value: 85 }],
    });
    const volume = graphOf(widgets, 'requests (requests_total)');
    expect(drawnOf(volume.metrics)).toEqual([
      { id: 'c0result', label: 'rate', expression: 'c0m1 / PERIOD(c0m1)' },
    ]);
    expect(volume.annotations?.horizontal).toEqual([{ label: 'fires when < 0.5', value: 0.5 }]);
  });

  it('asks the prediction log for the slowest', () => {
    const [widget] = render().widgets.filter(({ type }) => type === 'log');
    expect(widget?.properties).toMatchObject({
      query: expect.stringMatching(
        /^SOURCE '\/ml\/fraud\/predictions' \| fields @timestamp, latency_seconds/,
      ),
      region: 'eu-west-1',
    });
  });

  it('names owner and runbooks', () => {
    const [head] = render().widgets;
    expect(head?.type === 'text' && head.properties.markdown).toBe(
      '# fraud\n\nModel in prod of acme\n\nOwner: `risk`\n\nRunbooks: [FraudBudgetLow](https://runbooks.example.com/FraudBudgetLow.md) · [FraudLowVolume](https://runbooks.example.com/FraudLowVolume.md)',
    );
  });

  it('draws nothing that CloudWatch does not keep', () => {
    const signals = keptNowhere();
    const { widgets } = render({ signals });
    expect(widgets.map(({ type }) => type)).toEqual(['text', 'alarm', 'log']);
  });

  it('keeps any text of a user as it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('${', '}', '!', '$', 'AWS::Region', '\\u0001', '\u0002', '"', '\\', '<b>', 'a'),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        (words) => {
          const displayName = `x${words.join('')}x`;
          const { widgets } = render({ objectives: [{ ...AVAILABILITY, displayName }] });
          expect(graphOf(widgets, `${displayName}: error ratio`).title).toBe(`${displayName}: error ratio`);
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it('never lets widgets overlap or leave the grid', () => {
    for (const { widgets } of render().bodies) {
      const cells = widgets.flatMap(({ x, y, width, height }) =>
        Array.from(
          { length: width * height },
          (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`,
        ),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
    }
  });

  it('splits more alarms than one widget shows', () => {
    const alerts = Array.from({ length: 101 }, (_, index) =>
      alertOf(`A${index}`, { kind: 'Monitor', name: `m${index}` }, { node: 'always' }),
    );
    const sizes = render({ alerts }).widgets.flatMap((widget) =>
      widget.type === 'alarm' ? [widget.properties.alarms.length] : [],
    );
    expect(sizes).toEqual([100, 1]);
  });

  it('keeps to 500 widgets and says where the rest went', () => {
    const extra = Array.from({ length: 520 }, (_, index) =>
      gauge(`model:fraud/g${index}`, `g${index}`, metricOf(`G${index}`)),
    );
    const { widgets, notes } = render({ signals: [...SIGNALS, ...extra] });
    expect(widgets).toHaveLength(500);
    expect(notes.map(({ code, data, object }) => [code, data?.['limit'], object?.name])).toEqual([
      ['target/limit', 'dashboardWidgets', AVAILABILITY.id],
    ]);
  });

  it('renders the same bytes whatever the order of alerts', () => {
    const { alerts } = cloudWatchPlan();
    expect(render({ alerts: alerts.toReversed(), objectives: [FRESHNESS, AVAILABILITY] }).parts).toEqual(
      render({ alerts, objectives: [AVAILABILITY, FRESHNESS] }).parts,
    );
  });
});
