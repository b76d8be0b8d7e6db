import { type ContractMetric, DRIFT_CONTRACT } from '../plan/drift-contract.ts';
import { groupBy } from '../support/group-by.ts';
import type { AddedLabels } from './delivery.ts';
import type { RunResult } from './result.ts';
import { endOf, type Sample } from './samples.ts';

/**
 * Samples as an `ExportMetricsServiceRequest` in the JSON encoding of OTLP: one gauge a metric, its data points at the end of the
 * run. Added labels become attributes of every data point, like those of the contract.
 *
 * There is no unit: a receiver that follows the OpenTelemetry rules for Prometheus would add it to the name
 * (`modelwatch_drift_dataset_share_ratio`), and rules would find no series. The unit stands in the description.
 * Sources: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (64-bit integers are decimal texts, keys are in
 * lowerCamelCase) and opentelemetry/proto/metrics/v1/metrics.proto.
 */
export function otlpRequest(result: RunResult, samples: readonly Sample[], labels: AddedLabels): object {
  const timeUnixNano = `${BigInt(endOf(result)) * 1_000_000n}`;
  const byName = groupBy(samples, ({ name }) => name);
  const metrics: readonly ContractMetric[] = Object.values(DRIFT_CONTRACT);
  return {
    resourceMetrics: [
      {
        resource: {
          attributes: attributes({
            'service.name': 'modelwatch-drift',
            'service.version': result.modelwatch,
            'deployment.environment.name': result.environment,
          }),
        },
        scopeMetrics: [
          {
            scope: { name: 'modelwatch', version: result.modelwatch },
            metrics: metrics.flatMap(({ name, help }) => {
              const dataPoints = (byName.get(name) ?? []).map((sample) => ({
                attributes: attributes({ ...labels, ...sample.labels }),
                timeUnixNano,
                asDouble: sample.value,
              }));
              return dataPoints.length === 0 ? [] : [{ name, description: help, gauge: { dataPoints } }];
            }),
          },
        ],
      },
    ],
  };
}

function attributes(texts: Readonly<Record<string, string>>): object[] {
  return Object.entries(texts)
    .filter(([, text]) => text !== '')
    .map(([key, text]) => ({ key, value: { stringValue: text } }));
}
