import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../../src/drift/report/html/page.ts';
import type { RunResult } from '../../src/drift/result.ts';
import { hostileTexts, withTexts } from '../drift/report/hostile.ts';
import { fraudRun, wideRun } from '../drift/results.ts';
import { type OpenPage, useBrowser } from '../support/preview-browser.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';

describeWithPrograms(['chromium'], 'drift reports in a real Chromium', () => {
  const services = useServices();
  const browser = useBrowser();
  const folder = services.folder();

  async function open(name: string, result: RunResult): Promise<OpenPage> {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, renderHtmlReport(result));
    const opened = await browser.open(file);
    await opened.page.locator('html[data-ready=yes]').waitFor();
    return opened;
  }

  describe('a run with drift', () => {
    let opened: OpenPage;
    let page: Page;

    beforeAll(async () => {
      opened = await open('fraud', fraudRun());
      page = opened.page;
    });

    it('draws the columns that need a look when they come into view', async () => {
      const cards = page.locator('.card');
      expect(await cards.count()).toBe(5);
      for (const card of await cards.all()) {
        await card.scrollIntoViewIfNeeded();
        await card.locator('.test').first().waitFor();
      }
      const amount = cards.filter({ hasText: 'amount' });
      expect((await amount.locator('path.now').getAttribute('d'))?.match(/H/g)).toHaveLength(30);
      const label = await amount.locator('.plot svg').getAttribute('aria-label');
      expect(label).toMatch(/^Distribution in the baseline and in the window\. Largest difference: /);
      expect(await amount.locator('.scale').first().getAttribute('aria-label')).toBe(
        'noise up to 0.0098, on average 0.0052, warn 0.1, alert 0.2, score 0.426, effect 0.419',
      );
      expect(await amount.getByRole('row', { name: 'country = DE' }).innerText()).toContain('0.61');
      const countries = cards.filter({ hasText: 'merchant_country' });
      expect(await countries.locator('.bars rect').count()).toBe(14);
      const heights = await page
        .locator('.card path.now')
        .evaluateAll((paths) => paths.map((path) => path.getBoundingClientRect().height));
      expect(heights.filter((height) => height < 20)).toEqual([]);
    });

    it('finds columns by name and by verdict, with the keyboard alone', async () => {
      const find = page.getByRole('searchbox', { name: 'Find a column' });
      await find.focus();
      await page.keyboard.type('velocity_1');
      await page.getByText('10 of 41 shown').waitFor();
      expect(await page.locator('.card:visible').count()).toBe(0);
      const row = page.getByRole('button', { name: 'velocity_17' });
      await row.focus();
      await page.keyboard.press('Enter');
      expect(await row.getAttribute('aria-expanded')).toBe('true');
      await page.locator('.details .plot').waitFor();
      await page.keyboard.press('Enter');
      expect(await page.locator('.details').count()).toBe(0);
      await find.fill('no such column');
      await page.getByText('No column matches.').waitFor();
      await find.fill('');
      await page.getByRole('checkbox', { name: 'no drift' }).focus();
      await page.keyboard.press('Space');
      await page.getByText('5 of 41 shown').waitFor();
      await page.keyboard.press('Space');
      await page.getByText('41 of 41 shown').waitFor();
    });

    it.each([
      [1440, 'light'],
      [390, 'dark'],
      [768, 'dark'],
      [390, 'light'],
    ] as const)('fits a width of %i and reads in %s', async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.evaluate(cutOff)).toEqual([]);
      expect(await page.evaluate(lowContrast)).toEqual([]);
    });

    it('prints', async () => {
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      expect(await page.locator('.find').isVisible()).toBe(false);
      await page.emulateMedia({ media: 'screen' });
    });

    it('asks nothing of the network and has no error', () => {
      expect(opened.errors).toEqual([]);
      expect(opened.requests).toEqual([]);
    });
  });

  it('shows a thousand columns within seconds', async () => {
    const start = performance.now();
    const { page, errors } = await open('wide', wideRun(1000));
    const openedMs = performance.now() - start;
    await page.getByRole('searchbox').fill('name_999');
    await page.getByText('1 of 1000 shown').waitFor();
    await page.getByRole('button', { name: 'feature_with_a_long_name_999' }).click();
    await page.locator('.details .plot').waitFor();
    expect(errors).toEqual([]);
    // A bound for a page that hangs on a busy machine, not a measure.
    expect(openedMs).toBeLessThan(10_000);
  });

  it('shows hostile texts as they are', async () => {
    let at = 0;
    const { page, errors, requests } = await open(
      'hostile',
      withTexts(() => hostileTexts[(at += 1) % hostileTexts.length] ?? ''),
    );
    await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true })');
    for (const card of await page.locator('.card').all()) {
      await card.scrollIntoViewIfNeeded();
      await card.locator('.test').first().waitFor();
    }
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(await page.locator('img, main script, [onfocus], a[href^=javascript]').count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('</script>');
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });
});

/** Texts that stick out of their box without a way to scroll to them. */
const cutOff = `[...document.querySelectorAll('main *')].filter((node) => {
  if (!node.checkVisibility() || node.closest('.scroll, .visually-hidden, svg')) return false;
  const box = node.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map((node) => node.outerHTML.slice(0, 120))`;

/** Texts with a contrast below 4.5 to what is behind them (WCAG 2, 1.4.3). */
const lowContrast = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const node of document.querySelectorAll('body *')) {
    const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== '');
    if (!hasText || !node.checkVisibility() || node.closest('script, style, noscript')) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(node.closest('svg') ? style.fill : style.color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.add(node.tagName + '.' + node.getAttribute('class') + ' ' + ratio.toFixed(2));
  }
  return [...found];
})()`;
