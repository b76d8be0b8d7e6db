import { printDuration } from '../../units/index.ts';
import type { Measure } from '../condition.ts';
import { type Facet, type Selection, type Signal, tellsApart } from '../signal.ts';
import type { Panel, PanelThreshold, ViewRow } from '../view.ts';
import { isShown, ofClasses, type Page } from './page.ts';
import { lines, measured } from './panel.ts';
import { watchedPanels } from './watched.ts';
import { roleTitle } from './words.ts';

/** Requests, their kinds, and those that failed. */
export function trafficRow(page: Page): ViewRow | undefined {
  const bad = badSelections(page);
  const counters = page.signals.filter(
    ({ id, instrument, role }) =>
      instrument === 'counter' && role !== 'labelled' && !bad.some(({ signal }) => signal === id),
  );
  const panels = [
    ...counters.flatMap((signal) => counterPanels(signal)),
    ...errorPanels(page),
    ...watchedPanels(ofClasses(page.watched, 'throughput', 'availability')),
  ];
  return panels.length === 0 ? undefined : { title: 'Traffic and errors', panels };
}

/** The first row for requests by version, a second one by class where a counter tells classes apart. */
function counterPanels(signal: Signal): Panel[] {
  const panel = (title: string, facet: Facet | undefined): Panel =>
    lines({
      id: `traffic:${signal.role}${facet === undefined ? '' : `/${facet}`}`,
      title,
      description: `Events per second of ${signal.metric}${facet === undefined ? '' : `, by ${facet}`}.`,
      unit: 'events-per-second',
      curves: [
        {
          label: facet === undefined ? signal.role : '',
          reading: { read: 'rate', of: { signal: signal.id }, by: facet === undefined ? [] : [facet] },
        },
      ],
      least: 0,
      origin: signal.origin,
    });
  const facets = (['version', 'class', 'kind', 'reason', 'policy', 'value', 'outcome'] as const).filter(
    (facet) => tellsApart(signal, facet),
  );
  if (facets.length === 0) return [panel(roleTitle(signal.role), undefined)];
  return facets.map((facet) => panel(`${roleTitle(signal.role)} by ${facet}`, facet));
}

/** What each objective on events calls bad, as a share of all. */
function errorPanels({ objectives }: Page): Panel[] {
  return objectives.flatMap(({ id, displayName, indicator, origin, target }) => {
    if (indicator.type !== 'events' || indicator.bad.length === 0) return [];
    return lines({
      id: `errors:${id}`,
      title: `${displayName}: share of bad events`,
      description: `Bad events as a share of all. The error budget allows ${Number(((1 - target) * 100).toPrecision(6))}% of them.`,
      unit: 'ratio',
      curves: indicator.bad.map((of) => ({
        label: of.signal.slice(of.signal.indexOf('/') + 1),
        reading: { read: 'share', of, outOf: indicator.total, by: ['reason'] },
      })),
      thresholds: [
        {
          label: 'spends the budget in its period',
          value: Number((1 - target).toPrecision(12)),
          beyond: 'above',
          tone: 'warn',
        },
      ],
      least: 0,
      emptyWhen: 'nothing has failed yet',
      origin,
    });
  });
}

function badSelections({ objectives }: Page): Selection[] {
  return objectives.flatMap(({ indicator }) => (indicator.type === 'events' ? indicator.bad : []));
}

/** How long answers take, with the thresholds of objectives drawn. */
export function latencyRow(page: Page): ViewRow | undefined {
  const histograms = page.signals.filter(
    ({ instrument, unit }) => instrument === 'histogram' && unit === 'seconds',
  );
  const panels = [
    ...histograms.map((signal) => latencyPanel(page, signal)),
    ...watchedPanels(ofClasses(page.watched, 'latency')),
  ];
  return panels.length === 0 ? undefined : { title: 'Latency', panels };
}

function latencyPanel({ objectives }: Page, signal: Signal): Panel {
  const thresholds = objectives.flatMap(({ indicator, displayName, target }): PanelThreshold[] =>
    indicator.type === 'histogram-threshold' && indicator.of.signal === signal.id
      ? [
          {
            label: `${displayName}: ${Number((target * 100).toPrecision(6))}% within ${printDuration(indicator.thresholdSeconds)}`,
            value: indicator.thresholdSeconds,
            beyond: 'above',
            tone: 'bad',
          },
        ]
      : [],
  );
  const promises = thresholds.map(({ label }) => `${label}.`).join(' ');
  return lines({
    id: `latency:${signal.role}`,
    title: `${roleTitle(signal.role)}: p50, p95, p99`,
    description: `Quantiles of ${signal.metric}. ${promises}`.trim(),
    unit: signal.unit,
    curves: [0.5, 0.95, 0.99].map((quantile) => ({
      label: `p${quantile * 100}`,
      reading: { read: 'quantile', of: { signal: signal.id }, quantile },
    })),
    thresholds,
    least: 0,
    width: 24,
    origin: signal.origin,
  });
}

/** What the model says: confidence, scores, and what stands in for the truth until labels come. */
export function predictionsRow(page: Page): ViewRow | undefined {
  const histograms = page.signals.filter(
    ({ instrument, unit }) => instrument === 'histogram' && unit !== 'seconds',
  );
  const proxies = page.watched.filter(isProxy);
  const panels = [...histograms.map(distributionPanel), ...watchedPanels(proxies)];
  return panels.length === 0 ? undefined : { title: 'Predictions', panels };
}

/** A proxy's alert is an alert of the model itself, about quality. */
export function isProxy(watched: Page['watched'][number]): boolean {
  return watched.class === 'quality' && watched.origin.object.kind === 'Model';
}

function distributionPanel(signal: Signal): Panel {
  const of = { signal: signal.id };
  return lines({
    id: `distribution:${signal.role}`,
    title: `${roleTitle(signal.role)}: distribution`,
    description: `Mean, median and outer tenths of ${signal.metric}: a shift of the middle and a change of spread look different.`,
    unit: signal.unit,
    curves: [
      { label: 'mean', reading: { read: 'mean', of } },
      ...[0.1, 0.5, 0.9].map((quantile) => ({
        label: `p${quantile * 100}`,
        reading: { read: 'quantile', of, quantile } as const,
      })),
    ],
    origin: signal.origin,
  });
}

/** How full what it runs on is. */
export function resourcesRow(page: Page): ViewRow | undefined {
  const panels = watchedPanels(ofClasses(page.watched, 'saturation'), { width: 8 });
  return panels.length === 0 ? undefined : { title: 'Resources', panels };
}

/** Gauges of its own that nothing compares with a bound. */
export function otherGauges(page: Page): Panel[] {
  return page.signals
    .filter(
      (signal) => signal.instrument === 'gauge' && signal.emitter !== 'drift-job' && !isShown(page, signal),
    )
    .map((signal) => {
      const of = { signal: signal.id };
      const measure: Measure =
        signal.unit === 'unix-seconds'
          ? { node: 'age', of, aggregate: 'oldest', unit: 'seconds' }
          : { node: 'gauge', of, aggregate: 'max', unit: signal.unit };
      return lines({
        id: `gauge:${signal.role}`,
        title: roleTitle(signal.role),
        description: `${signal.unit === 'unix-seconds' ? 'Time since' : 'Highest value of'} ${signal.metric}.`,
        unit: measure.unit,
        curves: [measured(signal.role, measure)],
        origin: signal.origin,
      });
    });
}
