import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { renderText } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';
import { file, object, TEAM } from '../../support/specs.ts';
import { UNUSUAL } from '../../support/unusual-model.ts';

const PROJECT = object(
  'Project',
  'acme',
  '{ channels: { slack: { apiUrlFile: secrets/slack } }, targets: { prometheus: {}, alertmanager: {}, instrumentation: {} } }',
);

/** A project with one model, rendered: the Python module, the TypeScript module and the findings about them. */
function renderedModel(spec: string) {
  const text = file(PROJECT, TEAM, object('Model', 'fraud', `{ owner: ml, ${spec} }`));
  const { diagnostics, files } = compile({
    specs: [{ path: 'modelwatch.yaml', text }],
    readAuxiliary: () => undefined,
  });
  const textOf = (end: string) => files.find(({ path }) => path.endsWith(end))?.text;
  return {
    python: textOf('.py'),
    typescript: textOf('-metrics.ts'),
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    notes: diagnostics
      .filter(({ message }) => message.startsWith('instrumentation:'))
      .map(({ code, message }) => `${code} ${message}`),
  };
}

const AVAILABILITY = '{ name: availability, sli: { type: availability }, objective: 99% }';

/** Lines of a text with something in them, without their indentation. */
function linesWith(text: string | undefined, part: string): string[] {
  return (text ?? '').split('\n').flatMap((line) => (line.includes(part) ? [line.trim()] : []));
}

