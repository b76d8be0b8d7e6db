import type { SecretRef } from '../../plan/secret.ts';
import { printDuration } from '../../units/index.ts';
import type { PersesContext } from './context.ts';

const SECRET = 'prometheus';

/** The project, and the data source that its dashboards read; without the URL of a Prometheus in the specs there is none. */
export function resourcesOf(context: PersesContext): { readonly name: string; readonly resource: object }[] {
  const { plan, project } = context;
  const { url, auth } = plan.metricStore;
  const resources = [
    { name: 'project', resource: { kind: 'Project', metadata: { name: project }, spec: {} } },
  ];
  if (url === undefined) return resources;
  const named = `${context.datasource ?? 'prometheus'}`;
  return [
    ...resources,
    ...(auth === undefined
      ? []
      : [
          {
            name: 'secret',
            resource: {
              kind: 'Secret',
              metadata: { name: SECRET, project },
              spec: { authorization: { type: 'Bearer', credentialsFile: fileOf(auth, plan.secretsDir) } },
            },
          },
        ]),
    {
      name: 'datasource',
      resource: {
        kind: 'Datasource',
        metadata: { name: named, project },
        spec: {
          default: true,
          plugin: {
            kind: 'PrometheusDatasource',
            spec: {
              scrapeInterval: printDuration(plan.cadence.scrapeSeconds),
              proxy: { kind: 'HTTPProxy', spec: { url, ...(auth !== undefined && { secret: SECRET }) } },
            },
          },
        },
      },
    },
  ];
}

/** Perses reads no variables in its resources. */
function fileOf(secret: SecretRef, secretsDir: string): string {
  return secret.from === 'file' ? secret.path : `${secretsDir}/${secret.variable}`;
}
