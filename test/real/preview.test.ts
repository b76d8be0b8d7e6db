import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DASHBOARD, type Dashboard } from '../../src/preview/dashboard.ts';
import { render } from '../support/compiled.ts';
import { exampleProject } from '../support/example-project.ts';
import { describeWithPage, runCli } from '../support/preview.ts';
import { type Looked, lookAt, type OpenPage, SIZES, useBrowser } from '../support/preview-browser.ts';
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
          for (const dashboard of dashboards) {
            const looked = await lookAt(opened, dashboard.metadata.name, size);
            wrong.push(
              ...problemsOf(dashboard, looked).map((each) => `${dashboard.metadata.name} / ${each}`),
            );
            expect(isDark(looked.background)).toBe(size.theme === 'dark');
          }
          expect(wrong.join('\n')).toBe('');
          expect(opened.errors).toEqual([]);
          expect(opened.requests).toEqual([]);
        });
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
      return rows > 1 ? undefined : `${rows} rows`;
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