describe('the module of a model', () => {
  it('is rendered only when asked for, in the languages that are asked for', () => {
    const paths = (targets: string) =>
      [
        ...renderText(
          file(
            object('Project', 'acme', `{ channels: { slack: { apiUrlFile: secrets/slack } }${targets} }`),
            TEAM,
            object('Model', '7b-chat', `{ owner: ml, slos: [${AVAILABILITY}] }`),
          ),
        ).files.keys(),
      ].filter((name) => name.startsWith('instrumentation/'));
    expect(paths('')).toEqual([]);
    expect(paths(', targets: { prometheus: {}, instrumentation: {} }')).toEqual([
      'instrumentation/python/model_7b_chat_metrics.py',
      'instrumentation/typescript/7b-chat-metrics.ts',
    ]);
    expect(paths(', targets: { prometheus: {}, instrumentation: { languages: [python] } }')).toEqual([
      'instrumentation/python/model_7b_chat_metrics.py',
    ]);
  });

  it('emits what is read and nothing else', () => {
    const { python } = renderedModel(`slos: [${AVAILABILITY}]`);
    expect(linesWith(python, 'registry, Counter, ').map((line) => line.split('"')[1])).toEqual([
      'model_prediction_errors_total',
      'model_predictions_total',
    ]);
    expect(python).not.toContain('Histogram, "');
  });

  it('has a bucket at every threshold where the specs name no buckets', () => {
    const { python, notes, errors } = renderedModel(
      'metrics: { latency: { name: wait_seconds } }, slos: [{ name: latency, sli: { type: latency, threshold: 300ms }, objective: 99% }]',
    );
    expect(errors).toEqual([]);
    expect(python).toContain('0.1, 0.25, 0.3, 0.5, 1.0, 2.5');
    expect(notes).toEqual([expect.stringContaining('instrumentation/usual-buckets')]);
  });

  it('counts a failure where the specs read it', () => {
    const own = renderedModel(`slos: [${AVAILABILITY}]`);
    expect(linesWith(own.python, '.inc(self._size)')).toHaveLength(1);
    const both = renderedModel(
      `metrics: { requests: { name: model_predictions_total, includesErrors: true } }, slos: [${AVAILABILITY}]`,
    );
    expect(linesWith(both.python, '.inc(self._size)')).toHaveLength(2);
    const one = renderedModel(
      `metrics: { requests: { name: answers_total }, errors: { name: answers_total, match: { status: error } } }, slos: [${AVAILABILITY}]`,
    );
    expect(linesWith(one.python, '.inc(self._size)')).toEqual([
      'metrics._answers_total.child((self._version, "", reason, "error")).inc(self._size)',
    ]);
    expect(linesWith(one.python, '.inc(amount)')).toEqual([
      'metrics._answers_total.child((self._version, result[0], "", "success")).inc(amount)',
    ]);
  });

  it('counts time-outs by themselves where the specs have a role for them', () => {
    const { python, typescript } = renderedModel(
      'metrics: { timeout: { name: gave_up_total } }, slos: [{ name: availability, sli: { type: availability, bad: [errors, timeout] }, objective: 99% }]',
    );
    expect(linesWith(python, 'gave_up_total.child')).toEqual([
      'metrics._gave_up_total.child(()).inc(self._size)',
    ]);
    expect(python).toContain('if reason == TIMEOUT:');
    expect(typescript).toContain('if (reason === TIMEOUT) {');
  });

  it('leaves to the scrape what a scrape sets, and sets the rest', () => {
    const without = renderedModel(`select: { job: fraud, app: shop }, slos: [${AVAILABILITY}]`);
    expect(linesWith(without.python, '("shop",),')).toHaveLength(2);
    expect(without.python).not.toContain('"job"');
    expect(without.python).toContain('The labels env, instance, job are set where the metrics are scraped.');
    const scraped = renderedModel(
      `select: { job: fraud, app: shop }, scrape: { targets: ["fraud:8000"] }, slos: [${AVAILABILITY}]`,
    );
    expect(scraped.python).not.toContain('shop');
    expect(scraped.python).toContain('The labels app, env, instance, job are set');
  });

  it('is not rendered for a server that has metrics of its own: a note says who emits them', () => {
    const { python, notes } = renderedModel(
      'metricConvention: vllm, slos: [{ name: latency, sli: { type: latency, threshold: 1s }, objective: 99% }]',
    );
    expect(python).toBeUndefined();
    expect(notes).toEqual([
      'instrumentation/emitted-elsewhere instrumentation: vllm:e2e_request_latency_seconds of fraud is emitted by vLLM; nothing is left for code of the model',
    ]);
  });

  it('says that no client can emit a native histogram', () => {
    const { python, notes } = renderedModel(
      'metrics: { latency: { name: wait_seconds, native: true } }, slos: [{ name: latency, sli: { type: latency, threshold: 300ms }, objective: 99% }]',
    );
    expect(python).toBeUndefined();
    expect(notes).toEqual([
      expect.stringContaining('target/unsupported instrumentation: wait_seconds is mapped as a native'),
    ]);
  });

  it('bounds classes by those of the specs, and has no class where there is no end of them', () => {
    const classes = (more: string) =>
      linesWith(renderedModel(`${more}, slos: [${AVAILABILITY}]`).python, '_Values(("')[0];
    expect(classes('classes: [spam, ham]')).toContain('_Values(("spam", "ham"))');
    expect(renderedModel(`task: regression, slos: [${AVAILABILITY}]`).python).not.toContain(
      'prediction_class',
    );
  });

  it('takes a counter for one where the convention has a histogram under another name', () => {
    const { plan } = renderText(
      file(
        PROJECT,
        TEAM,
        object(
          'Model',
          'chat',
          `{ owner: ml, metricConvention: otel-genai, metrics: { requests: { name: asked_total }, errors: { name: asked_total, match: { status: error } } }, slos: [${AVAILABILITY}] }`,
        ),
      ),
    );
    const { instrument, unit, prometheus } = plan.signals.find(({ role }) => role === 'requests') ?? {};
    expect({ instrument, unit, histogram: prometheus?.histogram }).toEqual({
      instrument: 'counter',
      unit: 'none',
      histogram: undefined,
    });
  });

  it('keeps texts of the specs where they are texts', () => {
    const { files } = renderText(UNUSUAL);
    const python = files.get('instrumentation/python/model_7b_odd_one_metrics.py');
    expect(python).toContain('"it\'s", "a \\"b\\" \\\\ c", "\\u65e5\\u672c", "${x} {{y}} %s"');
    const typescript = files.get('instrumentation/typescript/7b-odd-one-metrics.ts');
    expect(typescript).toContain(`'it\\'s', 'a "b" \\\\ c', '\\u65e5\\u672c', '\${x} {{y}} %s'`);
  });

  it('tells the run of a batch model when it has come to its end', () => {
    const { files } = compile(exampleProject('demand-forecast'));
    const text = files.find(({ path }) => path.endsWith('demand_forecast_metrics.py'))?.text;
    expect(linesWith(text, '.set(')).toEqual([
      'metrics._model_batch_rows.child(()).set(self._rows)',
      'metrics._pipeline_last_duration_seconds.child(()).set(seconds)',
      'metrics._pipeline_last_success_timestamp_seconds.child(()).set(time.time())',
    ]);
    expect(text).toContain('lazy=True');
  });
});
