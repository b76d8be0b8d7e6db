import { describe, expect, it } from 'vitest';
import { planOf } from '../../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../../support/specs.ts';

const SLOW = 'scrape: { targets: [fraud:8000], interval: 5m }';

describe('a model that is scraped less often than the data source says', () => {
  const { plan } = planOf(
    file(
      PROJECT,
      TEAM,
      model(
        `${SLOW}, monitors: [{ name: p99, of: latency, statistic: p99, over: 5m, threshold: { gt: 1s } }]`,
      ),
    ),
  );

  it('has signals of that cadence', () => {
    expect(plan.cadence.scrapeSeconds).toBe(30);
    expect(plan.signals.map(({ role, cadenceSeconds }) => [role, cadenceSeconds])).toEqual([
      ['errors', 300],
      ['latency', 300],
      ['requests', 300],
    ]);
  });

  it('has burn-rate windows of at least four of its scrapes', () => {
    const shortest = Math.min(
      ...plan.objectives.flatMap(({ burnTiers }) => burnTiers.map((tier) => tier.shortSeconds)),
    );
    expect(shortest).toBe(1800);
  });

  it('has monitors over at least four of its scrapes', () => {
    const alert = plan.alerts.find(({ object }) => object.kind === 'Monitor');
    expect(alert?.condition).toMatchObject({
      node: 'compare',
      left: { node: 'quantile', overSeconds: 1200 },
    });
  });
});

it('takes the data source for models that say nothing', () => {
  const source = object('DataSource', 'prometheus', '{ type: prometheus, scrapeInterval: 1m }');
  const { plan } = planOf(file(PROJECT, TEAM, source, model()));
  expect(plan.signals.map(({ cadenceSeconds }) => cadenceSeconds)).toEqual([60, 60]);
});
