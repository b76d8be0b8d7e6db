import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zSecretRef, zUrl } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zName } from '../names.ts';
import { plainSecret } from './channels.ts';

export const dataSourceSpec = strictObject({
  type: oneOf(['prometheus']).meta({ description: 'What it is.' }),
  url: z
    .union([zUrl, z.record(zName, zUrl)], expects('an http(s) URL, or a map of environment to URL'))
    .optional()
    .meta({ description: 'Where it is; a map gives one URL per environment.' }),
  auth: strictObject(
    { secretRef: zSecretRef.meta({ description: 'File with the token, or env:NAME.' }) },
    {
      token: plainSecret('secretRef'),
      bearerToken: plainSecret('secretRef'),
      password: plainSecret('secretRef'),
    },
  )
    .optional()
    .meta({ description: 'Bearer token, by reference.' }),
  scrapeInterval: zDuration.prefault('30s').meta({ description: 'How often metrics are scraped.' }),
  evaluationInterval: zDuration
    .prefault('30s')
    .meta({ description: 'How often rules are evaluated; at most 2m.' }),
  retention: zDuration
    .optional()
    .meta({ description: 'How long samples are kept; Prometheus itself keeps 15d unless told otherwise.' }),
});

export const dataSource = defineKind({
  kind: 'DataSource',
  description: 'Where signals are kept.',
  spec: dataSourceSpec,
  references: (spec) =>
    typeof spec.url === 'object'
      ? Object.keys(spec.url).flatMap((env) => reference('Environment', env, 'url', env))
      : [],
});
