import type { SelfCheck } from '../../plan/condition.ts';
import { AGENT_JOB, GATEWAY_JOB } from '../../plan/telemetry.ts';
import { increaseAt, instantAt } from './simulate/range.ts';
import type { Simulation } from './simulate/simulation.ts';
import type { Emitter, Level } from './world.ts';

/** Metrics that collectors keep of themselves, which the checks of what carries telemetry go by. */

export type CarriageCheck = Extract<SelfCheck, `telemetry-${string}`>;

const WINDOW_SECONDS = 300;
const SIZE = 'otelcol_exporter_queue_size';
const CAPACITY = 'otelcol_exporter_queue_capacity';
const COUNTERS: Readonly<Record<'telemetry-refused' | 'telemetry-dropped', readonly string[]>> = {
  'telemetry-refused': ['otelcol_receiver_refused'],
  'telemetry-dropped': ['otelcol_exporter_send_failed', 'otelcol_exporter_enqueue_failed'],
};
const SIGNALS = ['spans', 'metric_points', 'log_records'];

interface World {
  readonly emitters: readonly Emitter[];
}

export function isCarriage(check: SelfCheck): check is CarriageCheck {
  return check.startsWith('telemetry-');
}

/** Ways in which the check fails, each by one thing alone, and one world in which everything is well. */
export function carriageWorlds(check: CarriageCheck): {
  readonly failing: readonly World[];
  readonly well: World;
} {
  if (check === 'telemetry-queue-filling') {
    const world = (gateway: number, agent: number): World => ({
      emitters: [...queue(GATEWAY_JOB, gateway), ...queue(AGENT_JOB, agent), ...queue('other', 900)],
    });
    return { failing: [world(600, 0), world(0, 600)], well: world(400, 400) };
  }
  if (check === 'telemetry-down') {
    const world = (up: number): World => ({
      emitters: [gauge('up', { job: GATEWAY_JOB }, up), gauge('up', { job: 'other' }, up === 0 ? 1 : 0)],
    });
    return { failing: [world(0)], well: world(1) };
  }
  const names = COUNTERS[check].flatMap((counter) => SIGNALS.map((signal) => `${counter}_${signal}`));
  const world = (failing?: string): World => ({
    emitters: names.flatMap((name) =>
      [
        [name, GATEWAY_JOB],
        [`${name}_total`, AGENT_JOB],
        [name, 'other'],
      ].map(([metric = '', job = '']) => ({
        metric,
        labels: { job },
        levels: [counter(job === 'other' || metric === failing ? 1 : 0)],
      })),
    ),
  });
  return { failing: names.flatMap((name) => [world(name), world(`${name}_total`)]), well: world() };
}

/** Whether the check fails at a moment. */
export function carriageHoldsAt(simulation: Simulation, check: CarriageCheck, at: number): boolean {
  const { intervalSeconds } = simulation.world;
  const valuesOf = (metric: string, job: string): (readonly (number | undefined)[])[] =>
    simulation.sampled
      .filter(({ emitter }) => emitter.metric === metric && emitter.labels['job'] === job)
      .map(({ parts }) => parts.get('value') ?? []);
  const now = (metric: string, job: string): number | undefined =>
    valuesOf(metric, job)
      .map((values) => instantAt(values, intervalSeconds, at))
      .find((value) => value !== undefined);
  const grows = (metric: string, job: string): boolean =>
    valuesOf(metric, job).some(
      (values) => (increaseAt(values, intervalSeconds, at, WINDOW_SECONDS) ?? 0) > 0,
    );
  if (check === 'telemetry-queue-filling')
    return [GATEWAY_JOB, AGENT_JOB].some((job) => (now(SIZE, job) ?? 0) / (now(CAPACITY, job) ?? 1) > 0.5);
  if (check === 'telemetry-down') return now('up', GATEWAY_JOB) !== 1;
  return COUNTERS[check].some((counter) =>
    SIGNALS.some(
      (signal) =>
        grows(`${counter}_${signal}`, GATEWAY_JOB) || grows(`${counter}_${signal}_total`, AGENT_JOB),
    ),
  );
}

function queue(job: string, size: number): Emitter[] {
  return [gauge(SIZE, { job, exporter: 'otlp' }, size), gauge(CAPACITY, { job, exporter: 'otlp' }, 1000)];
}

function gauge(metric: string, labels: Record<string, string>, value: number): Emitter {
  return { metric, labels, levels: [{ kind: 'gauge', value }] };
}

function counter(perSecond: number): Level {
  return { kind: 'counter', perSecond };
}
