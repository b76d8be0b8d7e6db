import type { MetricStatistic, Metrics } from './alarm.ts';
import { alarmState, metricKey } from './alarm.ts';
import type { AlarmState } from './alarm-rule.ts';
import { ruleHolds } from './alarm-rule.ts';
import type { EmptyFill, Missing } from './metric-math.ts';
import type { MuteRule, Window } from './mute.ts';
import type { Observation, WindowStatistic } from './statistics.ts';
import { windowStatistic } from './statistics.ts';
import type { Held } from './suppression.ts';
import { suppressionStep } from './suppression.ts';
import type { Template } from './template.ts';
import { alarmsOfTemplate } from './template.ts';

/** What the alarms of a template do while data come in. */

export interface MetricData {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly observations: readonly Observation[];
}

/** Both ends included, in Unix seconds. */
export interface ReplayRange {
  readonly from: number;
  readonly to: number;
  /** See MathRange; `no-point` if not said. */
  readonly missing?: Missing;
  /** See MathRange; `fills` if not said. */
  readonly emptyFill?: EmptyFill;
}

export interface Action {
  readonly alarm: string;
  /** When the actions ran; if they never did, when the state changed. */
  readonly at: number;
  readonly state: AlarmState;
  readonly topics: readonly string[];
  /** Held back by a suppressor or a mute rule until the state changed again, or still held at the end. */
  readonly suppressed: boolean;
}

export interface Replay {
  /** The states of each alarm, each with the time from which on it was in it. */
  readonly states: ReadonlyMap<string, readonly (readonly [at: number, state: AlarmState])[]>;
  /** What was told to topics, by time. */
  readonly actions: readonly Action[];
}

const STEP_SECONDS = 60;

/**
 * Replays a template minute by minute. Every alarm starts in INSUFFICIENT_DATA before `from`, as a new one does, so the
 * first state may already act. Data before `from` count in windows that reach there. The `Unit` of a metric is not
 * looked at. Throws on a template that alarmsOfTemplate refuses.
 */
export function replay(
  templates: Template | readonly Template[],
  data: readonly MetricData[],
  range: ReplayRange,
): Replay {
  const { metricAlarms, compositeAlarms, topics, muteRules } = alarmsOfTemplate(templates);
  const isMuted = mutedBy(muteRules, range);
  const metrics = metricsOf(data);
  const current = new Map<string, AlarmState>([...topics.keys()].map((name) => [name, 'INSUFFICIENT_DATA']));
  const states = new Map<string, (readonly [number, AlarmState])[]>(
    [...topics.keys()].map((name) => [name, []]),
  );
  const held = new Map<string, Held>();
  const muted = new Map<string, Pick<Held, 'state' | 'at'>>();
  const actions: Action[] = [];

  const act = (alarm: string, { state, at }: Pick<Held, 'state' | 'at'>, suppressed: boolean): void => {
    const told = topics.get(alarm)?.[state] ?? [];
    if (told.length > 0) actions.push({ alarm, at, state, topics: told, suppressed });
  };
  /** Runs the actions of a state, unless they are muted. */
  const run = (alarm: string, state: AlarmState, at: number): void => {
    const earlier = muted.get(alarm);
    if (earlier !== undefined) act(alarm, earlier, true);
    muted.delete(alarm);
    if (isMuted(alarm, at)) muted.set(alarm, { state, at });
    else act(alarm, { state, at }, false);
  };
  /** Runs what was muted where no rule mutes any longer and the alarm still is in the state that was muted. */
  const unmute = (now: number): void => {
    for (const [alarm, change] of muted) {
      if (isMuted(alarm, now)) continue;
      muted.delete(alarm);
      const lasts = current.get(alarm) === change.state;
      act(alarm, lasts ? { state: change.state, at: now } : change, !lasts);
    }
  };
  /** Enters a state, and returns it if it is a new one. */
  const enter = (alarm: string, state: AlarmState, at: number): AlarmState | undefined => {
    const changed = current.get(alarm) !== state;
    current.set(alarm, state);
    if (changed || at === range.from) states.get(alarm)?.push([at, state]);
    return changed ? state : undefined;
  };

  for (let now = range.from; now <= range.to; now += STEP_SECONDS) {
    for (const alarm of metricAlarms) {
      const before = current.get(alarm.name) ?? 'INSUFFICIENT_DATA';
      const state = alarmState(alarm, metrics, now, before, range.missing ?? 'no-point', range.emptyFill);
      if (enter(alarm.name, state, now) !== undefined) run(alarm.name, state, now);
    }
    const changes = compositeAlarms.map((composite) => {
      const state = ruleHolds(composite.rule, current) ? 'ALARM' : 'OK';
      return { composite, changedTo: enter(composite.name, state, now) };
    });
    // Only now each suppressor is in its state of this minute.
    for (const { composite, changedTo } of changes) {
      const { name, suppressor } = composite;
      if (suppressor === undefined) {
        if (changedTo !== undefined) run(name, changedTo, now);
        continue;
      }
      const suppressing = current.get(suppressor.alarm) === 'ALARM';
      const step = suppressionStep(suppressor, suppressing, now, held.get(name), changedTo);
      if (step.dropped !== undefined) act(name, step.dropped, true);
      if (step.run !== undefined) run(name, step.run.state, now);
      if (step.held === undefined) held.delete(name);
      else held.set(name, step.held);
    }
    unmute(now);
  }
  for (const [name, change] of [...held, ...muted]) act(name, change, true);
  return { states, actions: actions.toSorted((a, b) => a.at - b.at) };
}

/**
 * Whether a rule mutes an alarm at a time of the range. What was muted runs when the last window over it ends.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
 */
function mutedBy(
  rules: readonly MuteRule[],
  { from, to }: ReplayRange,
): (alarm: string, at: number) => boolean {
  const windows = new Map<string, Window[]>();
  for (const { alarms, windows: within } of rules) {
    for (const alarm of alarms) windows.set(alarm, [...(windows.get(alarm) ?? []), ...within(from, to)]);
  }
  return (alarm, at) => windows.get(alarm)?.some((window) => window.from <= at && at < window.to) ?? false;
}

/** Statistics by metric, each worked out once. */
function metricsOf(data: readonly MetricData[]): Metrics {
  const observations = new Map<string, Observation[]>();
  for (const { namespace, name, dimensions, observations: seen } of data) {
    const key = metricKey(namespace, name, dimensions);
    observations.set(key, [...(observations.get(key) ?? []), ...seen]);
  }
  const known = new Map<string, WindowStatistic>();
  return ({ key, statistic }: MetricStatistic) => {
    const id = `${statistic} ${key}`;
    const found = known.get(id) ?? windowStatistic(statistic, observations.get(key) ?? []);
    known.set(id, found);
    return found;
  };
}
