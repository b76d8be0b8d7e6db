import { type AddedLabels, addedLabelsProblem, type Delivery } from '../delivery.ts';
import { snappyLiteral, writeRequest } from '../remote-write-request.ts';
import type { RunResult } from '../result.ts';
import { endOf, samplesOf } from '../samples.ts';
import { failed, refusedBefore } from './failed.ts';
import { connect, type Patience, type Remote } from './http.ts';

export interface RemoteWriteOptions extends Remote {
  /** Labels that every series gets, as a scrape would give them. `job` is `modelwatch_drift` unless it is among them. */
  readonly labels?: AddedLabels | undefined;
}

/** Series in a request. */
const MOST_AT_ONCE = 2000;

/**
 * Sends the series of a run by Prometheus remote write 1.0 to `url`, the whole address, each with one sample at the end of the
 * run. Stops at the first request that fails. Rejects with a RangeError if the result has no time.
 */
export async function remoteWrite(
  options: RemoteWriteOptions,
  result: RunResult,
  patience?: Patience,
): Promise<Delivery> {
  const [samples, timeMs] = [samplesOf(result), endOf(result)];
  const { labels = {} } = options;
  const problem = addedLabelsProblem(labels);
  if (problem) return refusedBefore('remote-write', problem);
  const connection = connect(options, (status) => status >= 500 || status === 429, patience);
  if ('problem' in connection) return refusedBefore('remote-write', connection.problem);
  const { target, send } = connection;
  let delivery: Delivery = { output: 'remote-write', target, state: 'delivered', series: 0, findings: [] };
  for (let from = 0; from < samples.length; from += MOST_AT_ONCE) {
    const part = samples.slice(from, from + MOST_AT_ONCE);
    const reply = await send({
      method: 'POST',
      path: '',
      headers: {
        'content-encoding': 'snappy',
        'content-type': `application/x-protobuf`,
        'user-agent': `modelwatch/${result.modelwatch}`,
        'x-prometheus-remote-write-version': '0.1.0',
      },
      body: snappyLiteral(writeRequest(part, timeMs, { job: 'modelwatch_drift', ...labels })),
    });
    if (!('status' in reply) || reply.status >= 300) return failed(delivery, reply, 'the series');
    delivery = { ...delivery, series: delivery.series + part.length };
  }
  return delivery;
}
