import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration } from '../fields.ts';
import { zLabels, zName } from '../names.ts';

/** How metrics are collected; without it nothing is rendered, and the team's own scrape configuration must do it. */
export const zScrape = strictObject({
  targets: z
    .array(
      z
        .string()
        .regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, expects('host:port, such as "fraud:8000"')),
    )
    .default([])
    .meta({ description: 'Addresses, host:port.' }),
  kubernetes: strictObject({
    namespace: zName.meta({ description: 'Namespace of the pods.' }),
    podLabels: z.record(z.string(), z.string()).meta({ description: 'Labels of the pods.' }),
    port: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/, expects('the name of a container port'))
      .meta({ description: 'Name of the container port.' }),
  })
    .optional()
    .meta({ description: 'Pods to discover instead of addresses.' }),
  path: z
    .string()
    .regex(/^\/\S*$/, expects('a path such as /metrics'))
    .default('/metrics')
    .meta({ description: 'Path of the metrics.' }),
  scheme: oneOf(['http', 'https']).default('http').meta({ description: 'How it is asked.' }),
  interval: zDuration.optional().meta({ description: "The data source's scrapeInterval by default." }),
  labels: zLabels.default({}).meta({ description: "Labels set on every series, beside the model's select." }),
}).meta({ description: 'How its metrics are scraped.' });
