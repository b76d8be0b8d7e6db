import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inspect } from '../../src/promql/inspect.ts';
import { REPOSITORY } from '../support/cli.ts';
import { render } from '../support/compiled.ts';
import { exampleProject } from '../support/example-project.ts';
import {
  type InstrumentedService,
  type Language,
  python,
  startInstrumentedService,
  writePython,
} from '../support/instrumented-service.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { startPrometheus } from '../support/servers.ts';
import { until } from '../support/until.ts';
import { UNUSUAL } from '../support/unusual-model.ts';

const run = promisify(execFile);
const CLI = path.join(REPOSITORY, 'dist/cli.js');
const EXAMPLES = ['fraud-detector', 'home-ranker', 'demand-forecast', 'support-assistant'];
const SUPPORT = path.join(REPOSITORY, 'test/support/instrumented');

interface Checked {
  readonly code: number;
  readonly stderr: string;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly message: string;
    readonly file?: string;
    readonly range?: { readonly start: { readonly line: number } };
    readonly hint?: string;
  }[];
}

/** `modelwatch check metrics` of an example, without what is merely told. */
async function checkMetrics(example: string, ...args: readonly string[]): Promise<Checked> {
  const project = path.join(REPOSITORY, 'examples', example);
  const all = [CLI, 'check', 'metrics', project, '--env', 'prod', '--format', 'json', ...args];
  const { stdout, stderr, code } = await run(process.execPath, all).then(
    (ended) => ({ ...ended, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  const { findings } = JSON.parse(stdout) as Pick<Checked, 'findings'>;
  return { code, stderr, findings: findings.filter(({ severity }) => severity !== 'info') };
}

/** What rendered rules read, but for what rules record. */
function rawSelectors({ files }: InstrumentedService['rendered']) {
  const rules = [...files].filter(([file]) => file.startsWith('prometheus/rules/'));
  const texts = rules.flatMap(([, text]) =>
    (parse(text) as { groups: { rules: { expr: string }[] }[] }).groups.flatMap((group) =>
      group.rules.map(({ expr }) => expr),
    ),
  );
  return texts
    .flatMap((expr) => inspect(expr).selectors)
    .filter(
      ({ metric = '' }) => metric !== '' && !metric.includes(':slo') && !metric.startsWith('modelwatch:'),
    );
}

async function startAll(
  services: ReturnType<typeof useServices>,
  started: readonly InstrumentedService[],
): Promise<Service> {
  const rules = started.flatMap(({ rendered }, index) =>
    [...rendered.files].flatMap(([file, text]) =>
      file.startsWith('prometheus/rules/') ? [[`rules/${index}-${path.basename(file)}`, text] as const] : [],
    ),
  );
  const scrapes = started.flatMap(({ scrapeConfigs }, index) =>
    scrapeConfigs.map((text) => `  - ${text.replace('job_name: "others"', `job_name: "others-${index}"`)}`),
  );
  return startPrometheus(services, {
    config: `global: { evaluation_interval: 1s }\nrule_files: ["rules/*.yaml"]\nscrape_configs:\n${scrapes.join('\n')}\n`,
    files: Object.fromEntries(rules),
  });
}

async function seriesOf(prometheus: Service, selector: string): Promise<number> {
  const response = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(selector)}`);
  const { data } = (await response.json()) as { data: { result: unknown[] } };
  return data.result.length;
}

describeWithPrograms(['prometheus', 'mypy'], 'generated instrumentation', () => {
  describe.each<Language>(['python', 'typescript'])('in %s, scraped by Prometheus', (language) => {
    const services = useServices();
    const started: InstrumentedService[] = [];
    let prometheus: Service;
    beforeAll(async () => {
      // One after the other: two that start at once may find the same port free.
      for (const example of EXAMPLES)
        started.push(await startInstrumentedService(services, { example, language }));
      prometheus = await startAll(services, started);
    });

    it.each(EXAMPLES)('%s: everything that a rule reads of what it emits is there', async (example) => {
      const one = started[EXAMPLES.indexOf(example)] as InstrumentedService;
      const own = new Set(one.rendered.plan.signals.map(({ metric }) => metric));
      const selectors = rawSelectors(one.rendered).filter(
        ({ metric = '' }) => own.has(metric.replace(/_(?:bucket|count|sum)$/, '')) || own.has(metric),
      );
      expect(new Set(selectors.map(({ metric }) => metric)).size).toBeGreaterThanOrEqual(3);
      const texts = new Set(
        selectors.map(({ metric, matchers }) => {
          const shown = matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
          return `${metric ?? ''}{${shown.join(',')}}`;
        }),
      );
      for (const text of texts)
        await until(async () => (await seriesOf(prometheus, text)) > 0, { what: text, timeoutMs: 30_000 });
    });

    it.each(EXAMPLES)('%s: check metrics finds nothing', async (example) => {
      // What fails rarely takes a moment to be there.
      const checked = await until(
        async () => {
          const found = await checkMetrics(example, '--prometheus', prometheus.url);
          return found.code === 0 && found.findings.length === 0 && found;
        },
        { what: 'a clean check', timeoutMs: 30_000, everyMs: 1000 },
      ).catch(() => checkMetrics(example, '--prometheus', prometheus.url));
      expect(checked.findings).toEqual([]);
      expect(checked.code).toBe(0);
    });

    it('check metrics finds nothing in an answer to a scrape', async () => {
      const { address } = started[0] as InstrumentedService;
      const answer = await fetch(`http://${address}/metrics`, {
        headers: { accept: 'application/openmetrics-text; version=1.0.0' },
      });
      const file = path.join(services.folder(), 'scrape.om');
      writeFileSync(file, await answer.text());
      const { code, findings } = await checkMetrics('fraud-detector', '--openmetrics', file);
      expect({ code, findings }).toEqual({ code: 0, findings: [] });
    });
  });

  describe('that was changed by hand', () => {
    const services = useServices();
    let one: InstrumentedService;
    let prometheus: Service;
    const WRONG = [
      ['live/missing-bucket', 'model.yaml', 12, 'model_prediction_latency_seconds has no bucket 0.25'],
      ['live/missing-metric', 'model.yaml', 13, 'model_prediction_confidence is not in'],
      ['live/missing-label', 'model.yaml', 4, 'model_predictions_total has no label model_version'],
    ] as const;
    beforeAll(async () => {
      one = await startInstrumentedService(services, {
        example: 'fraud-detector',
        change: (module) =>
          module
            .replace('0.1, 0.25, 0.5, 0.75', '0.1, 0.2, 0.5, 0.75')
            .replaceAll('"model_prediction_confidence"', '"model_prediction_confidenc"')
            .replace(
              '("age_band", "model_version", "prediction_class", "region")',
              '("age_band", "version", "prediction_class", "region")',
            ),
      });
      prometheus = await startAll(services, [one]);
      await until(async () => (await seriesOf(prometheus, 'model_predictions_total')) > 3, {
        what: 'traffic',
      });
    });

    it.each(['--prometheus', '--openmetrics'])(
      'is found out, each with its line of the specs: %s',
      async (option) => {
        const file = path.join(services.folder(), 'scrape.txt');
        if (option === '--openmetrics')
          writeFileSync(file, await (await fetch(`http://${one.address}/metrics`)).text());
        const ask = () =>
          checkMetrics('fraud-detector', option, option === '--prometheus' ? prometheus.url : file);
        // Prometheus has not scraped everything yet when it has scraped the model.
        const { code, findings } = await until(
          async () => {
            const found = await ask();
            return found.findings.length <= WRONG.length && found;
          },
          { what: 'nothing but what is wrong', timeoutMs: 30_000, everyMs: 500 },
        ).catch(ask);
        expect(code).toBe(1);
        const told = findings.map((each) => [
          each.ruleId,
          path.basename(each.file ?? ''),
          each.range?.start.line,
          each.message,
        ]);
        expect(told).toHaveLength(WRONG.length);
        for (const [rule, file_, line, message] of WRONG)
          expect(told).toContainEqual([rule, file_, line, expect.stringContaining(message)]);
        expect(findings.find(({ ruleId }) => ruleId === 'live/missing-metric')?.hint).toBe(
          'Did you mean "model_prediction_confidenc"?',
        );
      },
    );
  });

  describe('in Python', () => {
    const services = useServices();
    const environment = (folder: string) => ({
      ...process.env,
      PYTHONPATH: folder,
      PYTHONDONTWRITEBYTECODE: '1',
    });

    it('keeps what it promises beside counting: reasons, batches, coroutines, threads, bounds, reloads, traces', async () => {
      const { folder } = writePython(services, render(exampleProject('fraud-detector'), 'prod'));
      const { stdout } = await run(python(), [path.join(SUPPORT, 'behaviour.py')], {
        env: environment(folder),
      });
      expect(stdout).toBe('ok\n');
    });

    it('counts over worker processes', async () => {
      const { folder } = writePython(services, render(exampleProject('fraud-detector'), 'prod'));
      const env = { ...environment(folder), PROMETHEUS_MULTIPROC_DIR: services.folder() };
      const { stdout } = await run(python(), [path.join(SUPPORT, 'workers.py')], { env });
      const labels = 'age_band="other",model_version="v1.2.3"';
      expect(stdout).toContain(
        `model_predictions_total{${labels},prediction_class="fraud",region="uk"} 180.0`,
      );
      expect(stdout).toContain(`model_prediction_errors_total{${labels},reason="timeout",region="uk"} 20.0`);
      expect(stdout).toContain('model_prediction_latency_seconds_count{model_version="v1.2.3"} 200.0');
      expect(stdout).toContain('model_prediction_confidence_bucket{le="0.8",model_version="v1.2.3"} 180.0');
    });
  });

  describe('under gunicorn', () => {
    const services = useServices();

    it('counts over all workers, whichever of them answers the scrape', async () => {
      const { folder } = writePython(services, render(exampleProject('fraud-detector'), 'prod'));
      copyFileSync(path.join(SUPPORT, 'gunicorn_app.py'), path.join(folder, 'gunicorn_app.py'));
      const { url } = await services.start({
        command: python(),
        args: (port) => ['-m', 'gunicorn', '-w', '3', '-b', `127.0.0.1:${port}`, 'gunicorn_app:application'],
        readyPath: '/metrics',
        cwd: folder,
        env: { ...process.env, PYTHONPATH: folder, PROMETHEUS_MULTIPROC_DIR: services.folder() },
      });
      const answers = await Promise.all(Array.from({ length: 300 }, () => fetch(`${url}/predict`)));
      expect(new Set(await Promise.all(answers.map((answer) => answer.text())))).toEqual(new Set(['many']));
      const count = /^model_prediction_latency_seconds_count\{model_version="v1\.2\.3"\} (\S+)$/m;
      for (let scrape = 0; scrape < 6; scrape += 1)
        expect(count.exec(await (await fetch(`${url}/metrics`)).text())?.[1]).toBe('300.0');
    });
  });

  describe('as its checkers see it', () => {
    const services = useServices();
    const projects = [...EXAMPLES.map((example) => render(exampleProject(example), 'prod')), odd()];

    it('mypy --strict has no complaint', async () => {
      const folder = services.folder();
      for (const each of projects)
        for (const [file, text] of each.files)
          if (/^instrumentation\/.*\.py$/.test(file))
            writeFileSync(path.join(folder, path.basename(file)), text);
      expect(readdirSync(folder)).toHaveLength(5);
      const { stdout } = await run(program('mypy'), ['--strict', '--cache-dir', services.folder(), folder]);
      expect(stdout).toBe('Success: no issues found in 5 source files\n');
    });

    it('tsc --strict has no complaint', async () => {
      // Within the repository, so that prom-client is found.
      const folder = path.join(REPOSITORY, 'node_modules/.modelwatch-instrumentation');
      mkdirSync(folder, { recursive: true });
      const files = projects.flatMap((each) =>
        [...each.files].filter(([file]) => file.startsWith('instrumentation/typescript/')),
      );
      for (const [file, text] of files) writeFileSync(path.join(folder, path.basename(file)), text);
      const compilerOptions = {
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noUnusedLocals: true,
        noPropertyAccessFromIndexSignature: true,
        module: 'nodenext',
        target: 'es2022',
        noEmit: true,
        types: ['node'],
      };
      const config = { compilerOptions, files: files.map(([file]) => path.basename(file)) };
      writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
      const tsc = path.join(REPOSITORY, 'node_modules/typescript/bin/tsc');
      const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
        (error: { stdout: string }) => error,
      );
      rmSync(folder, { recursive: true, force: true });
      expect(stdout).toBe('');
    });

    it('takes unusual names, units and values', async () => {
      const { folder, module } = writePython(services, odd());
      const { stdout } = await run(python(), ['-c', UNUSUAL_CALLS.replace('MODULE', module)], {
        env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' },
      });
      const fixed = 'tier="gold \\"1\\""';
      expect(stdout).toContain(`Odd_Heat{lambda="all",${fixed}} 75.0`);
      expect(stdout).toContain(`odd:wait_ms_count{${fixed},v="1"} 3.0`);
      expect(stdout).toContain('odd:wait_ms_bucket{le="1e+06",');
      expect(stdout).toContain(`odd_sureness_percent_sum{${fixed},v="1"} 50.0`);
      const answer = (from: string, how: string, why: string) =>
        `odd_answers{class="x",from="${from}",how="${how}",self="me",${fixed},v="1",why="${why}"} 1.0`;
      expect(stdout).toContain(answer('日本', 'fine', ''));
      expect(stdout).toContain(answer('', 'bad\\"ly', 'ValueError'));
      expect(stdout).toContain(`odd_timeouts_total{class="x",self="me",${fixed},v="1"} 1.0`);
      const project = services.folder();
      writeFileSync(path.join(project, 'modelwatch.yaml'), UNUSUAL);
      writeFileSync(path.join(project, 'scrape.txt'), stdout);
      const check = [CLI, 'check', 'metrics', project, '--openmetrics', path.join(project, 'scrape.txt')];
      const { stdout: told } = await run(process.execPath, check).catch((error: { stdout: string }) => error);
      expect(told).toMatch(/^0 errors, 0 warnings/m);
    });
  });
});

function odd() {
  return render({ specs: [{ path: 'modelwatch.yaml', text: UNUSUAL }], readAuxiliary: () => undefined });
}

const UNUSUAL_CALLS = `
import MODULE as module
metrics = module.Metrics()
def call(error=None):
    try:
        with metrics.prediction("1", segment_class="x", segment_self="me") as prediction:
            if error:
                raise error
            prediction.result(prediction_class="日本", confidence=0.5)
    except Exception:
        pass
call()
call(ValueError())
call(TimeoutError())
metrics.set_gpu(0.75, kind="all")
metrics.count_feedback(rating="down")
print(module.exposition()[0].decode())
`;
