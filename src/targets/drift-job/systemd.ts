import { template } from '../../support/handlebars.ts';
import type { RenderedFile } from '../target.ts';
import { calendarWords, onCalendarText } from './calendar.ts';
import {
  historyBelow,
  longestSeconds,
  memoryMegabytes,
  type Places,
  planBelow,
  runArguments,
  secretsOf,
  tokenOf,
} from './command.ts';
import type { DriftJobOptions } from './options.ts';
import { GENERATED, marksOf, type Packaged, runWords } from './packaging.ts';
import type { Run } from './runs.ts';

type Options = NonNullable<DriftJobOptions['systemd']>;

/** Folders below it are made by systemd itself, for the user who runs the service. */
const STATE = '/var/lib/';

const SERVICE = template<{
  generated: string;
  what: string;
  command: string;
  user: string;
  environmentFile: string;
  credential: string;
  state: string;
  writable: string;
  folder: string;
  memory: string;
  longest: string;
}>(`# {{generated}}
[Unit]
Description=Drift of {{what}}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={{user}}
WorkingDirectory={{folder}}
# DuckDB keeps its extensions in the home folder.
Environment=HOME=/tmp
ExecStart={{command}}
{{#if environmentFile}}
EnvironmentFile={{environmentFile}}
{{/if}}
{{#if credential}}
LoadCredential={{credential}}
{{/if}}
TimeoutStartSec={{longest}}
MemoryMax={{memory}}
Nice=10
{{#if state}}
StateDirectory={{state}}
{{/if}}
{{#if writable}}
ReadWritePaths={{writable}}
{{/if}}
UMask=0022
CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectSystem=strict
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
`);

const TIMER = template<{ generated: string; what: string; when: string; calendar: string }>(`# {{generated}}
[Unit]
Description=Drift of {{what}}, {{when}}

[Timer]
OnCalendar={{calendar}}
Persistent=true

[Install]
WantedBy=timers.target
`);

/** A service and a timer for each schedule: systemd.exec(5), systemd.timer(5). */
export function systemdFiles(packaged: Packaged, options: Options): RenderedFile[] {
  return packaged.runs.flatMap((run) => {
    const stem = `systemd/modelwatch-drift-${run.name}`;
    const marks = marksOf(packaged, run);
    const common = { generated: GENERATED, what: runWords(run) };
    const { calendar } = run;
    return [
      { path: `${stem}.service`, text: SERVICE({ ...common, ...serviceOf(packaged, run, options) }), marks },
      {
        path: `${stem}.timer`,
        text: TIMER({ ...common, when: calendarWords(calendar), calendar: onCalendarText(calendar) }),
        marks,
      },
    ];
  });
}

function serviceOf({ jobs: { plan }, options: own }: Packaged, run: Run, options: Options) {
  const { textfile, report } = own.outputs;
  const token = tokenOf(own.outputs);
  const history = historyBelow(own.outputs.history, plan);
  const places: Places = {
    plan: planBelow(options.folder, plan),
    history,
    ...(textfile !== undefined && { textfile }),
    ...(report !== undefined && { report }),
    // %d is the folder of credentials, which only the service can read.
    ...(token && { token: token.from === 'env' ? { env: token.variable } : { file: '%d/token' } }),
  };
  const ours = [history, report].filter((each) => each !== undefined);
  // The folder of the textfile collector is there already, and somebody else's.
  const others = [...ours.filter((each) => !each.startsWith(STATE)), textfile];
  return {
    command: [options.program, ...runArguments(plan, run, own, places)].join(' '),
    user: options.user,
    environmentFile: secretsOf(plan, own).variables.length > 0 ? options.environmentFile : '',
    credential: token?.from === 'file' ? `token:${absolute(options.folder, token.path)}` : '',
    state: ours
      .filter((each) => each.startsWith(STATE))
      .map((each) => each.slice(STATE.length))
      .join(' '),
    writable: others.filter((each) => each !== undefined).join(' '),
    folder: options.folder,
    memory: `${memoryMegabytes(own)}M`,
    longest: `${longestSeconds(run)}s`,
  };
}

function absolute(folder: string, file: string): string {
  return file.startsWith('/') ? file : `${folder}/${file}`;
}
