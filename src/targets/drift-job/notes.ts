import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { DriftGap } from '../../plan/drift-jobs.ts';
import { printDuration } from '../../units/index.ts';
import { capabilityNote } from '../capability.ts';
import { note } from '../note.ts';
import { calendarOf, calendarWords } from './calendar.ts';
import { capabilities } from './capabilities.ts';
import { secretsOf } from './command.ts';
import { isTooLarge } from './kubernetes.ts';
import type { Packaged } from './packaging.ts';

export const TARGET_NAME = 'driftJob';

/** What the job leaves out, does otherwise, or tells nobody. */
export function notesOf(packaged: Packaged): Diagnostic[] {
  return [
    ...packaged.jobs.gaps.map(gapNote),
    ...intervalNotes(packaged),
    ...outputNotes(packaged),
    ...packagingNotes(packaged),
  ];
}

function gapNote({ what, why, hint, origin }: DriftGap): Diagnostic {
  return note('drift/left-out', origin, {
    severity: 'warning',
    message: `${TARGET_NAME}: ${what}: left out: ${why}`,
    ...(hint !== undefined && { hint }),
  });
}

function intervalNotes({ jobs }: Packaged): Diagnostic[] {
  return jobs.plan.policies.flatMap(({ name, schedule }) => {
    const calendar = calendarOf(schedule);
    const origin = jobs.policies[name];
    if (calendar.isExact || origin === undefined) return [];
    const about = capabilityNote(
      { name: TARGET_NAME, capabilities },
      {
        construct: 'drift/interval',
        origin,
        what: `DriftPolicy ${name} (every ${printDuration(schedule.everySeconds)})`,
        detail: `it runs ${calendarWords(calendar)}`,
      },
    );
    return about ?? [];
  });
}

function outputNotes({ options, runs, plan }: Packaged): Diagnostic[] {
  const { textfile, pushgateway, otlp, remoteWrite } = options.outputs;
  const { kubernetes, systemd, githubActions, airflow } = options;
  const isPackaged = [kubernetes, systemd, githubActions, airflow].some((each) => each !== undefined);
  const isHeard = [textfile, pushgateway, otlp, remoteWrite].some((each) => each !== undefined);
  if (!isPackaged || isHeard || runs.length === 0) return [];
  return [
    note('drift/no-output', plan.origin, {
      severity: 'warning',
      message: `${TARGET_NAME}: no output carries what a run finds to Prometheus: its alerts would say that the job never ran`,
      hint: 'Add outputs: { pushgateway: … }, textfile, otlp or remoteWrite.',
    }),
  ];
}

function packagingNotes({ options, plan, planText, jobs, runs }: Packaged): Diagnostic[] {
  const { kubernetes, githubActions, outputs } = options;
  if (runs.length === 0) return [];
  const unsupported = (message: string, hint: string): Diagnostic =>
    note('target/unsupported', plan.origin, {
      severity: 'warning',
      message: `${TARGET_NAME}: ${message}`,
      hint,
      data: { target: TARGET_NAME },
    });
  const { files } = secretsOf(jobs.plan, options);
  return [
    ...(['kubernetes', 'githubActions'] as const).flatMap((packaging) =>
      outputs.textfile === undefined || options[packaging] === undefined
        ? []
        : [
            unsupported(
              `${packaging}: the textfile is left out: it would go with the machine that a run happens to get`,
              'Use outputs.pushgateway, otlp or remoteWrite.',
            ),
          ],
    ),
    ...(githubActions && files.length > 0
      ? [
          unsupported(
            `githubActions: ${files.join(', ')}: a runner of GitHub has no such files`,
            'Refer to secrets as env:NAME, or use a runner that has the files.',
          ),
        ]
      : []),
    ...(kubernetes && kubernetes.planPath === undefined && isTooLarge(planText)
      ? [
          note('target/limit', plan.origin, {
            severity: 'warning',
            message: `${TARGET_NAME}: the plan has ${Buffer.byteLength(planText)} bytes, and a ConfigMap holds at most 1 MiB: Kubernetes will refuse it`,
            hint: 'Put plan.json into the image, and say where: kubernetes: { planPath: … }.',
            data: { target: TARGET_NAME },
          }),
        ]
      : []),
  ];
}
