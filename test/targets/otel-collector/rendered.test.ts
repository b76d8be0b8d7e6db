import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { rendered, renderText } from '../../support/compiled.ts';
import { kitchenText } from '../../support/telemetry/kitchen.ts';

interface Config {
  readonly exporters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly processors: Readonly<Record<string, unknown>>;
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly service: {
    readonly pipelines: Readonly<
      Record<
        string,
        { readonly receivers: string[]; readonly processors: string[]; readonly exporters: string[] }
      >
    >;
  };
}

function configOf(build: '0.130' | '0.110', role: string, text = kitchenText(build)): Config {
  return parse(rendered(renderText(text), `otelCollector/${role}.yaml`)) as Config;
}

describe.each(['0.130', '0.110'] as const)('a configuration for %s', (build) => {
  it.each(['agent', 'gateway'])(
    'of the %s limits memory first in every pipeline, and takes personal data out',
    (role) => {
      const { pipelines } = configOf(build, role).service;
      expect(Object.keys(pipelines).length).toBeGreaterThanOrEqual(3);
      for (const { processors } of Object.values(pipelines))
        expect(processors.slice(0, 3)).toEqual(['memory_limiter', 'resource', 'transform/redact']);
    },
  );

  it('defines what its pipelines name, and nothing else', () => {
    for (const role of ['agent', 'gateway']) {
      const config = configOf(build, role) as Config & { connectors?: Record<string, unknown> };
      const named = Object.values(config.service.pipelines).flatMap(
        ({ receivers, processors, exporters }) => [...receivers, ...processors, ...exporters],
      );
      const defined = [config.receivers, config.processors, config.exporters, config.connectors ?? {}];
      expect(defined.flatMap((section) => Object.keys(section)).toSorted()).toEqual(
        [...new Set(named)].toSorted(),
      );
    }
  });

  it('keeps the queue of each sink on disk that can, and makes batches of nothing that is not on disk yet', () => {
    const gateway = configOf(build, 'gateway');
    const onDisk = Object.entries(gateway.exporters).filter(([, body]) =>
      JSON.stringify(body['sending_queue'] ?? {}).includes('"storage":"file_storage"'),
    );
    const memory = ['prometheus/', 'prometheusremotewrite/', 'awsemf/', 'awsxray/', 'file/', 'azuremonitor/'];
    expect(Object.keys(gateway.exporters).filter((id) => !onDisk.some(([other]) => other === id))).toSatisfy(
      (ids: string[]) => ids.length > 3 && ids.every((id) => memory.some((prefix) => id.startsWith(prefix))),
    );
    const { pipelines } = gateway.service;
    for (const [id, { processors }] of Object.entries(pipelines)) {
      if (id !== 'traces') expect(processors).not.toContain('batch');
    }
    expect(pipelines['traces']?.processors.at(-1)).toBe(build === '0.130' ? 'tail_sampling' : 'batch');
  });

  it('counts spans before they are sampled', () => {
    const { pipelines } = configOf(build, 'gateway').service;
    expect(pipelines['traces/count']?.processors).not.toContain('tail_sampling');
    expect(pipelines['traces/count']?.exporters).toContain('spanmetrics');
    expect(pipelines['metrics']?.receivers).toContain('spanmetrics');
  });
});

describe('what is left out', () => {
  it('are pipelines to nowhere', () => {
    const text = kitchenText('0.130').replace(
      / {2}sinks:\n[^]*/,
      '  sinks: [{ type: zipkin, endpoint: "http://z:1" }]\n',
    );
    expect(Object.keys(configOf('0.130', 'gateway', text).service.pipelines)).toEqual(['traces']);
    expect(Object.keys(configOf('0.130', 'agent', text).service.pipelines)).toEqual(['traces']);
  });

  it('is everything when the environment has no Telemetry', () => {
    const text = kitchenText('0.130').replace(
      /---\napiVersion: modelwatch\/v1alpha1\nkind: Telemetry[^]*/,
      '',
    );
    const { files, plan } = renderText(text);
    expect([...files.keys()].filter((file) => file.startsWith('otelCollector/'))).toEqual([]);
    expect(plan.alerts.filter(({ id }) => id.startsWith('telemetry'))).toEqual([]);
  });
});

it('the same pipeline, the same bytes, whatever the order of its sinks', () => {
  const lines = kitchenText('0.130').trimEnd().split('\n');
  const first = lines.findIndex((line) => line === '  sinks:') + 1;
  const turned = [...lines.slice(0, first), ...lines.slice(first).toReversed()].join('\n');
  for (const role of ['agent', 'gateway'])
    expect(rendered(renderText(turned), `otelCollector/${role}.yaml`)).toBe(
      rendered(renderText(lines.join('\n')), `otelCollector/${role}.yaml`),
    );
});

describe('the manifests for Kubernetes', () => {
  const text = kitchenText('0.130').replace(
    'scrape: { targets: ["fraud:8000"], labels: { zone: "a$b" } }',
    'scrape: { kubernetes: { namespace: ml, podLabels: { app: fraud }, port: http } }',
  );
  const objectsOf = (role: string): Record<string, unknown>[] =>
    parseAllDocuments(rendered(renderText(text), `otelCollector/kubernetes/${role}.yaml`)).map(
      (document) => document.toJS() as Record<string, unknown>,
    );

  it('are an agent on every node, and one gateway that may look at the pods that it scrapes', () => {
    expect(objectsOf('agent').map(({ kind }) => kind)).toEqual(['ConfigMap', 'Service', 'DaemonSet']);
    const gateway = objectsOf('gateway');
    expect(gateway.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Service',
      'StatefulSet',
    ]);
    expect(gateway[2]).toMatchObject({
      metadata: { namespace: 'ml' },
      rules: [{ resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
    });
    expect(gateway.at(-1)).toMatchObject({
      spec: { replicas: 1, template: { spec: { serviceAccountName: 'otel-gateway' } } },
    });
  });

  it('give the secrets that the sinks refer to, and no others', () => {
    const set = objectsOf('gateway').at(-1) as {
      spec: {
        template: {
          spec: { containers: [{ env: { name: string }[]; volumeMounts: { mountPath: string }[] }] };
        };
      };
    };
    const [container] = set.spec.template.spec.containers;
    expect(container.env.map(({ name }) => name)).toEqual([
      'API_KEY',
      'ELASTIC_KEY',
      'HEC_TOKEN',
      'PROM_TOKEN',
    ]);
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/etc/zipkin-password');
  });
});
