import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import {
  findOverlaps,
  type InspectedPanel,
  inspectPanels,
  scrollThrough,
  unfold,
  untilQuiet,
  watchCanvases,
} from './preview-inspect.mjs';
import { program } from './programs.ts';

/** All dashboards are looked at wide and light, narrow and dark; one of them the other way round as well. */
export const SIZES = [
  { width: 1440, theme: 'light', most: Number.POSITIVE_INFINITY },
  { width: 390, theme: 'dark', most: Number.POSITIVE_INFINITY },
  { width: 1440, theme: 'dark', most: 1 },
  { width: 390, theme: 'light', most: 1 },
] as const;
export type Size = (typeof SIZES)[number];

/** A page in a real browser, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Errors that it logged or threw. */
  readonly errors: string[];
  /** What it asked of the network; files are none. */
  readonly requests: string[];
}

export interface Looked {
  readonly panels: readonly InspectedPanel[];
  readonly overlaps: readonly string[];
  /** How many parts were compared. */
  readonly parts: number;
  readonly background: string;
}

/** Gives a describe block a real Chromium. */
export function useBrowser(): { open: (url: string) => Promise<OpenPage> } {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: program('chromium'),
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(async () => {
    await browser.close();
  });
  return {
    open: async (url) => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const errors: string[] = [];
      const requests: string[] = [];
      page.setDefaultTimeout(60_000);
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('request', (request) => {
        if (!/^(?:file|data|blob):/.test(request.url())) requests.push(request.url());
      });
      await page.addInitScript(watchCanvases);
      await page.goto(url.startsWith('http') ? url : pathToFileURL(url).href);
      return { page, errors, requests };
    },
  };
}

/** Goes to a dashboard of the page, opens what is folded, and looks at all of it when it is drawn. */
export async function lookAt({ page }: OpenPage, dashboard: string, { width, theme }: Size): Promise<Looked> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(`location.hash = ${JSON.stringify(`dashboard/${dashboard}?theme=${theme}`)}`);
  await page.evaluate(untilQuiet);
  await page.evaluate(unfold);
  await page.evaluate(untilQuiet);
  await page.evaluate(scrollThrough);
  await page.evaluate(untilQuiet);
  return inspect(page);
}

/** Looks at what is shown. */
export async function inspect(page: Page): Promise<Looked> {
  const { found, boxes } = await page.evaluate(findOverlaps);
  return {
    panels: await page.evaluate(inspectPanels),
    overlaps: found,
    parts: boxes,
    background: await page.evaluate('getComputedStyle(document.body).backgroundColor'),
  };
}
