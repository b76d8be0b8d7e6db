import { type AddedLabels, addedLabelsProblem, type Delivery, publishFinding } from '../delivery.ts';
import { expositionOf, TEXT_FORMAT } from '../exposition.ts';
import type { RunResult } from '../result.ts';
import { type SampleGroup, sampleGroups } from '../samples.ts';
import { failed, refusedBefore } from './failed.ts';
import { connect, type Patience, type Remote } from './http.ts';

export interface PushgatewayOptions extends Remote {
  /** Part of the grouping key, which every series of the group gets: tells projects and environments apart. */
  readonly labels?: AddedLabels | undefined;
}

export const PUSHGATEWAY_JOB = 'modelwatch_drift';

/**
 * Pushes the series of a run to a Pushgateway: one group for each policy, each feature set and the quality of each model,
 * `job="modelwatch_drift"` with `policy`, `dataset` or `model` and the added labels. Each group is replaced as a whole (PUT), so that series of a feature which is no
 * longer tested go, and those of policies that did not run stay. A group without series is emptied.
 * Source: https://github.com/prometheus/pushgateway#api. Rejects with a RangeError if the result has no time.
 */
export async function pushToGateway(
  options: PushgatewayOptions,
  result: RunResult,
  patience?: Patience,
): Promise<Delivery> {
  const groups = sampleGroups(result);
  const { labels = {} } = options;
  const problem = addedLabelsProblem(labels) ?? jobProblem(labels);
  if (problem) return refusedBefore('pushgateway', problem);
  const connection = connect(options, (status) => status >= 500 || status === 429, patience);
  if ('problem' in connection) return refusedBefore('pushgateway', connection.problem);
  const { target, send } = connection;
  let delivery: Delivery = { output: 'pushgateway', target, state: 'delivered', series: 0, findings: [] };
  for (const group of groups) {
    const reply = await send({
      method: 'PUT',
      path: `/metrics${groupingPath(group, labels)}`,
      headers: { 'content-type': TEXT_FORMAT, 'user-agent': `modelwatch/${result.modelwatch}` },
      body: expositionOf(group.samples),
    });
    if ('status' in reply && reply.status < 300) {
      delivery = { ...delivery, series: delivery.series + group.samples.length };
      continue;
    }
    delivery = failed(delivery, reply, `the series of ${nameOf(group)}`);
    // Whoever does not answer to one group would keep the job waiting for each of the others.
    if (delivery.state === 'unreachable') break;
  }
  return delivery;
}

function jobProblem(labels: AddedLabels) {
  if (!Object.hasOwn(labels, 'job')) return undefined;
  return publishFinding('publish/label', `the label "job" cannot be added: it is "${PUSHGATEWAY_JOB}"`);
}

function nameOf({ writer }: SampleGroup): string {
  if ('model' in writer) return `the quality of ${writer.model}`;
  return 'policy' in writer ? `policy ${writer.policy}` : `feature set ${writer.dataset}`;
}

function groupingPath({ writer }: SampleGroup, labels: AddedLabels): string {
  return Object.entries({ job: PUSHGATEWAY_JOB, ...writer, ...labels })
    .map(([label, value]) => pathPart(label, value))
    .join('');
}

/** Values with a slash, an empty one and those that a URL would resolve ("..") need the URL-safe Base64 of RFC 4648. */
function pathPart(label: string, value: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(value)) return `/${label}/${value}`;
  return `/${label}@base64/${Buffer.from(value, 'utf8').toString('base64url') || '='}`;
}
