import { z } from 'zod';
import { type AddedLabels, addedLabelsProblem, type Delivery, publishFinding } from '../delivery.ts';
import { otlpRequest } from '../otlp-request.ts';
import type { RunResult } from '../result.ts';
import { samplesOf } from '../samples.ts';
import { failed, refusedBefore } from './failed.ts';
import { connect, type Patience, type Remote } from './http.ts';

export interface OtlpOptions extends Remote {
  /** Attributes that every data point gets. */
  readonly labels?: AddedLabels | undefined;
}

/** Data points in a request, which the specification recommends to keep below 20 MiB. */
const MOST_AT_ONCE = 5000;

/** "All other 4xx or 5xx response status codes MUST NOT be retried", says https://opentelemetry.io/docs/specs/otlp/ */
const AGAIN = new Set([429, 502, 503, 504]);

const zAnswer = z.object({
  partialSuccess: z
    .object({
      // A 64-bit integer: a text or a number, absent for 0.
      rejectedDataPoints: z.coerce.number().default(0),
      errorMessage: z.string().default(''),
    })
    .nullish(),
});

/**
 * Sends the series of a run to a receiver of OTLP over HTTP, as JSON, to `<url>/v1/metrics`. What the receiver says that it dropped is
 * told as a finding, state `partly`, and not sent again. Rejects with a RangeError if the result has no time.
 */
export async function sendOtlp(
  options: OtlpOptions,
  result: RunResult,
  patience?: Patience,
): Promise<Delivery> {
  const samples = samplesOf(result);
  const { labels = {} } = options;
  const problem = addedLabelsProblem(labels);
  if (problem) return refusedBefore('otlp', problem);
  const connection = connect(options, (status) => AGAIN.has(status), patience);
  if ('problem' in connection) return refusedBefore('otlp', connection.problem);
  const { target, send } = connection;
  let delivery: Delivery = { output: 'otlp', target, state: 'delivered', series: 0, findings: [] };
  for (let from = 0; from < samples.length; from += MOST_AT_ONCE) {
    const part = samples.slice(from, from + MOST_AT_ONCE);
    const reply = await send({
      method: 'POST',
      path: target.endsWith('/v1/metrics') ? '' : '/v1/metrics',
      headers: { 'content-type': `application/json`, 'user-agent': `modelwatch/${result.modelwatch}` },
      body: JSON.stringify(otlpRequest(result, part, labels)),
    });
    if (!('status' in reply) || reply.status >= 300) return failed(delivery, reply, 'the series');
    delivery = taken(delivery, reply.text, part.length);
  }
  return delivery;
}

/** A delivery after an answer of 2xx, which may say that a part was dropped. */
function taken(delivery: Delivery, text: string, sent: number): Delivery {
  const { rejectedDataPoints = 0, errorMessage = '' } = partialSuccess(text) ?? {};
  const dropped = Math.min(Math.max(rejectedDataPoints, 0), sent);
  const series = delivery.series + sent - dropped;
  if (dropped === 0 && errorMessage === '') return { ...delivery, series };
  const words = errorMessage === '' ? '' : `: ${errorMessage}`;
  const message =
    dropped === 0
      ? `${delivery.target} took all series and says${words}`
      : `${delivery.target} dropped ${dropped} of ${sent} series${words}`;
  const severity = dropped === 0 ? 'info' : 'warning';
  return {
    ...delivery,
    series,
    state: dropped === 0 ? delivery.state : 'partly',
    findings: [...delivery.findings, publishFinding('publish/partly-taken', message, undefined, severity)],
  };
}

/** Undefined for an answer that is empty or not the protocol's: some receivers answer 200 without a body. */
function partialSuccess(text: string) {
  try {
    return zAnswer.safeParse(JSON.parse(text)).data?.partialSuccess ?? undefined;
  } catch {
    return undefined;
  }
}
