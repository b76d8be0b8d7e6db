import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DASHBOARD, type Dashboard } from '../../src/preview/dashboard.ts';
import { cliPath, REPOSITORY } from '../support/cli.ts';
import { render } from '../support/compiled.ts';
import { exampleProject } from '../support/example-project.ts';
import { describeWithPage, runCli } from '../support/preview.ts';
import {
  inspect,
  type Looked,
  lookAt,
  type OpenPage,
  SIZES,
  useBrowser,
} from '../support/preview-browser.ts';
import { scrollThrough, untilQuiet } from '../support/preview-inspect.mjs';
import type { Service } from '../support/processes.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { valueAt } from '../support/prometheus-api.ts';
import { until } from '../support/until.ts';
import { stageWorlds } from '../support/world/stage.ts';

const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'] as const;
/** How long Prometheus takes a sample for now: what was recorded a moment ago is drawn as far as that into the future. */
const LOOKBACK_S = 300;

describeWithPage('previews', () => {
  describeWithPrograms(
    ['prometheus', 'promtool', 'chromium'],
    'previews of a real Prometheus in a real Chromium',
    () => {
      const services = useServices();
      const browser = useBrowser();
      const folder = services.folder();
      let prometheus: Service;
      let range: readonly string[];

      beforeAll(async () => {
        prometheus = await stageWorlds(
          services,
          EXAMPLES.map((name) => render(exampleProject(name), 'prod')),
        );
        // Rules read what other rules record: the last ones have data after a few seconds.
        await until(
          async () =>
            ((await valueAt(prometheus, 'count(modelwatch:slo_time_to_exhaustion:seconds)')) ?? 0) > 8,
          {
            what: 'what is recorded of what is recorded',
          },
        );
        const now = Math.floor(Date.now() / 1000);
        const time = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19) + 'Z';
        range = ['--from', time(now - 3600), '--to', time(now + LOOKBACK_S - 60)];
      });

      describe.each(EXAMPLES)('%s', (name) => {
        let opened: OpenPage;
        let dashboards: readonly Dashboard[];

        it('is recorded and drawn', async () => {
          const page = join(folder, `${name}.html`);
          const args = ['--env', 'prod', '--record', prometheus.url, '--out', page, ...range];
          const { code, stdout } = await runCli(['preview', `examples/${name}`, ...args]);
          expect(code, stdout).toBe(0);
          dashboards = dashboardsIn(page);
          opened = await browser.open(page);
          expect(dashboards.length).toBeGreaterThan(2);
        });

        it.each(SIZES)('shows all its data at $width, $theme', async (size) => {
          const wrong: string[] = [];
          for (const dashboard of dashboards.slice(0, size.most)) {
            let looked = await lookAt(opened, dashboard.metadata.name, size);
            // Tables measure themselves before they draw their rows, and a busy machine takes its time.
            for (let round = 0; round < 10 && problemsOf(dashboard, looked).length > 0; round += 1) {
              await opened.page.waitForTimeout(500);
              looked = await inspect(opened.page);
            }
            const problems = problemsOf(dashboard, looked);
            wrong.push(...problems.map((each) => `${dashboard.metadata.name} / ${each}`));
            expect(isDark(looked.background)).toBe(size.theme === 'dark');
          }
          expect(wrong.join('\n')).toBe('');
          expect(opened.errors).toEqual([]);
          expect(opened.requests).toEqual([]);
        });
      });

      it('says "not recorded" of what a chosen value would ask, and lets nothing be edited', async () => {
        const { page } = await browser.open(join(folder, 'demand-forecast.html'));
        await page.evaluate(untilQuiet);
        expect(await page.getByRole('button', { name: /edit/i }).count()).toBe(0);
        await page.getByTestId('variable-model').getByRole('button', { name: 'Open' }).click();
        await page.getByRole('option').last().click();
        await page.getByText('not recorded').first().waitFor();
      });

      it('shows the state before beside the state now, with what changed', async () => {
        const before = join(folder, 'before');
        cpSync(join(REPOSITORY, 'examples/minimal'), before, { recursive: true });
        const after = join(folder, 'after');
        cpSync(before, after, { recursive: true });
        const spec = join(after, 'modelwatch.yaml');
        const text = readFileSync(spec, 'utf8');
        const changed = text.replace('threshold: 250ms', 'threshold: 100ms');
        expect(changed).not.toBe(text);
        writeFileSync(spec, changed);
        const file = join(folder, 'sides.html');
        const args = ['--before', before, '--record', prometheus.url, '--out', file, ...range];
        const { code, stdout } = await runCli(['preview', after, ...args]);
        expect(code, stdout).toBe(0);
        const { page, errors } = await browser.open(file);
        await page.getByText(/^Changes since/).waitFor();
        await page.locator('.changes h3 a').first().click();
        await page.getByText(/^Before: /).waitFor();
        await page.evaluate(untilQuiet);
        await page.evaluate(scrollThrough);
        const [left, right] = await Promise.all(
          [0, 1].map((side) => page.locator('.side').nth(side).boundingBox()),
        );
        expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0);
        await page.locator('.side .mark.changed').first().waitFor({ state: 'attached' });
        expect(errors).toEqual([]);
      });

      it('reads a Prometheus live through its own server, which passes on questions only', async () => {
        const args = ['preview', 'examples/demand-forecast', '--env', 'prod', '--live', prometheus.url];
        const child = spawn(process.execPath, [cliPath(), ...args], {
          cwd: REPOSITORY,
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        try {
          const [told] = (await once(child.stdout, 'data')) as [Buffer];
          const url = /^http:\S+/.exec(told.toString())?.[0] ?? '';
          for (const path of ['api/v1/status/config', 'api/v1/admin/tsdb/snapshot', '-/quit'])
            expect((await fetch(`${url}prometheus/${path}`, { method: 'POST' })).status).toBe(404);
          const { page, errors, requests } = await browser.open(url);
          await page.locator('figure canvas').first().waitFor();
          expect(requests.filter((each) => !each.startsWith(url))).toEqual([]);
          expect(requests.some((each) => each.includes('/prometheus/api/v1/query'))).toBe(true);
          expect(errors).toEqual([]);
        } finally {
          child.kill('SIGTERM');
          const [code] = (await once(child, 'exit')) as [number];
          expect(code).toBe(0);
        }
      });
    },
  );
});

