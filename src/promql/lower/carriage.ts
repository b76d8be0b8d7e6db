import { AGENT_JOB, GATEWAY_JOB } from '../../plan/telemetry.ts';
import type { Expr } from '../ast.ts';
import { absent, group, increase, labelMatches, max, metric, range, sum } from '../build.ts';
import { anyOf, div, eq, gt } from '../operators.ts';

/**
 * Checks of what carries telemetry, by its own metrics: those of the gateway are scraped; those of agents are carried with
 * everything else, which adds _total to the names of counters.
 */

const WINDOW_SECONDS = 300;
/** More than half full: at the rate at which it filled there is as much time again. */
const FULL_RATIO = 0.5;
const SIGNALS = ['spans', 'metric_points', 'log_records'] as const;

/** A queue of a sink that is more than half full. */
export function queueFilling(): Expr {
  const jobs = [labelMatches('job', `${GATEWAY_JOB}|${AGENT_JOB}`)];
  const of = (name: string): Expr => max(metric(name, jobs), { by: ['job', 'instance', 'exporter'] });
  return gt(max(div(of('otelcol_exporter_queue_size'), of('otelcol_exporter_queue_capacity'))), FULL_RATIO);
}

/** What was refused in the last 5 m: for want of memory, or of room in a queue. */
export function telemetryRefused(): Expr {
  return happened(['otelcol_receiver_refused']);
}

/** What was dropped in the last 5 m: a sink would not have it, or its queue was full. */
export function telemetryDropped(): Expr {
  return happened(['otelcol_exporter_send_failed', 'otelcol_exporter_enqueue_failed']);
}

/** No gateway is up. */
export function gatewayDown(): Expr {
  return group(absent(eq(metric('up', { job: GATEWAY_JOB }), 1)));
}

function happened(counters: readonly [string, ...string[]]): Expr {
  const [counter, ...others] = counters;
  const [signal, ...further] = SIGNALS;
  return anyOf([
    ...grewAnywhere(`${counter}_${signal}`),
    ...further.flatMap((each) => grewAnywhere(`${counter}_${each}`)),
    ...others.flatMap((other) => SIGNALS.flatMap((each) => grewAnywhere(`${other}_${each}`))),
  ]);
}

function grewAnywhere(counter: string): [Expr, Expr] {
  return [grew(counter, GATEWAY_JOB), grew(`${counter}_total`, AGENT_JOB)];
}

function grew(counter: string, job: string): Expr {
  return gt(sum(increase(range(metric(counter, { job }), WINDOW_SECONDS))), 0);
}
