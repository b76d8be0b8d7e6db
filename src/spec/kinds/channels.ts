import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { zSecretRef } from '../fields.ts';
import { zName } from '../names.ts';
import { zEmailAddress } from './team.ts';

/** A key that would hold the secret itself; `instead` is the one that refers to it. */
export function plainSecret(instead: string) {
  return {
    code: 'secret/plain-text',
    hint: `Specs hold references to secrets, never secrets: put the value in a file and name it in ${instead}.`,
    instead,
  };
}

/** What connects: how receivers are reached. Secrets are references only. */
export const zChannels = strictObject({
  slack: strictObject(
    { apiUrlFile: zSecretRef.meta({ description: 'File with the incoming-webhook URL, or env:NAME.' }) },
    {
      apiUrl: plainSecret('apiUrlFile'),
      url: plainSecret('apiUrlFile'),
      webhookUrl: plainSecret('apiUrlFile'),
      token: plainSecret('apiUrlFile'),
    },
  )
    .optional()
    .meta({ description: 'Slack, by an incoming webhook.' }),
  email: strictObject(
    {
      smarthost: z
        .string(expects('host:port'))
        .regex(/^[^\s:@/]+:\d{1,5}$/, expects('host:port, such as "smtp.example.com:587"'))
        .meta({ description: 'Mail server, host:port.' }),
      from: zEmailAddress.meta({ description: 'Sender.' }),
      authUsername: z
        .string(expects('a user name'))
        .optional()
        .meta({ description: 'User at the mail server.' }),
      authPasswordFile: zSecretRef.optional().meta({ description: 'File with the password, or env:NAME.' }),
      requireTls: z
        .boolean(expects('true or false'))
        .default(true)
        .meta({ description: 'Whether mail is sent over TLS only.' }),
    },
    {
      authPassword: plainSecret('authPasswordFile'),
      password: plainSecret('authPasswordFile'),
    },
  )
    .optional()
    .meta({ description: 'E-mail, by a mail server.' }),
  pagerduty: z
    .record(
      zName,
      z.record(
        zName,
        strictObject(
          {
            routingKeyFile: zSecretRef.meta({
              description: 'File with the Events v2 integration key, or env:NAME.',
            }),
          },
          {
            routingKey: plainSecret('routingKeyFile'),
            integrationKey: plainSecret('routingKeyFile'),
            serviceKey: plainSecret('routingKeyFile'),
          },
        ),
        expects('a map of on-call names to { routingKeyFile }'),
      ),
      expects('a map of teams'),
    )
    .optional()
    .meta({ description: 'Integration keys by team and on-call name.' }),
  webhooks: z
    .record(
      zName,
      strictObject(
        { urlFile: zSecretRef.meta({ description: 'File with the URL, or env:NAME.' }) },
        { url: plainSecret('urlFile') },
      ),
      expects('a map of names to { urlFile }'),
    )
    .optional()
    .meta({ description: 'Webhooks by name.' }),
});
export type Channels = z.output<typeof zChannels>;