function dashboardsIn(page: string): Dashboard[] {
  const [, json = ''] = /id="data">([^]*?)<\/script>/.exec(readFileSync(page, 'utf8')) ?? [];
  const { dashboards } = JSON.parse(json) as { dashboards: { dashboard: unknown }[] };
  return dashboards.map(({ dashboard }) => DASHBOARD.parse(dashboard));
}

function isDark(background: string): boolean {
  const [red = 255] = background.match(/\d+/g)?.map(Number) ?? [];
  return red < 128;
}

/** What is not drawn as it should be. */
function problemsOf(dashboard: Dashboard, { panels, overlaps, parts }: Looked): string[] {
  const wanted = Object.values(dashboard.spec.panels);
  const shown = new Map(panels.map((panel) => [panel.title, panel]));
  const problems = overlaps.map((each) => `overlap: ${each}`);
  if (parts < wanted.length + 3) problems.push(`only ${parts} parts`);
  if (panels.length !== wanted.length) problems.push(`${panels.length} of ${wanted.length} panels`);
  for (const { spec } of wanted) {
    const title = spec.display?.name ?? '';
    const panel = shown.get(title);
    if (panel === undefined) {
      problems.push(`${title}: not there`);
      continue;
    }
    const problem = drawnWrong(panel, spec.plugin);
    if (problem !== undefined) problems.push(`${title}: ${problem}`);
  }
  return problems;
}

function drawnWrong(
  { text, hasAlert, rows, colouredPixels = 0, words }: Looked['panels'][number],
  { kind, spec }: Dashboard['spec']['panels'][string]['spec']['plugin'],
): string | undefined {
  if (hasAlert) return `an error: ${text}`;
  if (/no data/i.test(text) || words.some((word) => /no data/i.test(word))) return 'no data';
  switch (kind) {
    case 'TimeSeriesChart':
      if (colouredPixels < 20) return `${colouredPixels} coloured pixels`;
      return unitProblem(words, spec);
    case 'StatChart':
      return /\d/.test(text) ? undefined : `figures without digits: ${text}`;
    case 'Table':
      return rows > 0 ? undefined : `${rows} rows`;
    case 'Markdown':
      return text.length > 5 ? undefined : 'no text';
    default:
      return `a panel of kind ${kind} that nobody looks at`;
  }
}

const UNITS: Readonly<Record<string, RegExp>> = {
  'percent-decimal': /^-?[\d,.]+%$/,
  seconds: /^-?[\d.,]+\s?(?:ns|µs|ms|s|m|min|h|d|w|mo|y|yr)/,
  'events/sec': /^-?[\d.,]+[KMB]?\s?events\/sec$/,
  bytes: /^-?[\d.,]+\s?[KMGT]?i?B|bytes$/,
  decimal: /^-?[\d.,]+[KMBT]?$/,
};

/** Labels of the axis are those words that are no times of day: each is to have the unit. */
function unitProblem(words: readonly string[], spec: Readonly<Record<string, unknown>>): string | undefined {
  const { format } = spec['yAxis'] as { format?: { unit?: string } };
  const unit = format?.unit ?? '';
  const labels = words.filter((word) => !/^\d\d:\d\d$/.test(word));
  const right = UNITS[unit];
  if (right === undefined) return `a unit that nobody knows: ${unit}`;
  const wrong = labels.filter((label) => !right.test(label));
  if (labels.length < 2) return `an axis without labels: ${words.join(' ')}`;
  return wrong.length > 0 ? `labels of ${unit}: ${wrong.join(' ')}` : undefined;
}
