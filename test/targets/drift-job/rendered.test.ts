import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { compile } from '../../../src/compile.ts';
import { zDriftPlan } from '../../../src/plan/drift-job.ts';
import { driftJobTarget } from '../../../src/targets/drift-job/index.ts';
import { type RenderedProject, render, rendered, renderText } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';
import { originOf, planOf } from '../../support/plan.ts';
import { file, object, TEAM } from '../../support/specs.ts';

const EVERY = 'kubernetes: { image: "r.example.com/m:1" }, systemd: {}, githubActions: {}, airflow: {}';
const OUTPUTS = 'outputs: { pushgateway: "http://push:9091" }';

/** Two policies at two times of day, and a third that no calendar tells; `options` are those of the target. */
function projectWith(options: string, { auth = '' } = {}): RenderedProject {
  return renderText(
    file(
      object(
        'Project',
        'acme',
        `{ channels: { slack: { apiUrlFile: secrets/slack } }, targets: { driftJob: { ${options} } } }`,
      ),
      TEAM,
      object('DataSource', 'log', `{ type: postgres, table: a.log, timestamp: at${auth} }`),
      object('FeatureSet', 'f', '{ owner: ml, source: log, features: [{ name: x, type: int }] }'),
      object(
        'Model',
        'm',
        '{ owner: ml, dependsOn: [{ featureSet: f }], predictions: { source: log, column: y, score: p } }',
      ),
      policy('a', '{ every: 1d, at: "06:00", timezone: Europe/London }'),
      policy('b', '{ every: 1d, at: "06:00", timezone: Europe/London }'),
      policy('c', '{ every: 36h, at: "04:00" }'),
    ),
  );
}

const policy = (name: string, schedule: string) =>
  object('DriftPolicy', name, `{ model: m, baseline: previous-window, features: {}, schedule: ${schedule} }`);

const LONDON = 'acme-default-daily-0600-europe-london';
const UTC = 'acme-default-daily-0400-utc';

interface CronJob {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly schedule: string;
    readonly timeZone: string;
    readonly concurrencyPolicy: string;
    readonly jobTemplate: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  };
}
interface PodSpec {
  readonly restartPolicy: string;
  readonly containers: readonly [
    {
      readonly command: readonly string[];
      readonly env: readonly {
        readonly name: string;
        readonly value?: string;
        readonly valueFrom?: unknown;
      }[];
      readonly resources: { readonly limits: { readonly memory: string } };
      readonly volumeMounts: readonly {
        readonly name: string;
        readonly mountPath: string;
        readonly subPath?: string;
      }[];
    },
  ];
  readonly volumes: readonly { readonly name: string }[];
}

function manifests(project: RenderedProject): CronJob[] {
  return parseAllDocuments(rendered(project, 'driftJob/kubernetes.yaml')).map(
    (document) => document.toJS() as CronJob,
  );
}

/** Options of a command by name, each with its values. */
function optionsOf(command: readonly string[]): Record<string, string[]> {
  const options: Record<string, string[]> = {};
  for (const [index, word] of command.entries())
    if (word.startsWith('--')) (options[word] ??= []).push(command[index + 1] ?? '');
  return options;
}

describe('the plan file', () => {
  it('is all that is written when nothing shall run it', () => {
    const project = projectWith('');
    expect([...project.files.keys()].filter((name) => name.startsWith('driftJob/'))).toEqual([
      'driftJob/plan.json',
    ]);
    const plan = zDriftPlan.parse(JSON.parse(rendered(project, 'driftJob/plan.json')));
    expect(plan).toEqual(project.plan.driftJobs.plan);
    expect(project.findings).not.toContain('drift/no-output');
  });

  it('is not written where there is nothing to run', () => {
    const { files, notes } = driftJobTarget.lower(
      planOf(),
      driftJobTarget.options.parse({ systemd: {} }),
      () => undefined,
    );
    expect([files, notes]).toEqual([[], []]);
  });
});

