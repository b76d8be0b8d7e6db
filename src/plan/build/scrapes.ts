import { kebabCase } from '../../support/kebab-case.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Scrape } from '../plan.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';

/** Prometheus' own default; never longer than the interval. */
const TIMEOUT_SECONDS = 10;
/** Prometheus takes a series without a sample for five minutes for gone. */
const LONGEST_INTERVAL_SECONDS = 300;

/** How the metrics of models and pipelines are collected, where the specs say it. */
export function buildScrapes(context: BuildContext): Scrape[] {
  const owners = [...context.workspace.list('Model'), ...context.workspace.list('Pipeline')];
  return owners.flatMap((owner) => scrapeOf(context, owner));
}

function scrapeOf(context: BuildContext, owner: Entity<'Model'> | Entity<'Pipeline'>): Scrape[] {
  const { scrape } = owner.spec;
  if (scrape === undefined) return [];
  if ((scrape.targets.length === 0) === (scrape.kubernetes === undefined)) {
    reportAt(context, owner, ['scrape'], {
      code: 'scrape/targets-or-kubernetes',
      severity: 'error',
      message: scrape.kubernetes
        ? 'scrape says both targets and kubernetes'
        : 'scrape says neither targets nor kubernetes',
      expected: 'exactly one of targets: [host:port], kubernetes: { … }',
    });
    return [];
  }
  if (
    scrape.interval &&
    (scrape.interval.seconds < 1 || scrape.interval.seconds > LONGEST_INTERVAL_SECONDS)
  ) {
    reportAt(context, owner, ['scrape', 'interval'], {
      code: 'datasource/scrape-interval',
      severity: 'error',
      message: `${scrape.interval.text} is no scrape interval`,
      expected:
        '1s to 5m: a sample counts for five minutes, so what comes more rarely has no value in between',
    });
    return [];
  }
  const select = owner.kind === 'Model' ? owner.spec.select : {};
  const intervalSeconds = scrape.interval?.seconds ?? context.cadence.scrapeSeconds;
  const native = [...context.signals.values()].some(
    (signal) =>
      signal.prometheus.histogram?.kind === 'native' &&
      signal.id.startsWith(`${kebabCase(owner.kind)}:${owner.name}/`),
  );
  return [
    {
      id: `${kebabCase(owner.kind)}-${owner.name}`,
      targets: scrape.targets,
      path: scrape.path,
      scheme: scrape.scheme,
      intervalSeconds,
      timeoutSeconds: Math.min(TIMEOUT_SECONDS, intervalSeconds),
      labels: { ...select, ...scrape.labels },
      nativeHistograms: native,
      ...(scrape.kubernetes && { kubernetes: scrape.kubernetes }),
      origin: originOf(owner, ['scrape']),
    },
  ];
}
