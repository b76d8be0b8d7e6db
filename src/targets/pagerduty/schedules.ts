import { fromDayNumber, toDayNumber, utcOffsets } from '../../calendar/index.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import type { OnCallSchedule, PagingService } from '../../plan/paging.ts';
import { stableJson } from '../../support/stable-json.ts';
import { printTimeOfDay } from '../../units/index.ts';
import { literal, terraformName } from './names.ts';
import { note } from './notes.ts';
import type { Part } from './print.ts';

type Rotation = Extract<OnCallSchedule, { by: 'rotation' }>;

export interface Schedules {
  /** Schedules that exist are looked up, rotations are made, and their users looked up. */
  readonly parts: readonly Part[];
  /** The expression for the id of a schedule. */
  readonly idOf: (schedule: OnCallSchedule) => string;
  readonly notes: readonly Diagnostic[];
}

/** The provider accepts turns of an hour to a year, in seconds. */
const TURN_SECONDS = { min: 3600, max: 365 * 86_400 };

/** Every schedule that a level calls, once. */
export function schedulesOf(services: readonly PagingService[]): Schedules {
  const used = services
    .flatMap(({ levels }) => levels)
    .flatMap(({ onCall, origin }) => onCall.map((schedule) => ({ schedule, origin })));
  const names = rotationNames(used.map(({ schedule }) => schedule));
  const idOf = (schedule: OnCallSchedule): string => {
    const name = names.get(keyOf(schedule));
    if (name !== undefined) return `\${pagerduty_schedule.${name}.id}`;
    return `\${data.pagerduty_schedule.${terraformName(schedule.name)}.id}`;
  };
  const parts = new Map<string, Part>();
  const notes: Diagnostic[] = [];
  const add = (part: Part): void => {
    const key = `${part.section}.${part.type}.${part.name}`;
    if (!parts.has(key)) parts.set(key, part);
  };
  for (const { schedule, origin } of used) {
    const name = names.get(keyOf(schedule));
    if (schedule.by === 'rotation') {
      for (const user of schedule.users) add(userPart(user, origin));
      add(rotationPart(schedule, name ?? terraformName(schedule.name), origin));
      notes.push(...turnNotes(schedule, origin));
    } else if (name === undefined) {
      add({
        section: 'data',
        type: 'pagerduty_schedule',
        name: terraformName(schedule.name),
        body: { name: literal(schedule.name) },
        origin,
      });
    }
  }
  return { parts: [...parts.values()], idOf, notes };
}

function keyOf(schedule: OnCallSchedule): string {
  return stableJson(schedule, 0);
}

/**
 * Names of rotations in Terraform. A level that calls a schedule by the name of a rotation means that one, which does not
 * exist before it is made. Rotations that differ and have one name get names of their whole content.
 */
function rotationNames(schedules: readonly OnCallSchedule[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const schedule of schedules) {
    if (schedule.by !== 'rotation') continue;
    const key = keyOf(schedule);
    const owner = owners.get(schedule.name) ?? key;
    owners.set(schedule.name, owner);
    names.set(key, terraformName(owner === key ? schedule.name : key));
    if (owner === key) names.set(keyOf({ by: 'name', name: schedule.name }), terraformName(schedule.name));
  }
  return names;
}

function userPart(email: string, origin: Origin): Part {
  return {
    section: 'data',
    type: 'pagerduty_user',
    name: terraformName(email),
    body: { email: literal(email) },
    origin,
  };
}

function rotationPart(rotation: Rotation, name: string, origin: Origin): Part {
  const start = instantOf(rotation.start, rotation.timezone);
  return {
    section: 'resource',
    type: 'pagerduty_schedule',
    name,
    body: {
      name: literal(rotation.name),
      description: literal(`Made by modelwatch from ${origin.object.kind} ${origin.object.name}`),
      time_zone: rotation.timezone,
      layer: [
        {
          name: 'turns',
          start,
          rotation_virtual_start: start,
          rotation_turn_length_seconds: turnSeconds(rotation),
          users: rotation.users.map((user) => `\${data.pagerduty_user.${terraformName(user)}.id}`),
        },
      ],
    },
    origin,
  };
}

function turnSeconds(rotation: Rotation): number {
  return Math.min(Math.max(Math.ceil(rotation.turnSeconds), TURN_SECONDS.min), TURN_SECONDS.max);
}

function turnNotes(rotation: Rotation, origin: Origin): Diagnostic[] {
  const rendered = turnSeconds(rotation);
  if (rendered === rotation.turnSeconds) return [];
  return [
    note('target/limit', origin, {
      severity: 'warning',
      message: `pagerduty: turns of ${rotation.name} last ${rendered} s, not ${rotation.turnSeconds} s: PagerDuty takes whole seconds, from an hour to 365 days`,
      hint: 'https://registry.terraform.io/providers/PagerDuty/pagerduty/latest/docs/resources/schedule',
    }),
  ];
}

/**
 * Local time `2026-01-05T09:00:00` in `zone` as RFC 3339 with the offset that its clocks have then. Of a time that the
 * clock shows twice the first is meant; one that it skips is as long after the change as its minutes say.
 * @throws RangeError when the zone or the date does not exist: both are checked where they are read.
 */
export function instantOf(local: string, zone: string): string {
  const wallSeconds = Date.parse(`${local}Z`) / 1000;
  const day = local.slice(0, 10);
  const periods = utcOffsets(zone, fromDayNumber(toDayNumber(day) - 1), day);
  const index = periods.findIndex(({ offsetSeconds }, at) => {
    const next = periods[at + 1]?.startUnixSeconds ?? Number.POSITIVE_INFINITY;
    return wallSeconds - offsetSeconds < next;
  });
  const found = periods[index];
  const isSkipped = found !== undefined && wallSeconds - found.offsetSeconds < found.startUnixSeconds;
  return `${local}${offsetText((isSkipped ? periods[index - 1] : found)?.offsetSeconds ?? 0)}`;
}

function offsetText(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? '-' : '+'}${printTimeOfDay(minutes)}`;
}
