import type { SinkSpec } from '../../spec/kinds/telemetry/sinks.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';

/** What a sink asks for and was not told, and how to say it. */
interface Missing {
  readonly message: string;
  readonly hint: string;
  readonly field?: string;
}

/** Reports a sink that lets nobody in without credentials, and has no reference to any; or has halves of them. */
export function checkCredentials(context: BuildContext, entity: Entity<'Telemetry'>, index: number): void {
  const store = entity.spec.sinks[index];
  const missing = store && missingOf(store);
  if (missing === undefined) return;
  reportAt(context, entity, ['sinks', index, ...(missing.field === undefined ? [] : [missing.field])], {
    code: 'telemetry/no-credentials',
    severity: 'error',
    message: missing.message,
    hint: missing.hint,
  });
}

function missingOf(store: SinkSpec): Missing | undefined {
  switch (store.type) {
    case 'splunk-hec':
      return store.tokenRef
        ? undefined
        : {
            message: 'Splunk takes no events without a token',
            hint: 'Say where it is: `tokenRef: env:SPLUNK_HEC_TOKEN`, or the path of a file.',
          };
    case 'azure-monitor':
      return store.connectionStringRef
        ? undefined
        : {
            message: 'Azure Monitor is found and entered by a connection string',
            hint: 'Say where it is: `connectionStringRef: env:APPLICATIONINSIGHTS_CONNECTION_STRING`, or the path of a file.',
          };
    case 'influxdb':
      return missingOfInflux(store);
    case 'elasticsearch':
      if (store.auth === undefined && !store.anonymous)
        return {
          message: 'Elasticsearch lets nobody in without credentials, unless it was told to',
          hint: 'Say `auth: { apiKeyRef: env:ELASTIC_API_KEY }` or `auth: { username: …, passwordRef: … }`; `anonymous: true` for a server without security.',
        };
      return halfOf(store.auth);
    case 'prometheus-remote-write':
    case 'otlp':
    case 'jaeger':
    case 'zipkin':
      return halfOf(store.auth);
    default:
      return undefined;
  }
}

function missingOfInflux(store: Extract<SinkSpec, { type: 'influxdb' }>): Missing | undefined {
  const second = store.org !== undefined || store.bucket !== undefined || store.tokenRef !== undefined;
  if (second && (store.org === undefined || store.bucket === undefined || store.tokenRef === undefined))
    return {
      message: 'InfluxDB 2 wants an org, a bucket and a token',
      hint: 'Say `org`, `bucket` and `tokenRef`; for InfluxDB 1 say `database` only.',
    };
  if (!second && store.database === undefined)
    return {
      message: 'InfluxDB was not told where to keep anything',
      hint: 'Say `database` for InfluxDB 1; `org`, `bucket` and `tokenRef` for InfluxDB 2.',
    };
  return (store.username === undefined) === (store.passwordRef === undefined)
    ? undefined
    : { message: 'a user and a password go together', hint: 'Say both `username` and `passwordRef`.' };
}

type Auth = Extract<SinkSpec, { type: 'otlp' }>['auth'];

function halfOf(auth: Auth): Missing | undefined {
  if (auth === undefined || (auth.username === undefined) === (auth.passwordRef === undefined))
    return undefined;
  return {
    field: 'auth',
    message: 'a user and a password go together',
    hint: 'Say both `username` and `passwordRef`.',
  };
}