describe('packagings', () => {
  const project = projectWith(`${EVERY}, ${OUTPUTS}`);

  it('have a run for each schedule, with what has it', () => {
    expect([...project.files.keys()].filter((name) => name.startsWith('driftJob/')).toSorted()).toEqual(
      [
        'driftJob/plan.json',
        'driftJob/kubernetes.yaml',
        ...[LONDON, UTC].flatMap((name) => [
          `driftJob/systemd/modelwatch-drift-${name}.service`,
          `driftJob/systemd/modelwatch-drift-${name}.timer`,
          `driftJob/github-actions/modelwatch-drift-${name}.yaml`,
          `driftJob/airflow/modelwatch_drift_${name.replaceAll('-', '_')}.py`,
        ]),
      ].toSorted(),
    );
    const jobs = manifests(project).filter(({ kind }) => kind === 'CronJob');
    const commands = jobs.map(({ metadata, spec }) => [
      metadata.name,
      spec.schedule,
      spec.timeZone,
      optionsOf(spec.jobTemplate.spec.template.spec.containers[0].command),
    ]);
    // Checks are made with the policy that looks most often; of two such with the first.
    expect(commands).toMatchObject([
      [UTC, '0 4 * * *', 'UTC', { '--policy': ['c'] }],
      [LONDON, '0 6 * * *', 'Europe/London', { '--policy': ['a', 'b'], '--dataset': ['f'] }],
    ]);
  });

  it('say that an interval is told by no calendar', () => {
    expect(project.findings).toEqual(expect.arrayContaining(['target/approximated']));
  });

  it('of Kubernetes never run two at once, and mount what a run reads and writes', () => {
    const objects = manifests(project);
    expect(objects.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'PersistentVolumeClaim',
      'CronJob',
      'CronJob',
    ]);
    const [configMap] = objects;
    expect(configMap?.data?.['plan.json']).toBe(rendered(project, 'driftJob/plan.json'));
    for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'CronJob')) {
      expect(metadata.name.length).toBeLessThanOrEqual(52);
      expect(spec.concurrencyPolicy).toBe('Forbid');
      const pod = spec.jobTemplate.spec.template.spec;
      expect(pod.restartPolicy).toBe('Never');
      const [{ command, volumeMounts, resources }] = pod.containers;
      expect(resources.limits.memory).toBe('1024M');
      const volumes = pod.volumes.map(({ name }) => name);
      expect(volumes).toEqual(expect.arrayContaining(volumeMounts.map(({ name }) => name)));
      const options = optionsOf(command);
      for (const file of [options['--plan'], options['--history']])
        expect(
          volumeMounts.some(({ mountPath }) => file?.[0]?.startsWith(mountPath)),
          String(file),
        ).toBe(true);
    }
  });

  it('of Airflow have a task for each policy and one for the checks, and no secret', () => {
    const dag = rendered(project, `driftJob/airflow/modelwatch_drift_${LONDON.replaceAll('-', '_')}.py`);
    expect([...dag.matchAll(/task_id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['a', 'b', 'checks']);
    expect(dag).toContain('tz="Europe/London"');
    expect(dag).toContain('schedule="0 6 * * *"');
    expect(dag).toContain('--policy a ');
    expect(dag).toContain('--dataset f ');
  });

  it('of GitHub run on the clocks of the time zone, one after the other', () => {
    const workflow = parse(rendered(project, `driftJob/github-actions/modelwatch-drift-${LONDON}.yaml`)) as {
      on: { schedule: unknown };
      permissions: unknown;
      concurrency: { 'cancel-in-progress': boolean };
      jobs: { drift: { steps: { uses?: string }[] } };
    };
    expect(workflow.on.schedule).toEqual([{ cron: '0 6 * * *', timezone: 'Europe/London' }]);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.concurrency['cancel-in-progress']).toBe(false);
    for (const { uses } of workflow.jobs.drift.steps)
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
  });

  it('that run everything at once name nothing', () => {
    const { files } = render(exampleProject('demand-forecast'));
    const [service] = [...files].filter(([name]) => name.endsWith('.service')).map(([, text]) => text);
    expect(service).toMatch(/^ExecStart=\S+ drift run --history /m);
  });
});

describe('secrets', () => {
  const auth = ', auth: { secretRef: keys/log.pem }';
  const token =
    'outputs: { remoteWrite: "https://p.example.com/w", token: env:WRITE_TOKEN }, env: [AWS_REGION]';
  const project = projectWith(`${EVERY}, ${token}`, { auth });

  it('are variables and files of a Secret in Kubernetes', () => {
    const [job] = manifests(project).filter(({ kind }) => kind === 'CronJob');
    const pod = job?.spec.jobTemplate.spec.template.spec;
    const [container] = pod?.containers ?? [];
    const reference = (key: string) => ({ secretKeyRef: { name: 'modelwatch-drift', key } });
    expect(container?.env).toEqual([
      { name: 'HOME', value: '/tmp' },
      { name: 'AWS_REGION', valueFrom: reference('AWS_REGION') },
      { name: 'WRITE_TOKEN', valueFrom: reference('WRITE_TOKEN') },
    ]);
    expect(container?.volumeMounts).toContainEqual({
      name: 'secrets',
      mountPath: '/etc/modelwatch/keys/log.pem',
      subPath: 'log.pem',
      readOnly: true,
    });
    expect(optionsOf(container?.command ?? [])).toMatchObject({ '--token-env': ['WRITE_TOKEN'] });
  });

  it('are a file of variables, or a credential, for systemd', () => {
    expect(rendered(project, `driftJob/systemd/modelwatch-drift-${UTC}.service`)).toContain(
      'EnvironmentFile=/etc/modelwatch/drift.env',
    );
    const byFile = projectWith(
      'systemd: { folder: /srv/m }, outputs: { otlp: "http://o:4318", token: keys/token }',
    );
    const service = rendered(byFile, `driftJob/systemd/modelwatch-drift-${UTC}.service`);
    expect(service).toContain('LoadCredential=token:/srv/m/keys/token');
    expect(service).toContain('--token-file %d/token ');
    expect(service).not.toContain('EnvironmentFile');
  });

  it('are secrets of the repository for GitHub, which has no files', () => {
    const text = rendered(project, `driftJob/github-actions/modelwatch-drift-${UTC}.yaml`);
    expect(text).toContain(`WRITE_TOKEN: \${{ secrets.WRITE_TOKEN }}`);
    expect(project.findings.filter((code) => code === 'target/unsupported')).toHaveLength(1);
  });
});

