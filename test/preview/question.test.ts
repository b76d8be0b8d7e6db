import { expect, it } from 'vitest';
import { normalQuery, questionKey, questionOf } from '../../src/preview/question.ts';

it.each([
  ['sum by (a)  (\n  x{b="c  d"}\n)', 'sum by (a) ( x{b="c  d"} )'],
  ['x # of "y"\n+ y', 'x + y'],
  [`x{a='# no  comment', b="\\"  \\"", c=\`  \`}`, `x{a='# no  comment', b="\\"  \\"", c=\`  \`}`],
  ['  x  ', 'x'],
])('%j is the query %j', (query, normal) => {
  expect(normalQuery(query)).toBe(normal);
  expect(normalQuery(normal)).toBe(normal);
});

it('tells questions apart by all that changes the answer', () => {
  const keys = [
    questionKey({ ask: 'range', query: 'x', stepS: 15 }),
    questionKey({ ask: 'range', query: 'x', stepS: 30 }),
    questionKey({ ask: 'instant', query: 'x' }),
    questionKey({ ask: 'instant', query: 'x{a=" "}' }),
    questionKey({ ask: 'instant', query: 'x{a="  "}' }),
    questionKey({ ask: 'labelValues', label: 'a', match: [] }),
    questionKey({ ask: 'labelValues', label: 'a', match: ['x'] }),
    questionKey({ ask: 'labelNames', match: [] }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(questionKey({ ask: 'labelNames', match: ['x', 'y'] })).toBe(
    questionKey({ ask: 'labelNames', match: ['y ', 'x'] }),
  );
});

it('reads them from requests to the API, and nothing else', () => {
  const read = (path: string, parameters: string) => questionOf(path, new URLSearchParams(parameters));
  expect(read('/api/v1/query_range', 'query=x&start=1&end=2&step=90')).toEqual({
    ask: 'range',
    query: 'x',
    stepS: 90,
  });
  expect(read('/api/v1/query', 'query=x&time=5')).toEqual({ ask: 'instant', query: 'x' });
  expect(read('/api/v1/labels', 'match[]=x&start=1')).toEqual({ ask: 'labelNames', match: ['x'] });
  expect(read('/api/v1/label/a%2Fb/values', 'match[]=x&match[]=y')).toEqual({
    ask: 'labelValues',
    label: 'a/b',
    match: ['x', 'y'],
  });
  for (const path of [
    '/api/v1/admin/tsdb/snapshot',
    '/api/v1/status/config',
    '/-/reload',
    '/api/v1/label/a/values/b',
  ])
    expect(read(path, ''), path).toBeUndefined();
});
