import type { TraceSampling } from '../../plan/telemetry.ts';
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

function slowPolicies({ slowSeconds, services }: TraceSampling): Component[] {
  return [
    ...(slowSeconds === undefined ? [] : [{ name: 'slow', ...latency(slowSeconds) }]),
    ...services.flatMap(({ service, slowSeconds: seconds }) =>
      seconds === undefined || (slowSeconds !== undefined && slowSeconds <= seconds)
        ? []
        : [and(`slow-${service}`, [ofService(service), { name: 'slow', ...latency(seconds) }])],
    ),
  ];
}

/** A trace is as long as from its first to its last span: as long as any of them, or longer. */
function latency(seconds: number): Component {
  return { type: 'latency', latency: { threshold_ms: Math.floor(Math.round(seconds * 1e6) / 1e3) } };
}

/** Each service with a share of its own, and one share for all others. The share of one trace is the same in all of them. */
function sharePolicies({ ratio, services }: TraceSampling): Component[] {
  const own = services.filter((each) => each.ratio !== ratio);
  const rest = { name: 'share', ...probabilistic(ratio) };
  if (own.length === 0) return [rest];
  const others = {
    name: 'others',
    type: 'ottl_condition',
    ottl_condition: {
      error_mode: 'ignore',
      span: [
        own
          .map(({ service }) => `resource.attributes["service.name"] != ${JSON.stringify(service)}`)
          .join(' and '),
      ],
    },
  };
  return [
    ...own.map((each) =>
      and(`share-${each.service}`, [
        ofService(each.service),
        { name: 'share', ...probabilistic(each.ratio) },
      ]),
    ),
    and('share-others', [others, rest]),
  ];
}

function probabilistic(ratio: number): Component {
  return {
    type: 'probabilistic',
    probabilistic: { sampling_percentage: Math.min(100, Number((ratio * 100).toPrecision(12))) },
  };
}

function ofService(service: string): Component {
  return {
    name: 'service',
    type: 'string_attribute',
    string_attribute: { key: 'service.name', values: [service] },
  };
}

function and(name: string, policies: readonly Component[]): Component {
  return { name, type: 'and', and: { and_sub_policy: policies } };
}
