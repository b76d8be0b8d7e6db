import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type RenderedProject, rendered, renderText } from '../compiled.ts';
import { freePort, type Service, type Services } from '../processes.ts';
import { program } from '../programs.ts';

export type Build = '0.130' | '0.110';

/** An agent and a gateway that run with the rendered configurations. */
export interface Collectors {
  readonly agent: Service;
  readonly gateway: Service;
  /** Where the agent takes OTLP over HTTP. */
  readonly otlpUrl: string;
  readonly project: RenderedProject;
  /** Starts one of them again with the same configuration, after it has ended. */
  readonly restart: (role: 'agent' | 'gateway') => Promise<Service>;
}

/** What a test says of its pipeline, as YAML of one line each. */
export interface CollectorOptions {
  readonly build: Build;
  readonly sinks: readonly string[];
  /** Further lines of the spec. */
  readonly sources?: string;
  readonly spec?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Further fields of the gateway, as YAML of one line. */
  readonly gateway?: string;
  /** Specs beside the Telemetry. */
  readonly specs: string;
}

/** Compiles a project with a Telemetry on free ports, and starts what comes of it, unchanged. */
export async function startCollectors(services: Services, options: CollectorOptions): Promise<Collectors> {
  const [grpc, http, gatewayPort, agentMetrics, gatewayMetrics, agentHealth, gatewayHealth] =
    await freePorts(7);
  const folder = services.folder();
  const project = renderText(`${options.specs}
---
apiVersion: modelwatch/v1alpha1
kind: Telemetry
metadata: { name: pipeline }
spec:
  collector: "${options.build}"
  sources: { otlp: { grpcPort: ${grpc}, httpPort: ${http} }${options.sources === undefined ? '' : `, ${options.sources}`} }
  queue: { directory: ${folder}/queues }
  agent: { listen: 127.0.0.1, healthPort: ${agentHealth}, metricsPort: ${agentMetrics} }
  gateway: { endpoint: "127.0.0.1:${gatewayPort}", listen: 127.0.0.1, healthPort: ${gatewayHealth}, metricsPort: ${gatewayMetrics}${options.gateway === undefined ? '' : `, ${options.gateway}`} }
  sinks:
${options.sinks.map((sink) => `    - ${sink}`).join('\n')}
${(options.spec ?? []).map((line) => `  ${line}`).join('\n')}
`);
  const start = (role: 'agent' | 'gateway'): Promise<Service> => {
    const file = path.join(folder, `${role}.yaml`);
    writeFileSync(file, rendered(project, `otelCollector/${role}.yaml`));
    return startCollector(services, options, file, role === 'agent' ? agentHealth : gatewayHealth);
  };
  const gateway = await start('gateway');
  const agent = await start('agent');
  return { agent, gateway, otlpUrl: `http://127.0.0.1:${http}`, project, restart: start };
}

async function startCollector(
  services: Services,
  { build, env = {} }: CollectorOptions,
  file: string,
  healthPort: number | undefined,
): Promise<Service> {
  const service = await services.start({
    command: program(`otelcol-${build}.0`),
    // Its ports stand in the configuration.
    args: () => ['--config', file],
    env: { ...process.env, ...env },
    readyPath: '/',
    port: healthPort ?? 0,
  });
  return service;
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
