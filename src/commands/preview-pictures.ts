import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { reasonOf } from '../output/disk.ts';
import type { PageData } from '../preview/page-data.ts';
import { findChromium, type Tab, withTab } from './chromium.ts';
import { writePreview } from './preview-files.ts';

const WIDTH = 1440;
const FIRST_HEIGHT = 900;
/** Chromium draws no picture higher than its textures. */
const MOST_HEIGHT = 16_000;
const LOOK_EVERY_MS = 100;
/** Times that nothing may be loading before a picture is taken. */
const QUIET_LOOKS = 4;
const DRAWN_WITHIN_MS = 60_000;

/** Takes a picture of each dashboard of a page, and of its changes, light and dark, into a folder. */
export async function takePictures(
  page: string,
  data: PageData,
  folder: string,
  tell: (text: string) => void,
): Promise<Diagnostic[]> {
  const program = findChromium();
  if (program === undefined) return [missing()];
  const work = mkdtempSync(join(tmpdir(), 'modelwatch-preview-'));
  try {
    const file = join(work, 'page.html');
    writeFileSync(file, page);
    const taken = await withTab(program, async (tab) => {
      const names: string[] = [];
      for (const { path, name } of places(data)) {
        for (const theme of ['light', 'dark']) {
          const picture = await pictureOf(tab, `${pathToFileURL(file).href}#${path}?theme=${theme}`);
          const problem = writePreview(join(folder, `${name}-${theme}.png`), picture);
          if (problem !== undefined) return problem;
          names.push(name);
        }
      }
      return names;
    });
    if (!Array.isArray(taken)) return [taken];
    tell(`${folder}: ${taken.length} pictures`);
    return [];
  } catch (error) {
    return [
      { code: 'tool/failed', severity: 'error', message: `${program} can't be used: ${reasonOf(error)}` },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function places({ dashboards, before }: PageData): { readonly path: string; readonly name: string }[] {
  const all = dashboards.map(({ dashboard: { metadata } }) => ({
    path: `dashboard/${encodeURIComponent(metadata.name)}`,
    name: metadata.name.replace(/[^A-Za-z0-9._-]/g, '_'),
  }));
  return before === undefined ? all : [{ path: 'changes', name: 'changes' }, ...all];
}

async function pictureOf(tab: Tab, url: string): Promise<Buffer> {
  await setHeight(tab, FIRST_HEIGHT);
  // From the same file but for what follows `#` the page would not be loaded again.
  await tab.call('Page.navigate', { url: 'about:blank' });
  await tab.call('Page.navigate', { url });
  await untilDrawn(tab);
  // Panels ask when they come into view: as high as the page is, all are in view.
  const height = Math.min(Number(await evaluate(tab, 'document.documentElement.scrollHeight')), MOST_HEIGHT);
  await setHeight(tab, height);
  await untilDrawn(tab);
  const { data } = await tab.call('Page.captureScreenshot', { format: 'png' });
  return Buffer.from(String(data), 'base64');
}

function setHeight(tab: Tab, height: number): Promise<unknown> {
  const metrics = { width: WIDTH, height, deviceScaleFactor: 1, mobile: false };
  return tab.call('Emulation.setDeviceMetricsOverride', metrics);
}

/** The page says in `data-loading` how many queries it waits for. */
async function untilDrawn(tab: Tab): Promise<void> {
  let quiet = 0;
  for (let waited = 0; quiet < QUIET_LOOKS; waited += LOOK_EVERY_MS) {
    if (waited > DRAWN_WITHIN_MS) throw new Error('the page is not drawn in time');
    await sleep(LOOK_EVERY_MS);
    const loading = await evaluate(tab, "document.documentElement.dataset.loading ?? 'not yet'");
    quiet = loading === '0' ? quiet + 1 : 0;
  }
}

async function evaluate(tab: Tab, expression: string): Promise<unknown> {
  const { result } = await tab.call('Runtime.evaluate', { expression, returnByValue: true });
  return (result as { value?: unknown }).value;
}

function missing(): Diagnostic {
  return {
    code: 'tool/missing',
    severity: 'error',
    message: 'neither Chromium nor Chrome is in PATH, so no pictures can be taken',
    hint: 'Install Chromium (on Debian and Ubuntu: apt install chromium), or leave out --png and open the page in any browser.',
  };
}
