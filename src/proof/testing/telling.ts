import type { Plan } from '../../plan/plan.ts';
import type { Level, Recipient } from '../../plan/route.ts';
import type { AlertmanagerConfig } from '../routing/alertmanager-config.ts';
import { type People, type Person, peopleOf, personOf } from '../routing/people.ts';
import { inhibitedBy, mutedBy, route } from '../routing/router.ts';
import type { Labels, Moment } from './promtool-result.ts';

/** An alert that fires at a moment, and what becomes of it. */
export interface Told {
  readonly labels: Labels;
  /** Who is told, sorted. */
  readonly people: readonly string[];
  /** Other names for some of them: that of the schedule. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Names of alerts that silence it; nobody is told then. */
  readonly inhibitedBy: readonly string[];
  /** Times that keep routes silent. */
  readonly mutedBy: readonly string[];
}

/** Tells of everything that fires at a moment who hears of it. */
export type Telling = (moments: readonly Moment[], atSeconds: number) => readonly Told[];

interface Scene {
  readonly plan: Plan;
  readonly config: AlertmanagerConfig;
  readonly people: People;
  readonly startSeconds: number;
}

/**
 * Who is told by a rendered `alertmanager.yml`, and by the levels of a service that escalates by itself: those are told once the
 * alert, told to the service before, has gone on firing for the level's time. Waits for grouping are not counted.
 */
export function tellingOf(plan: Plan, config: AlertmanagerConfig, startSeconds: number): Telling {
  const scene: Scene = { plan, config, people: peopleOf(plan), startSeconds };
  return (moments, atSeconds) => {
    const moment = moments.find((each) => each.atSeconds === atSeconds);
    return (moment?.firing ?? []).map((labels) => {
      const now = toldAt(scene, labels, moment ?? { atSeconds, firing: [] });
      const persons = [...now.persons, ...nativeLevels(scene, labels, moments, atSeconds)];
      const names = persons.map((person) => [nameOf(person), aliasOf(person)] as const);
      return {
        labels,
        people: [...new Set(names.map(([name]) => name))].toSorted(),
        aliases: new Map(names.flatMap(([name, alias]) => (alias === undefined ? [] : [[alias, name]]))),
        inhibitedBy: now.inhibitedBy,
        mutedBy: now.mutedBy,
      };
    });
  };
}

interface Now {
  readonly persons: readonly Person[];
  readonly inhibitedBy: readonly string[];
  readonly mutedBy: readonly string[];
}

/** Whom Alertmanager tells at a moment. */
function toldAt({ config, people, startSeconds }: Scene, labels: Labels, { atSeconds, firing }: Moment): Now {
  const sources = inhibitedBy(config, labels, firing).map(({ source }) => source['alertname'] ?? '');
  if (sources.length > 0) return { persons: [], inhibitedBy: [...new Set(sources)].toSorted(), mutedBy: [] };
  const instant = (startSeconds + atSeconds) * 1000;
  const matches = route(config, labels).map((match) => ({ match, mute: mutedBy(config, match, instant) }));
  const receivers = matches.flatMap(({ match, mute }) => {
    const receiver = mute === undefined ? config.receivers.get(match.node.receiver) : undefined;
    return receiver === undefined ? [] : [receiver];
  });
  return {
    persons: [...new Set(receivers)].flatMap((receiver) => people(receiver)),
    inhibitedBy: [],
    mutedBy: [
      ...new Set(matches.flatMap(({ mute }) => (mute === undefined ? [] : muteText(mute)))),
    ].toSorted(),
  };
}

function muteText({ because, intervals }: NonNullable<ReturnType<typeof mutedBy>>): readonly string[] {
  return intervals.map((name) => (because === 'muted' ? name : `outside of ${name}`));
}

/** Later levels of the service that the alert was handed to, as far as their time has come. */
function nativeLevels(
  scene: Scene,
  labels: Labels,
  moments: readonly Moment[],
  atSeconds: number,
): readonly Person[] {
  const levels = laterLevels(scene.plan, labels);
  if (levels.length === 0) return [];
  const key = JSON.stringify(labels);
  let raisedAt: number | undefined;
  for (const moment of moments) {
    if (moment.atSeconds > atSeconds) break;
    const fires = moment.firing.some((each) => JSON.stringify(each) === key);
    if (!fires) raisedAt = undefined;
    else if (
      raisedAt === undefined &&
      toldAt(scene, labels, moment).persons.some(({ by }) => by === 'pagerduty')
    )
      raisedAt = moment.atSeconds;
  }
  if (raisedAt === undefined) return [];
  const passed = atSeconds - raisedAt;
  return levels
    .filter(({ afterSeconds }) => afterSeconds <= passed)
    .flatMap(({ recipients }) => recipients.map((recipient: Recipient) => personOf(recipient)));
}

/** Those that no alert stages, since the service escalates by itself. */
function laterLevels(plan: Plan, labels: Labels): readonly Level[] {
  if (plan.pagingServices.length === 0 || (labels['level'] ?? '1') !== '1') return [];
  const found = plan.routes.find(
    ({ team, escalation }) => team === labels['team'] && escalation === labels['escalation'],
  );
  const severity = found?.severities.find((each) => each.severity === labels['severity']);
  return (severity?.levels ?? []).filter(({ number, staged }) => number > 1 && !staged);
}

/** As tests write it: `pagerduty:risk-ml-primary`, `slack:#channel`, `email:x@example.com`, `webhook:name`. */
function nameOf({ by, name }: Person): string {
  return `${by}:${by === 'pagerduty' ? name.replaceAll(' ', '-') : name}`;
}

function aliasOf({ by, schedule }: Person): string | undefined {
  return schedule === undefined ? undefined : `${by}:${schedule}`;
}
