import type { TraceSampling } from '../../plan/telemetry.ts';
import { escapeRegex } from '../../promql/lower/regex.ts';
import { groupBy } from '../../support/group-by.ts';
import { printDuration } from '../../units/index.ts';
import type { Component, Part } from './config.ts';

export const SAMPLING = 'tail_sampling';

/**
 * Which traces are kept, decided when their spans have come: failed ones, slow ones, and a share of the rest. Undefined when
 * all are kept: then no span waits in memory. A trace of several services is kept if any of them would keep it.
 */
export function samplingOf(sampling: TraceSampling): Part | undefined {
  if (sampling.ratio >= 1 && sampling.services.every(({ ratio }) => ratio >= 1)) return undefined;
  return {
    id: SAMPLING,
    body: {
      decision_wait: `${sampling.waitSeconds}s`,
      num_traces: 100_000,
      policies: [
        { name: 'failed', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
        ...slowPolicies(sampling),
        ...sharePolicies(sampling),
      ],
    },
    origin: sampling.origin,
  };
}

/** One policy for all services with one threshold: each is asked about every trace. */
function slowPolicies({ slowSeconds, services }: TraceSampling): Component[] {
  const own = services.flatMap(({ service, slowSeconds: seconds }) =>
    seconds === undefined || (slowSeconds !== undefined && slowSeconds <= seconds)
      ? []
      : [{ service, seconds }],
  );
  return [
    ...(slowSeconds === undefined ? [] : [{ name: 'slow', ...latency(slowSeconds) }]),
    ...groups(own, ({ seconds }) => seconds).map(([seconds, list]) =>
      and(`slow-${printDuration(seconds)}`, [
        ofServices(list.map(({ service }) => service)),
        { name: 'slow', ...latency(seconds) },
      ]),
    ),
  ];
}

/** By what is asked of them, the smallest first. */
function groups<Item>(items: readonly Item[], keyOf: (item: Item) => number): [number, Item[]][] {
  return [...groupBy(items, keyOf)].toSorted(([a], [b]) => a - b);
}

/** A trace is as long as from its first to its last span: as long as any of them, or longer. */
function latency(seconds: number): Component {
  return { type: 'latency', latency: { threshold_ms: Math.floor(Math.round(seconds * 1e6) / 1e3) } };
}

/** Services with a share of their own, and one share for all others. Whether a trace is in a share depends on its id alone. */
function sharePolicies({ ratio, services }: TraceSampling): Component[] {
  const own = services.filter((each) => each.ratio !== ratio);
  const rest = { name: 'share', ...probabilistic(ratio) };
  if (own.length === 0) return [rest];
  return [
    ...groups(own, (each) => each.ratio).map(([share, list]) =>
      and(`share-${percentage(share)}-percent`, [
        ofServices(list.map(({ service }) => service)),
        { name: 'share', ...probabilistic(share) },
      ]),
    ),
    and('share-of-others', [ofOthers(own.map(({ service }) => service)), rest]),
  ];
}

function ofOthers(services: readonly string[]): Component {
  const names = [...new Set(services)].map(escapeRegex).join('|');
  const service = 'resource.attributes["service.name"]';
  const pattern = JSON.stringify(`^(?:${names})$`);
  return {
    name: 'others',
    type: 'ottl_condition',
    ottl_condition: {
      error_mode: 'ignore',
      span: [`${service} == nil or not IsMatch(${service}, ${pattern})`],
    },
  };
}

function probabilistic(ratio: number): Component {
  return {
    type: 'probabilistic',
    probabilistic: { sampling_percentage: percentage(ratio) },
  };
}

/** Without the noise of binary fractions. */
function percentage(ratio: number): number {
  return Number((ratio * 100).toPrecision(12));
}

function ofServices(services: readonly string[]): Component {
  return {
    name: 'service',
    type: 'string_attribute',
    string_attribute: { key: 'service.name', values: [...new Set(services)] },
  };
}

function and(name: string, policies: readonly Component[]): Component {
  return { name, type: 'and', and: { and_sub_policy: policies } };
}
