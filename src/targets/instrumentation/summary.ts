import type { Module } from './module.ts';

/** What stands at the head of a module: which labels are not its business, and what others emit. Lines of text. */
export function summaryOf({ instrumentation, metrics }: Module, language: 'python' | 'typescript'): string[] {
  const { collectedLabels, elsewhere } = instrumentation;
  const natives = instrumentation.metrics.filter(({ isNative }) => isNative);
  const isPython = language === 'python';
  return [
    'The labels ' +
      collectedLabels.join(', ') +
      ' are set where the metrics are scraped. Set here, they would be renamed there.',
    ...elsewhere.map(({ metric, by }) => `${metric} is emitted by ${by}.`),
    ...natives.map(
      ({ name }) =>
        `${name} is to be a native histogram, which this client library cannot emit: it is left out.`,
    ),
    ...(isPython && metrics.length > 0
      ? [
          'With several worker processes (gunicorn), set PROMETHEUS_MULTIPROC_DIR to an empty folder before the start and answer',
          'scrapes with exposition(). Samples have no exemplars then: prometheus_client keeps none across processes.',
        ]
      : []),
  ];
}
