import type { NodePath } from '../../source/node.ts';
import type { Entity } from '../../workspace/entity.ts';
import { spanAt } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';
import { hostPort } from './telemetry-pipeline.ts';

interface Port {
  readonly number: number;
  readonly what: string;
  readonly path: NodePath;
}

/** Reports two parts of one collector that would listen on the same port: the second would not start. */
export function checkPorts(context: BuildContext, entity: Entity<'Telemetry'>): void {
  for (const ports of [agentPorts(entity), gatewayPorts(entity)]) {
    for (const [index, port] of ports.entries()) {
      const first = ports.find(({ number }) => number === port.number);
      if (first === undefined || ports.indexOf(first) === index) continue;
      reportAt(context, entity, port.path, {
        code: 'telemetry/port-collision',
        severity: 'error',
        message: `${port.what} would listen on port ${port.number}, where ${first.what} listens already`,
        related: [{ message: first.what, span: spanAt(entity, first.path) }],
        hint: 'Give one of them another port.',
      });
    }
  }
}

function agentPorts({ spec: { sources, agent } }: Entity<'Telemetry'>): Port[] {
  return [
    { number: sources.otlp.grpcPort, what: 'OTLP over gRPC', path: ['sources', 'otlp', 'grpcPort'] },
    { number: sources.otlp.httpPort, what: 'OTLP over HTTP', path: ['sources', 'otlp', 'httpPort'] },
    ...(sources.zipkin
      ? [{ number: sources.zipkin.port, what: 'the source zipkin', path: ['sources', 'zipkin', 'port'] }]
      : []),
    ...(sources.jaeger
      ? [
          {
            number: sources.jaeger.grpcPort,
            what: 'gRPC of the source jaeger',
            path: ['sources', 'jaeger', 'grpcPort'],
          },
          {
            number: sources.jaeger.httpPort,
            what: 'HTTP of the source jaeger',
            path: ['sources', 'jaeger', 'httpPort'],
          },
        ]
      : []),
    { number: agent.healthPort, what: 'the health check of the agent', path: ['agent', 'healthPort'] },
    { number: agent.metricsPort, what: "the agent's own metrics", path: ['agent', 'metricsPort'] },
  ];
}

function gatewayPorts({ spec: { gateway, sinks } }: Entity<'Telemetry'>): Port[] {
  return [
    {
      number: hostPort(gateway.endpoint).port,
      what: 'what agents send to',
      path: ['gateway', 'endpoint'],
    },
    ...sinks.flatMap((sink, index) =>
      sink.type === 'prometheus'
        ? [{ number: sink.port, what: 'the page of metrics', path: ['sinks', index, 'port'] }]
        : [],
    ),
    { number: gateway.healthPort, what: 'the health check of the gateway', path: ['gateway', 'healthPort'] },
    { number: gateway.metricsPort, what: "the gateway's own metrics", path: ['gateway', 'metricsPort'] },
  ];
}
