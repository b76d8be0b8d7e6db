import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../spec/expectation.ts';

const zUid = z
  .string(expects('the uid of a data source'))
  .regex(/^[A-Za-z0-9_-]{1,40}$/, expects('a uid of letters, digits, "_" and "-", at most 40'));

export const grafanaOptions = strictObject({
  schemaVersion: oneOf(['classic', 'v2'])
    .default('classic')
    .meta({ description: 'classic: JSON that every Grafana reads. v2: resources of Grafana 12 and later.' }),
  datasource: strictObject({
    prometheus: zUid.default('prometheus').meta({ description: 'Uid of the Prometheus data source.' }),
    traces: zUid
      .optional()
      .meta({ description: 'Uid of the data source of traces (Jaeger, Tempo): exemplars link to it.' }),
  })
    .prefault({})
    .meta({ description: 'Data sources that panels read.' }),
  folder: z
    .string(expects('the name of a folder'))
    .min(1, expects('the name of a folder'))
    .max(120, expects('at most 120 characters'))
    .optional()
    .meta({ description: 'Folder of the dashboards; the project and the environment by default.' }),
  provisioning: z
    .boolean(expects('true or false'))
    .default(true)
    .meta({ description: 'Whether files for provisioning (dashboards, data sources) are rendered too.' }),
  alerting: z.boolean(expects('true or false')).default(false).meta({
    description:
      'Whether alert rules, contact points and notification policies of Grafana itself are rendered, for teams without Alertmanager.',
  }),
  compact: z
    .boolean(expects('true or false'))
    .default(false)
    .meta({ description: 'Whether the JSON stands on one line: a third of the bytes, and no diff to read.' }),
});
export type GrafanaOptions = z.output<typeof grafanaOptions>;
