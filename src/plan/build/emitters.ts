import { conventions } from '../conventions/registry.ts';

/** Programs beside the model that emit metrics with a beginning of their own. */
const EXPORTERS: readonly (readonly [RegExp, string])[] = [
  [/^DCGM_/, "NVIDIA's DCGM exporter"],
  [/^container_/, 'cAdvisor, in the kubelet'],
  [/^kube_/, 'kube-state-metrics'],
  [/^node_/, 'the node exporter'],
  [/^(?:process|python|nodejs)_/, 'the client library, by itself'],
  [/^vllm:/, 'vLLM'],
  [/^nv_/, 'Triton'],
];

/** Names of metrics that servers of models emit by themselves, with the server. */
const SERVERS: ReadonlyMap<string, string> = new Map(
  Object.values(conventions).flatMap(({ server, roles }) =>
    server === undefined ? [] : Object.values(roles).map(({ name }) => [name, server] as const),
  ),
);

/** Who emits a metric of this name other than the model's own code; undefined when that code has to. */
export function emitterBeside(metric: string): string | undefined {
  return EXPORTERS.find(([name]) => name.test(metric))?.[1] ?? SERVERS.get(metric);
}
