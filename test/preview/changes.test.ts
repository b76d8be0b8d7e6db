import { expect, it } from 'vitest';
import { dashboardChanges } from '../../src/preview/changes.ts';
import { dashboard, labelValues, panel } from './dashboards.ts';

const stat = (query: string, spec: object = {}) => panel('S', 'StatChart', [{ query }], spec);

it('tells of nothing between equals', () => {
  const one = [dashboard('a', { s: stat('x') })];
  expect(dashboardChanges(one, structuredClone(one))).toEqual([]);
});

it('tells dashboards and panels that are new, gone or other, and what of them', () => {
  const before = [
    dashboard('gone', { s: stat('x') }),
    dashboard('kept', { a: stat('x', { format: { unit: 'seconds' } }), b: stat('y') }),
  ];
  const now = [
    dashboard('kept', { a: stat('z', { format: { unit: 'percent' } }), c: stat('y') }, [
      labelValues('v', 'l'),
    ]),
    dashboard('new', { s: stat('x') }),
  ];
  expect(dashboardChanges(before, now)).toEqual([
    {
      dashboard: 'gone',
      title: 'The gone',
      how: 'removed',
      panels: [{ panel: 's', title: 'S', how: 'removed', parts: [] }],
      parts: [],
    },
    {
      dashboard: 'kept',
      title: 'The kept',
      how: 'changed',
      panels: [
        { panel: 'a', title: 'S', how: 'changed', parts: ['queries', 'format'] },
        { panel: 'b', title: 'S', how: 'removed', parts: [] },
        { panel: 'c', title: 'S', how: 'added', parts: [] },
      ],
      parts: ['variables', 'layout'],
    },
    {
      dashboard: 'new',
      title: 'The new',
      how: 'added',
      panels: [{ panel: 's', title: 'S', how: 'added', parts: [] }],
      parts: [],
    },
  ]);
});
