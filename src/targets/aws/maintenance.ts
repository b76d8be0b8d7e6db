import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Maintenance } from '../../plan/maintenance.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Draft, prefixOf } from './draft.ts';
import { LIMITS, limitNote } from './limits.ts';
import { allocate, NAME_RULES } from './names.ts';

/**
 * Mute rules for the alarms of the alerts that a window mutes: cron expressions have the five fields of the specs
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html). Alarms go on being evaluated.
 */
export function muteRules(
  plan: Plan,
  alarmsOf: (alertName: string) => readonly string[],
): { drafts: readonly Draft[]; notes: readonly Diagnostic[] } {
  const drafts: Draft[] = [];
  const notes: Diagnostic[] = [];
  const names = allocate(
    plan.maintenance.map(({ id }) => `${prefixOf(plan)}-${id}`),
    NAME_RULES.muteRule,
  );
  for (const maintenance of plan.maintenance) {
    const alarms = maintenance.alertNames.flatMap(alarmsOf);
    const schedule = scheduleOf(maintenance);
    if (alarms.length === 0) continue;
    if (schedule.seconds > LIMITS.muteDuration.value || schedule.seconds < LIMITS.muteShortest.value) {
      const key = schedule.seconds > LIMITS.muteDuration.value ? 'muteDuration' : 'muteShortest';
      notes.push(
        limitNote(
          key,
          maintenance.origin,
          `${maintenance.id} mutes for ${schedule.seconds} s`,
          'no mute rule',
        ),
      );
      continue;
    }
    const wanted = `${prefixOf(plan)}-${maintenance.id}`;
    const name = names.get(wanted)?.text ?? wanted;
    for (let start = 0; start < alarms.length; start += LIMITS.muteAlarms.value) {
      const chunk = alarms.slice(start, start + LIMITS.muteAlarms.value);
      const number = start / LIMITS.muteAlarms.value;
      drafts.push(muteRule(maintenance, chunk, `${name}${number === 0 ? '' : `-${number + 1}`}`, schedule));
    }
  }
  return { drafts, notes };
}

interface Schedule {
  readonly expression: string;
  readonly timezone: string;
  readonly seconds: number;
}

/** What happens once is told in whole minutes of UTC, from the minute in which it begins to the one in which it ends. */
function scheduleOf({ recurrence }: Maintenance): Schedule {
  if (recurrence.type === 'recurring') {
    return {
      expression: `cron(${recurrence.cron.trim().split(/\s+/).join(' ').toUpperCase()})`,
      timezone: recurrence.timezone,
      seconds: Math.ceil(recurrence.durationSeconds / 60) * 60,
    };
  }
  const { startUnixSeconds, endUnixSeconds } = recurrence.interval;
  const start = Math.floor(startUnixSeconds / 60) * 60;
  return {
    expression: `at(${new Date(start * 1000).toISOString().slice(0, 16)})`,
    timezone: 'UTC',
    seconds: Math.ceil(endUnixSeconds / 60) * 60 - start,
  };
}

function muteRule(
  { id, origin }: Maintenance,
  alarms: readonly string[],
  name: string,
  { expression, timezone, seconds }: Schedule,
): Draft {
  return {
    subject: 'maintenance',
    key: `mute ${name}`,
    needs: alarms,
    origin,
    make: (names) => ({
      Type: 'AWS::CloudWatch::AlarmMuteRule',
      Properties: {
        Name: name,
        Description: `MaintenanceWindow ${id}`,
        Rule: { Schedule: { Expression: expression, Duration: isoDuration(seconds), Timezone: timezone } },
        MuteTargets: { AlarmNames: alarms.map(names.alarm) },
      },
    }),
  };
}

/** ISO 8601 in days, hours and minutes: `P2DT12H`. */
function isoDuration(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor((seconds % 86_400) / 3600),
    Math.floor((seconds % 3600) / 60),
  ];
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`;
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}
