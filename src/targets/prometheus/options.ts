import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../spec/expectation.ts';
import { zMetadataLabels, zName } from '../../spec/names.ts';

const zAddress = z
  .string(expects('host:port, such as "alertmanager:9093"'))
  .regex(/^(?:[^\s:/[\]]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/, expects('host:port, such as "alertmanager:9093"'));

export const prometheusOptions = strictObject({
  flavor: oneOf(['prometheus', 'prometheus-operator']).default('prometheus').meta({
    description:
      'prometheus: rule files, a scrape file and a server configuration that loads them. prometheus-operator: custom resources for Kubernetes.',
  }),
  alertmanagers: z
    .array(zAddress, expects('a list of host:port'))
    .default([])
    .meta({ description: 'Alertmanagers that the server configuration hands alerts to, host:port.' }),
  self: zAddress.default('localhost:9090').meta({
    description: "Prometheus' own address, host:port: it scrapes itself for the checks of the monitoring.",
  }),
  operator: strictObject({
    namespace: zName.optional().meta({ description: 'Namespace of the custom resources.' }),
    labels: zMetadataLabels
      .default({})
      .meta({ description: "Labels of the custom resources, as Prometheus' ruleSelector wants them." }),
  })
    .prefault({})
    .meta({ description: 'Of the custom resources.' }),
});
export type PrometheusOptions = z.output<typeof prometheusOptions>;
