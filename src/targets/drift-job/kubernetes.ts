import path from 'node:path';
import { printYaml } from '../../support/print-yaml.ts';
import type { RenderedFile } from '../target.ts';
import { cronText } from './calendar.ts';
import {
  historyBelow,
  longestSeconds,
  memoryMegabytes,
  type Places,
  runArguments,
  secretsOf,
  tokenPlace,
} from './command.ts';
import type { DriftJobOptions } from './options.ts';
import { GENERATED, type Packaged } from './packaging.ts';
import { type Run, shortName } from './runs.ts';

type Options = NonNullable<DriftJobOptions['kubernetes']>;
type Data = Readonly<Record<string, unknown>>;

/** Of the interfaces of Kubernetes: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.31/ */
const VERSION = 'v1';

/** What relative paths of secrets are relative to. */
const WORK_FOLDER = '/etc/modelwatch';
const PLAN_FOLDER = '/etc/modelwatch/plan';
/** Nobody's: the image needs no user of its own. */
const USER = 10_001;
/** Of objects in etcd, and so of a ConfigMap: https://kubernetes.io/docs/concepts/configuration/configmap/ */
const MOST_BYTES = 1_048_576;

/** Whether a ConfigMap is too small for a plan. */
export function isTooLarge(planText: string): boolean {
  return Buffer.byteLength(planText) > MOST_BYTES - 4096;
}

/**
 * A CronJob for each schedule, with the plan in a ConfigMap and the history on a volume, of the interfaces of Kubernetes
 * 1.27 and newer: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/.
 */
export function kubernetesFile(packaged: Packaged, options: Options): RenderedFile {
  const { runs, planText, jobs } = packaged;
  const name = baseName(packaged);
  const objects = [
    ...(options.planPath === undefined
      ? [object(VERSION, 'ConfigMap', name, options, { data: { 'plan.json': planText } })]
      : []),
    object(VERSION, 'PersistentVolumeClaim', name, options, {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: options.storage } } },
    }),
    ...runs.map((run) => cronJob(packaged, run, options)),
  ];
  return {
    path: 'kubernetes.yaml',
    text: objects.map((each, index) => printYaml(each, index === 0 ? `# ${GENERATED}\n` : '')).join('---\n'),
    marks: [jobs.policies, jobs.datasets, jobs.qualities]
      .flatMap((each) => Object.values(each))
      .map((origin) => ({
        pointer: [],
        origin,
      })),
  };
}

function baseName({ jobs: { plan } }: Packaged): string {
  return shortName(`modelwatch-drift-${plan.project}-${plan.environment}`);
}

function object(apiVersion: string, kind: string, name: string, { namespace }: Options, rest: Data): Data {
  return { apiVersion, kind, metadata: { name, namespace, labels: labelsOf(name) }, ...rest };
}

function labelsOf(name: string): Data {
  return {
    'app.kubernetes.io/name': 'modelwatch-drift',
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': 'modelwatch',
  };
}

function cronJob(packaged: Packaged, run: Run, options: Options): Data {
  const { calendar } = run;
  return object(`batch/${VERSION}`, 'CronJob', run.name, options, {
    spec: {
      schedule: cronText(calendar),
      timeZone: calendar.timezone,
      // Two runs at once would take each other's history.
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: Math.min(3600, Math.floor(calendar.everySeconds / 2)),
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: longestSeconds(run),
          template: { metadata: { labels: labelsOf(run.name) }, spec: podSpec(packaged, run, options) },
        },
      },
    },
  });
}

function podSpec(packaged: Packaged, run: Run, options: Options): Data {
  const files = secretsOf(packaged.jobs.plan, packaged.options).files;
  const name = baseName(packaged);
  return {
    restartPolicy: 'Never',
    ...(options.serviceAccount === undefined
      ? { automountServiceAccountToken: false }
      : { serviceAccountName: options.serviceAccount }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(packaged, run, options, files)],
    volumes: [
      ...(options.planPath === undefined ? [{ name: 'plan', configMap: { name } }] : []),
      { name: 'history', persistentVolumeClaim: { claimName: name } },
      // What does not fit into memory is put here while it is compared.
      { name: 'temporary', emptyDir: {} },
      ...(files.length > 0 ? [{ name: 'secrets', secret: { secretName: options.secret } }] : []),
    ],
  };
}

function container(packaged: Packaged, run: Run, options: Options, files: readonly string[]): Data {
  const { jobs, options: own } = packaged;
  const { report } = own.outputs;
  const history = historyBelow(own.outputs.history, jobs.plan);
  const places: Places = {
    plan: options.planPath ?? `${PLAN_FOLDER}/plan.json`,
    history,
    ...(report !== undefined && { report }),
    ...tokenPlace(own),
  };
  const megabytes = memoryMegabytes(own);
  return {
    name: 'drift',
    image: options.image,
    command: ['modelwatch', ...runArguments(jobs.plan, run, own, places)],
    workingDir: WORK_FOLDER,
    ...environment(packaged, options),
    resources: {
      requests: { cpu: '500m', memory: `${megabytes / 2}M` },
      limits: { memory: `${megabytes}M` },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      ...(options.planPath === undefined ? [{ name: 'plan', mountPath: PLAN_FOLDER, readOnly: true }] : []),
      { name: 'history', mountPath: history, subPath: 'history' },
      ...(report === undefined ? [] : [{ name: 'history', mountPath: report, subPath: 'reports' }]),
      { name: 'temporary', mountPath: '/tmp' },
      ...files.map((file) => ({
        name: 'secrets',
        mountPath: path.posix.resolve(WORK_FOLDER, file),
        subPath: path.posix.basename(file),
        readOnly: true,
      })),
    ],
  };
}

function environment({ jobs, options }: Packaged, { secret }: Options): Data {
  const { variables } = secretsOf(jobs.plan, options);
  const referred = variables.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: name } },
  }));
  // DuckDB keeps its extensions in the home folder.
  return { env: [{ name: 'HOME', value: '/tmp' }, ...referred] };
}
