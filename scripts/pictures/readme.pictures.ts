import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../../test/support/cli.ts';
import { render } from '../../test/support/compiled.ts';
import { exampleProject } from '../../test/support/example-project.ts';
import { runCli } from '../../test/support/preview.ts';
import { useServices } from '../../test/support/processes.ts';
import { program } from '../../test/support/programs.ts';
import { pastWorlds } from '../../test/support/world/past.ts';

// The pictures of README: the fraud detector in a bad hour, drawn by `modelwatch preview` from a real Prometheus.
const IMAGES = path.join(REPOSITORY, 'docs', 'images');
/** A moment of the past: the pictures are the same whenever they are taken. */
const END = Date.parse('2026-11-20T12:00:00Z') / 1000;
const PICTURES = [
  { name: 'on-call-dark', view: 'prod-on-call', theme: 'dark', width: 1440, height: 1330 },
  {
    name: 'fraud-detector-light',
    view: 'prod-overview-model-fraud-detector',
    theme: 'light',
    width: 1440,
    height: 1500,
  },
  { name: 'fleet-narrow-light', view: 'prod-fleet', theme: 'light', width: 390, height: 1500 },
] as const;

const services = useServices();

it('takes the pictures of README', async () => {
  const prometheus = await pastWorlds(services, [render(exampleProject('fraud-detector'), 'prod')], END);
  const page = path.join(services.folder(), 'preview.html');
  const recording = path.join(services.folder(), 'recording.json');
  const range = [
    '--from',
    new Date((END - 6 * 3600) * 1000).toISOString().replace('.000', ''),
    '--to',
    new Date(END * 1000).toISOString().replace('.000', ''),
  ];
  const { code, stderr } = await runCli([
    'preview',
    'examples/fraud-detector',
    '--env',
    'prod',
    '--record',
    prometheus.url,
    '--recording',
    recording,
    '--out',
    page,
    ...range,
    '-q',
  ]);
  expect(code, stderr).toBe(0);
  const browser = await chromium.launch({
    executablePath: program('chromium'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  mkdirSync(IMAGES, { recursive: true });
  for (const { name, view, theme, width, height } of PICTURES) {
    const tab = await browser.newPage({ viewport: { width, height } });
    await tab.goto(`${pathToFileURL(page).href}#dashboard/${view}?theme=${theme}`);
    await tab.waitForTimeout(12_000);
    await tab.screenshot({ path: path.join(IMAGES, `${name}.png`) });
    await tab.close();
  }
  await browser.close();
});
