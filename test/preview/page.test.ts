import { expect, it } from 'vitest';
import { pageOf } from '../../src/preview/page.ts';
import type { PageData } from '../../src/preview/page-data.ts';
import { dashboard, panel } from './dashboards.ts';

const TEMPLATE = `<meta content="connect-src MODELWATCH-PREVIEW-CONNECT"><script id="data">/*MODELWATCH-PREVIEW-DATA*/</script>`;

function dataWith(text: string, source: PageData['source']): PageData {
  const drawn = { dashboard: dashboard('d', { m: panel('M', 'Markdown', [], { text }) }), values: {} };
  return { project: 'p', environment: 'prod', source, dashboards: [drawn] };
}

const RECORDED = { from: 'recording', startS: 0, endS: 1, stepS: 15, answers: {} } as const;

it.each(['</script><script>alert(1)</script>', '<!-- <script>', '$& $1 $`', '\u2028'])(
  'keeps the text %j inside of the data',
  (text) => {
    const data = dataWith(text, RECORDED);
    const page = pageOf(TEMPLATE, data);
    const [, inside = ''] = /id="data">([^]*?)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(inside)).toEqual(data);
    expect(page.match(/<\/?script/g)).toHaveLength(2);
  },
);

it.each([
  [RECORDED, "connect-src 'none'"],
  [
    { from: 'live', url: 'https://prom.example.com/a/b', pastS: 60 } as const,
    'connect-src https://prom.example.com',
  ],
  [{ from: 'live', url: '/prometheus', pastS: 60 } as const, "connect-src 'self'"],
])('lets a page connect to its own source only: %j', (source, policy) => {
  expect(pageOf(TEMPLATE, dataWith('', source))).toContain(`content="${policy}"`);
});
