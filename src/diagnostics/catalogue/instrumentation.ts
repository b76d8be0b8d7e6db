import type { CatalogueEntry } from './entry.ts';

/** What is reported about generated instrumentation. */
export const INSTRUMENTATION_CODES: readonly CatalogueEntry[] = [
  {
    code: 'instrumentation/emitted-elsewhere',
    title: 'metric that something else emits',
    exit: 'finding',
    explain:
      'Generated instrumentation emits what the code of a model has to. This metric comes from the server that runs the model (vLLM, KServe, Triton), from an exporter or from the client library itself. See to it that it is scraped, and that it has the labels by which the specs select it; `modelwatch check metrics` tells whether it does.',
  },
  {
    code: 'instrumentation/usual-buckets',
    title: 'histogram whose buckets nobody names',
    exit: 'finding',
    explain:
      "The mapping of this metric names no buckets and the convention knows none, so the generated code takes the usual ones for its unit: those of Prometheus' clients for times, tenths for shares, decades for other numbers, and the thresholds of latency objectives. Means are right whatever the buckets; quantiles are only as fine as they are.",
  },
];
