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

/** Who emits a metric of this name other than the model's own code; undefined when that code has to. */
export function emitterBeside(metric: string): string | undefined {
  const exporter = EXPORTERS.find(([name]) => name.test(metric));
  if (exporter !== undefined) return exporter[1];
  return Object.values(conventions).find(
    ({ server, roles }) => server !== undefined && Object.values(roles).some(({ name }) => name === metric),
  )?.server;
}
