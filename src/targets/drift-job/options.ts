import { z } from 'zod';
import { expects, strictObject } from '../../spec/expectation.ts';
import { zSecretText, zUrl } from '../../spec/fields.ts';
import { zName } from '../../spec/names.ts';

/** What would need quotes or mean something else in a unit, a script or a workflow is in no path. */
const PATH = /^(?!-)[\w@+=:,./-]{1,255}$/;
const zPath = z
  .string(expects('a path'))
  .regex(PATH, expects('a path of letters, digits and _ @ + = : , . / -'));
const zFolder = z
  .string(expects('a folder'))
  .regex(/^\/[\w@+=:,./-]{0,254}$/, expects('an absolute path such as /var/lib/modelwatch'));

const zVariable = z
  .string(expects('the name of a variable'))
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, expects('the name of a variable such as AWS_REGION'));

const zQuotable = zUrl.regex(
  /^[^\s'"`\\$%{}<>|;]+$/,
  expects('an http(s) URL without quotes, braces, $ or %'),
);

const zOutputs = strictObject({
  history: zFolder
    .default('/var/lib/modelwatch/drift')
    .meta({ description: 'Folder in which earlier runs are kept, each project and environment in its own.' }),
  textfile: zFolder.optional().meta({
    description: 'Folder of the textfile collector of the node exporter; each job writes its file.',
  }),
  pushgateway: zQuotable.optional().meta({ description: 'URL of a Pushgateway.' }),
  otlp: zQuotable.optional().meta({ description: 'URL of a receiver of OTLP over HTTP.' }),
  remoteWrite: zQuotable.optional().meta({ description: 'URL that takes remote write.' }),
  token: zSecretText
    .regex(
      /^(?:env:\w+|(?:file:)?(?!-)[\w@+=,./-]+)$/,
      expects('env:NAME, or a path of letters, digits and _ @ + = , . / -'),
    )
    .optional()
    .meta({ description: 'Bearer token for otlp and remoteWrite: a file, or env:NAME.' }),
  report: zFolder.optional().meta({ description: 'Folder for a page of each run, as HTML and Markdown.' }),
})
  .prefault({})
  .meta({ description: 'Where results go.' });

const GENERATED = 'Folder that holds what modelwatch generates: the plan is found below it.';

const zKubernetes = strictObject({
  namespace: zName.default('monitoring').meta({ description: 'Namespace of all objects.' }),
  image: z
    .string(expects('a container image'))
    .regex(
      /^[a-z0-9][a-z0-9._/:@-]{0,255}$/i,
      expects('a container image such as registry.example.com/modelwatch:0.1.0'),
    )
    .meta({ description: 'Image that has modelwatch in its path.' }),
  planPath: zFolder.optional().meta({
    description:
      'Where the image has the plan; by default it is mounted from a ConfigMap, which holds at most 1 MiB.',
  }),
  secret: zName
    .default('modelwatch-drift')
    .meta({ description: 'Secret with the variables and files that the specs refer to.' }),
  serviceAccount: zName
    .optional()
    .meta({ description: 'Service account of the pods, where it gives access to the data.' }),
  storage: z
    .string(expects('an amount of storage'))
    .regex(/^[1-9]\d{0,5}(?:Mi|Gi|Ti)$/, expects('an amount such as 1Gi'))
    .default('1Gi')
    .meta({ description: 'Size of the volume for the history.' }),
});

const zSystemd = strictObject({
  folder: zFolder.default('/etc/modelwatch').meta({ description: GENERATED }),
  program: zFolder
    .default('/usr/local/bin/modelwatch')
    .meta({ description: 'Where modelwatch is installed.' }),
  user: zName.default('modelwatch').meta({ description: 'User who runs it.' }),
  environmentFile: zFolder
    .default('/etc/modelwatch/drift.env')
    .meta({ description: 'File with the variables that the specs refer to; read if there are any.' }),
});

const zGithubActions = strictObject({
  folder: zPath.default('generated').meta({ description: `${GENERATED} Relative to the repository.` }),
  runsOn: z
    .string(expects('the label of a runner'))
    .regex(/^[\w.-]{1,100}$/, expects('the label of a runner such as ubuntu-24.04'))
    .default('ubuntu-24.04')
    .meta({ description: 'Runner.' }),
  package: z
    .string(expects('a package of npm'))
    .regex(/^[@\w./-]+$/, expects('a package of npm such as modelwatch@0.1.0'))
    .default('modelwatch')
    .meta({ description: 'Package of npm that is installed.' }),
});

const zAirflow = strictObject({
  folder: zFolder.default('/etc/modelwatch').meta({ description: GENERATED }),
});

/** `Project.spec.targets.driftJob`. */
export const zDriftJobOptions = strictObject({
  root: zPath
    .optional()
    .meta({ description: 'Folder that relative paths of data sources and snapshots are in.' }),
  memoryLimit: z
    .string(expects('an amount of memory'))
    .regex(/^[1-9]\d{0,5}(?:MB|GB)$/, expects('an amount such as 512MB or 4GB'))
    .default('512MB')
    .meta({ description: 'Memory for reading and comparing; a pod and a service get twice as much.' }),
  env: z
    .array(zVariable)
    .default([])
    .meta({ description: 'Variables that a run needs besides those of the specs: [AWS_REGION].' }),
  extensionFolder: zFolder.optional().meta({
    description:
      "Where DuckDB's extensions are, which s3://, gs://, az:// and https:// need; it is part of the image or the machine.",
  }),
  outputs: zOutputs,
  kubernetes: zKubernetes.optional().meta({ description: 'Also write CronJobs for Kubernetes.' }),
  systemd: zSystemd.optional().meta({ description: 'Also write services and timers for systemd.' }),
  githubActions: zGithubActions.optional().meta({ description: 'Also write workflows for GitHub Actions.' }),
  airflow: zAirflow.optional().meta({ description: 'Also write DAGs for Apache Airflow.' }),
});
export type DriftJobOptions = z.output<typeof zDriftJobOptions>;
