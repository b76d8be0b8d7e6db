import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type TracerProvider, trace } from '@opentelemetry/api';
import { buildSync } from 'esbuild';
import { Counter, type OpenMetricsContentType, Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { REPOSITORY } from '../../support/cli.ts';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';

/** The module of the fraud detector, as far as these tests call it. */
interface FraudModule {
  readonly Metrics: new (registry: Registry | Registry<OpenMetricsContentType>) => FraudMetrics;
  readonly tracingReady: Promise<void>;
}
interface FraudMetrics {
  prediction: <T>(options: object, predict: (prediction: FraudPrediction) => T) => T;
  start: (options: object) => FraudPrediction;
  monitor: <A extends unknown[], R>(options: object, predict: (...args: A) => R) => (...args: A) => R;
}
interface FraudPrediction {
  result: (result: object) => void;
  failed: (reason: string) => void;
  end: (error?: unknown) => void;
}

const ERRORS = 'model_prediction_errors_total';
const PREDICTIONS = 'model_predictions_total';
let module: FraudModule;
let again: FraudModule;

const folder = path.join(REPOSITORY, `node_modules/.modelwatch-typescript-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const text = render(exampleProject('fraud-detector'), 'prod').files.get(
    'instrumentation/typescript/fraud-detector-metrics.ts',
  );
  // Where OpenTelemetry's API is found, as in a service that has it.
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'metrics.ts'), text ?? '');
  const client = path.join(REPOSITORY, 'node_modules/prom-client/index.js');
  const load = async (name: string) => {
    const outfile = path.join(folder, name);
    buildSync({
      entryPoints: [path.join(folder, 'metrics.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      alias: { 'prom-client': client },
      external: [client],
    });
    return (await import(pathToFileURL(outfile).href)) as FraudModule;
  };
  module = await load('one.mjs');
  again = await load('two.mjs');
});

async function total(registry: Registry, name: string, labels: Readonly<Record<string, string>> = {}) {
  const metric = await registry.getSingleMetric(name)?.get();
  return (metric?.values ?? [])
    .filter((value) =>
      Object.entries(labels).every(
        ([label, text]) => (value.labels as Record<string, unknown>)[label] === text,
      ),
    )
    .filter((value) => !('metricName' in value) || String(value.metricName).endsWith('_count'))
    .reduce((sum, { value }) => sum + value, 0);
}

describe('the TypeScript module', () => {
  it('counts what is thrown by its reason, and lets it go on', async () => {
    const registry = new Registry();
    const metrics = new module.Metrics(registry);
    class Broken extends Error {}
    const thrown = [
      [new RangeError('x'), 'RangeError'],
      [new DOMException('x', 'TimeoutError'), 'timeout'],
      [new DOMException('x', 'AbortError'), 'cancelled'],
      [new Broken('x'), 'Broken'],
      ['a text', 'unknown'],
    ] as const;
    for (const [error, reason] of thrown) {
      expect(() =>
        metrics.prediction({ version: '1' }, () => {
          throw error;
        }),
      ).toThrow();
      await expect(
        metrics.prediction({ version: '1' }, async () => Promise.reject(error as Error)),
      ).rejects.toBe(error);
      expect(await total(registry, ERRORS, { reason })).toBe(2);
    }
    metrics.prediction({ version: '1' }, (prediction) => prediction.failed('missing_feature'));
    expect(await total(registry, ERRORS, { reason: 'missing_feature' })).toBe(1);
    expect(await total(registry, PREDICTIONS)).toBe(0);
    expect(await total(registry, 'model_prediction_latency_seconds')).toBe(11);
  });

  it('counts a batch by what is told of it, and all of it when it fails', async () => {
    const registry = new Registry();
    const metrics = new module.Metrics(registry);
    const score = metrics.monitor(
      {
        version: '1',
        size: (rows: readonly string[]) => rows.length,
        describe: (rows: readonly string[]) =>
          rows.slice(0, 2).map((predictionClass) => ({ predictionClass })),
      },
      async (rows: readonly string[]) => {
        await sleep(5);
        if (rows.includes('bad')) throw new Error('bad');
        return rows;
      },
    );
    expect(await score(['fraud', 'legitimate', 'fraud'])).toHaveLength(3);
    await expect(score(['bad', 'fraud'])).rejects.toThrow('bad');
    expect(await total(registry, PREDICTIONS, { prediction_class: 'fraud' })).toBe(1);
    expect(await total(registry, PREDICTIONS, { prediction_class: 'other' })).toBe(1);
    expect(await total(registry, ERRORS)).toBe(2);
  });

  it('bounds labels', async () => {
    const registry = new Registry();
    const metrics = new module.Metrics(registry);
    for (let index = 0; index < 60; index += 1)
      metrics.prediction({ version: `v${index}`, region: `region-${index}` }, (prediction) =>
        prediction.result({ predictionClass: `class-${index}` }),
      );
    const { values = [] } = (await registry.getSingleMetric(PREDICTIONS)?.get()) ?? {};
    const seen = (label: string) =>
      new Set(values.map(({ labels }) => (labels as Record<string, unknown>)[label]));
    expect(seen('model_version').size).toBe(21);
    expect([...seen('region'), ...seen('prediction_class')]).toEqual(['other', 'other']);
    expect(await total(registry, PREDICTIONS)).toBe(60);
  });

  it('may be made again, and refuses what somebody else has registered otherwise', async () => {
    const registry = new Registry();
    for (const { Metrics } of [module, module, again])
      new Metrics(registry).prediction({ version: '1' }, () => 1);
    expect(await total(registry, PREDICTIONS)).toBe(3);
    const taken = new Registry();
    const other = new Counter({ name: PREDICTIONS, help: 'x', labelNames: ['shop'], registers: [taken] });
    expect(other).toBeDefined();
    expect(() => new module.Metrics(taken)).toThrow('model_predictions_total is registered already');
  });

  it('ends once, and breaks no prediction by an error of its own', async () => {
    const registry = new Registry();
    const metrics = new module.Metrics(registry);
    const prediction = metrics.start({ version: '1' });
    prediction.end();
    prediction.end(new Error('too late'));
    expect([await total(registry, PREDICTIONS), await total(registry, ERRORS)]).toEqual([1, 0]);
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const answers = [1, 2].map(() =>
      metrics.prediction({ version: '1' }, (each) => {
        each.result({ confidence: 'high' });
        return 1;
      }),
    );
    expect(answers).toEqual([1, 1]);
    expect(complaint).toHaveBeenCalledTimes(1);
    complaint.mockRestore();
  });

  it('makes a span of each prediction, and gives samples its ids where the registry can have exemplars', async () => {
    await module.tracingReady;
    const told: Record<string, unknown>[] = [];
    const startSpan = (name: string, { attributes }: { readonly attributes: object }) => {
      const span: Record<string, unknown> = { name, ...attributes };
      told.push(span);
      return {
        isRecording: () => true,
        spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }),
        setAttribute: (key: string, value: unknown) => (span[key] = value),
        setStatus: ({ code }: { readonly code: number }) => (span['status'] = code),
        recordException: (error: Error) => (span['exception'] = error.message),
        end: () => (span['ended'] = true),
      };
    };
    const provider = { getTracer: () => ({ startSpan }) } as unknown as TracerProvider;
    expect(trace.setGlobalTracerProvider(provider)).toBe(true);
    try {
      const registry = new Registry<OpenMetricsContentType>();
      registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
      const metrics = new module.Metrics(registry);
      metrics.prediction({ version: '1' }, () => 1);
      await expect(
        metrics.prediction({ version: '1' }, () => Promise.reject(new RangeError('x'))),
      ).rejects.toThrow('x');
      const span = {
        name: 'predict fraud-detector',
        'modelwatch.model': 'fraud-detector',
        'modelwatch.model_version': '1',
        ended: true,
      };
      expect(told).toEqual([span, { ...span, 'error.type': 'RangeError', status: 2, exception: 'x' }]);
      expect(await registry.metrics()).toContain(
        `# {trace_id="${'a'.repeat(32)}",span_id="${'b'.repeat(16)}"}`,
      );
    } finally {
      trace.disable();
    }
  });
});
