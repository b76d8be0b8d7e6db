import { describe, expect, it } from 'vitest';
import type { LabelSet } from '../../../src/plan/signal.ts';
import { checkPlanMetrics } from '../../../src/proof/metrics/check.ts';
import { fileSource } from '../../../src/proof/metrics/from-file.ts';
import { hasLabels, type MetricSource } from '../../../src/proof/metrics/source.ts';
import { readExposition } from '../../../src/support/exposition.ts';
import { renderText } from '../../support/compiled.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';

const { plan } = renderText(
  file(
    PROJECT,
    TEAM,
    object(
      'Model',
      'fraud',
      `{ owner: ml, select: { job: fraud, app: shop }, classes: [spam, ham],
        segments: [{ name: region, label: region, values: [eu, us] }],
        proxies: [{ name: spam, from: requests, class: spam, statistic: share, over: 1h, expect: { max: 50% } }],
        slos: [{ name: availability, sli: { type: availability }, objective: 99% }, { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }] }`,
    ),
  ),
);

const BOUNDS = ['0.01', '0.025', '0.05', '0.075', '0.1', '0.25', '0.5', '0.75', '1.0', '+Inf'];
const GOOD = [
  '# TYPE model_predictions_total counter',
  'model_predictions_total{app="shop",model_version="1",prediction_class="spam",region="eu"} 1',
  '# TYPE model_prediction_errors_total counter',
  'model_prediction_errors_total{app="shop",model_version="1",reason="timeout",region="eu"} 1',
  '# TYPE model_prediction_latency_seconds histogram',
  ...BOUNDS.map((le) => `model_prediction_latency_seconds_bucket{app="shop",le="${le}"} 1`),
  'model_prediction_latency_seconds_count{app="shop"} 1',
  'model_prediction_latency_seconds_sum{app="shop"} 1',
  '',
].join('\n');

async function findings(text: string, mostSeries = 10_000): Promise<string[]> {
  const read = readExposition(text);
  if (!('series' in read)) throw new Error(`line ${read.line}: ${read.problem}`);
  return told(fileSource('scrape.txt', read), mostSeries);
}

async function told(source: MetricSource, mostSeries = 10_000): Promise<string[]> {
  const { diagnostics } = await checkPlanMetrics(plan, source, { models: [], mostSeries });
  return diagnostics.map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

describe('metrics in a file beside the specs', () => {
  it('are well when all is there, without labels that a scrape sets', async () => {
    expect(await findings(GOOD)).toEqual([]);
  });

  it.each([
    [
      'a renamed metric',
      ['model_predictions_total', 'model_prediction_total'],
      'error live/missing-metric model_predictions_total is not in scrape.txt',
    ],
    [
      'another type',
      ['model_predictions_total counter', 'model_predictions_total gauge'],
      'error live/other-type model_predictions_total is a gauge in scrape.txt',
    ],
    [
      'a missing bucket',
      ['model_prediction_latency_seconds_bucket{app="shop",le="0.25"} 1\n', ''],
      'error live/missing-bucket model_prediction_latency_seconds has no bucket 0.25 in scrape.txt; it has 0.01, 0.025, 0.05, 0.075, 0.1, 0.5, 0.75, 1',
    ],
    [
      'a missing facet',
      ['model_version="1",prediction_class', 'version="1",prediction_class'],
      'error live/missing-label model_predictions_total has no label model_version in scrape.txt, so its values of "version" can\'t be told apart',
    ],
    [
      'a missing segment',
      ['prediction_class="spam",region', 'prediction_class="spam",zone'],
      "warning live/missing-label model_predictions_total has no label region in scrape.txt, so its segments can't be told apart",
    ],
    [
      'another value of select',
      ['app="shop",model_version="1",prediction_class', 'app="store",model_version="1",prediction_class'],
      'error live/missing-label model_predictions_total has no series with {app="shop"} in scrape.txt: app is "store" and never "shop"',
    ],
    [
      'no failures yet',
      ['model_prediction_errors_total{app="shop",model_version="1",reason="timeout",region="eu"} 1\n', ''],
      'info live/absent-yet model_prediction_errors_total{app="shop"} is not in scrape.txt: nothing has failed yet, or nobody counts it',
    ],
  ])('%s is told', async (_name, [text = '', other = ''], finding) => {
    expect(GOOD).toContain(text);
    expect(await findings(GOOD.replaceAll(text, other))).toEqual([finding]);
  });

  it('suggests the name that is there', async () => {
    const read = readExposition(GOOD.replaceAll('latency_seconds', 'latenci_seconds'));
    if (!('series' in read)) throw new Error(read.problem);
    const { diagnostics } = await checkPlanMetrics(plan, fileSource('x', read), {
      models: [],
      mostSeries: 10,
    });
    expect(diagnostics.map(({ hint }) => hint)).toEqual(['Did you mean "model_prediction_latenci_seconds"?']);
  });

  it('tells of values without end, and of too many series', async () => {
    const many = Array.from(
      { length: 4 },
      (_, index) =>
        `model_predictions_total{app="shop",model_version="1",prediction_class="c${index}",region="eu"} 1\n`,
    );
    expect(await findings(GOOD + many.join(''), 4)).toEqual([
      'warning live/unbounded-label the label prediction_class of model_predictions_total has 5 values in scrape.txt: "c0", "c1", "c2", "c3", "spam"',
      'error live/too-many-series model_predictions_total has more than 4 series in scrape.txt',
    ]);
  });

  it('takes a type that is not told for no type', async () => {
    expect(
      await findings(GOOD.replace('model_predictions_total counter', 'model_predictions_total untyped')),
    ).toEqual([]);
  });
});

it('metrics in a Prometheus that are an hour old are stale', async () => {
  const labels: LabelSet = { job: 'fraud', app: 'shop' };
  const source: MetricSource = {
    shown: 'http://prometheus',
    isScraped: true,
    names: async () => [],
    typeOf: async () => undefined,
    series: async (_name, wanted, { withinSeconds }) =>
      withinSeconds > 3600 && hasLabels(labels, wanted) ? [labels] : [],
  };
  expect(await told(source)).toEqual([
    'error live/stale model_prediction_errors_total{job="fraud", app="shop"} has had no sample for 5m in http://prometheus',
    'error live/stale model_prediction_latency_seconds{job="fraud", app="shop"} has had no sample for 5m in http://prometheus',
    'error live/stale model_predictions_total{job="fraud", app="shop"} has had no sample for 5m in http://prometheus',
  ]);
});
