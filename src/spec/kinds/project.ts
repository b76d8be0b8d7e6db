import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDate, zProjectPath, zRate, zUrl } from '../fields.ts';
import { defineKind, type KindDefinition, reference } from '../kind.ts';
import { zName, zRef } from '../names.ts';
import { zChannels } from './channels.ts';
import { zLint } from './lint.ts';
import { METRIC_CONVENTIONS } from './model.ts';

/** What belongs to a project that does not say. */
export const DEFAULT_INCLUDE: readonly string[] = ['**/*.yaml', '**/*.yml'];
export const DEFAULT_OUT_DIR = 'generated';

/** A glob over paths below the project's folder. */
export const zPathGlob = z
  .string(expects('a glob such as "models/**"'))
  .max(1000, expects('a glob of at most 1000 characters'))
  .regex(
    /^(?![/~!]|[A-Za-z]:)(?!(?:.*\/)?\.\.(?:\/|$))(?=.*\S)[^\u0000\\]+$/,
    expects('a glob inside the project, such as "models/**"', globHint),
  );

function globHint(input: unknown): { hint: string } | undefined {
  if (typeof input !== 'string') return undefined;
  if (input.startsWith('!')) return { hint: 'What to leave out stands under `exclude`.' };
  if (input.includes('\\')) return { hint: 'Folders are parted by /.' };
  return /^[/~]|\.\./.test(input)
    ? { hint: "Globs start at the project's folder and stay inside." }
    : undefined;
}

const zGlobs = z.array(zPathGlob, expects('a list of globs'));

/** Options of one target, by target name; the targets room knows their shape. */
export type TargetOptions = Readonly<Record<string, z.ZodType>>;

function projectSpecWith(targetOptions: TargetOptions) {
  const targets: Record<string, z.ZodOptional<z.ZodType>> = {};
  for (const [name, options] of Object.entries(targetOptions))
    targets[name] = options.optional().meta({ description: `Options of the target ${name}.` });
  return strictObject({
    include: zGlobs
      .min(1)
      .default([...DEFAULT_INCLUDE])
      .meta({ description: 'Spec files, as globs.' }),
    exclude: zGlobs.default([]).meta({ description: 'Files to leave out, as globs.' }),
    outDir: zProjectPath
      .default(DEFAULT_OUT_DIR)
      .meta({ description: 'Where output is written: <outDir>/<project>/<env>/<target>/.' }),
    calendarUntil: zDate.optional().meta({
      description: 'Holidays, maintenance and changes of daylight saving are rendered up to this day.',
    }),
    owner: zRef('Team').optional().meta({ description: 'Team that hears when the monitoring itself fails.' }),
    watchdog: strictObject({ webhook: zName.meta({ description: 'Name in channels.webhooks.' }) })
      .optional()
      .meta({ description: "Who notices that alerts stop coming: the dead man's switch is sent here." }),
    secretsDir: z
      .string(expects('a folder'))
      .regex(/^\/[^\s\u0000]*$/, expects('an absolute folder'))
      .default('/etc/modelwatch/secrets')
      .meta({
        description:
          'Folder where env:NAME is found as the file NAME, for programs that read no environment variables.',
      }),
    links: strictObject({
      runbooks: zUrl
        .optional()
        .meta({ description: 'Where the generated folder is published; runbook links start with it.' }),
      dashboards: zUrl.optional().meta({
        description:
          'Dashboard that alerts link to, with {env}, {kind}, {subject}, {model}, {slo} and {alert} of the alert, and {uid} of the on-call dashboard that is rendered for Grafana.',
      }),
      specs: zUrl
        .optional()
        .meta({ description: 'The repository as people browse it; links to specs start with it.' }),
    })
      .prefault({})
      .meta({ description: 'Bases of links in alerts.' }),
    channels: zChannels
      .prefault({})
      .meta({ description: 'What connects: Slack, e-mail, PagerDuty, webhooks.' }),
    environments: z
      .array(zName)
      .min(1)
      .optional()
      .meta({ description: 'Names of the environments; each may have an Environment object.' }),
    metricConvention: oneOf(METRIC_CONVENTIONS)
      .default('prometheus-client-ml')
      .meta({ description: 'Names of metrics that models do not map.' }),
    limits: strictObject({
      series: z
        .int(expects('a number of series'))
        .min(1, expects('a number of series of at least 1'))
        .default(10_000)
        .meta({ description: 'Series that the drift job and the rules may write for one model.' }),
    })
      .prefault({})
      .meta({ description: 'What specs may cost.' }),
    alertBudget: strictObject({
      perTeam: strictObject({
        page: zRate.optional().meta({ description: 'Pages that a team can answer: 3/week.' }),
        ticket: zRate.optional().meta({ description: 'Tickets that a team can work off: 15/week.' }),
      }).meta({ description: 'Of each team.' }),
    })
      .optional()
      .meta({ description: 'How many alerts people can bear; findings calculate with it.' }),
    lint: zLint
      .prefault({})
      .meta({ description: 'Levels of lint rules. An error renders nothing and exits with 1.' }),
    targets: strictObject(targets)
      .optional()
      .meta({ description: 'What to render, with options; everything by default.' }),
  });
}
export type ProjectSpec = Omit<z.output<ReturnType<typeof projectSpecWith>>, 'targets'> & {
  readonly targets?: Readonly<Record<string, unknown>> | undefined;
};

/** The kind Project; its `targets` are checked against the options that each target declares. */
export function projectKind(targetOptions: TargetOptions): KindDefinition<ProjectSpec> {
  return defineKind<ProjectSpec>({
    kind: 'Project',
    description: 'What belongs to the project and what is rendered.',
    spec: projectSpecWith(targetOptions),
    references: (spec) => [
      ...reference('Team', spec.owner, 'owner'),
      ...Object.keys(spec.channels.pagerduty ?? {}).flatMap((team) =>
        reference('Team', team, 'channels', 'pagerduty', team),
      ),
    ],
  });
}