describe('notes', () => {
  const notesOf = (options: object, plan = projectWith('').plan) =>
    driftJobTarget
      .lower(plan, driftJobTarget.options.parse(options), () => undefined)
      .notes.filter(({ code }) => code !== 'target/approximated')
      .map(({ code, severity, message }) => `${severity} ${code} ${message}`);

  it('tell that nobody reads the results', () => {
    expect(notesOf({ systemd: {} })).toEqual([
      'warning drift/no-output driftJob: no output carries what a run finds to Prometheus: its alerts would say that the job never ran',
    ]);
  });

  it('tell that a textfile goes with its machine', () => {
    const outputs = { textfile: '/var/lib/textfiles' };
    expect(notesOf({ outputs, systemd: {} })).toEqual([]);
    expect(notesOf({ outputs, kubernetes: { image: 'm:1' } })).toEqual([
      'warning target/unsupported driftJob: kubernetes: the textfile is left out: it would go with the machine that a run happens to get',
    ]);
  });

  it('tell that a plan is too large for a ConfigMap, unless the image has it', () => {
    const { plan } = projectWith('');
    const { driftJobs } = plan;
    const policies = Array.from({ length: 800 }, (_, index) =>
      driftJobs.plan.policies.map((each) => ({ ...each, name: `${each.name}-${index}` })),
    ).flat();
    const large = { ...plan, driftJobs: { ...driftJobs, plan: { ...driftJobs.plan, policies } } };
    const options = { outputs: { pushgateway: 'http://p:9091' } };
    expect(notesOf({ ...options, kubernetes: { image: 'm:1' } }, large)).toEqual([
      expect.stringMatching(/^warning target\/limit driftJob: the plan has \d{7} bytes/),
    ]);
    expect(notesOf({ ...options, kubernetes: { image: 'm:1', planPath: '/plan.json' } }, large)).toEqual([]);
  });

  it('tell what is left out, with what to do; --strict-targets makes errors of them', () => {
    const gap = {
      what: 'labels',
      why: 'nobody keeps them',
      hint: 'Keep them.',
      origin: originOf('DriftPolicy', 'a'),
    };
    const plan = planOf();
    const { notes } = driftJobTarget.lower(
      { ...plan, driftJobs: { ...plan.driftJobs, gaps: [gap] } },
      driftJobTarget.options.parse({}),
      () => undefined,
    );
    expect(notes).toEqual([
      {
        code: 'drift/left-out',
        severity: 'warning',
        message: 'driftJob: labels: left out: nobody keeps them',
        hint: 'Keep them.',
        span: gap.origin.spans[0],
        object: gap.origin.object,
      },
    ]);
    const project = exampleProject('home-ranker');
    const specs = project.specs.map(({ path, text }) => ({
      path,
      text: text.replace(/ {2}predictions: \{ source: ranking-log.*\n/, ''),
    }));
    const strict = compile({ ...project, specs, strictTargets: true });
    expect(strict.diagnostics.filter(({ code }) => code === 'drift/left-out')).toMatchObject([
      { severity: 'error', span: { file: 'models/home-ranker/drift.yaml' } },
      { severity: 'error', span: { file: 'models/home-ranker/ndcg.yaml' } },
    ]);
  });
});

describe('options', () => {
  it.each([
    { outputs: { textfile: 'relative' } },
    { outputs: { pushgateway: 'http://p:9091/$(id)' } },
    { outputs: { pushgateway: 'http://user:secret@p:9091' } },
    { outputs: { history: '/var/lib/a b' } },
    { outputs: { token: 'ghp_0123456789012345678901234567890123' } },
    { memoryLimit: '1Gi' },
    { root: '; rm -rf /' },
    { extensionFolder: 'relative' },
    { kubernetes: {} },
    { env: ['a-b'] },
  ])('that would need quotes, or are secrets, are refused: %o', (options) => {
    expect(driftJobTarget.options.safeParse(options).success).toBe(false);
  });

  it('mean the same when they are read twice', () => {
    const once = driftJobTarget.options.parse({
      outputs: { token: 'env:TOKEN' },
      systemd: {},
      kubernetes: { image: 'm:1' },
    });
    expect(driftJobTarget.options.parse(once)).toEqual(once);
  });
});
