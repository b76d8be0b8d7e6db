import { expect, it } from 'vitest';
import { interpolate, variablesIn } from '../../src/preview/interpolate.ts';
import { printPersesDuration, readPersesDuration } from '../../src/preview/perses-time.ts';
import type { Answer } from '../../src/preview/recording.ts';
import { resolveVariables } from '../../src/preview/variables.ts';
import { dashboard, labelValues } from './dashboards.ts';

const RANGE = { startS: 0, endS: 3600, stepS: 15 };
const NONE = { data: [] };

function resolve(variables: readonly object[], answers: Readonly<Record<string, Answer>> = {}) {
  return resolveVariables(dashboard('d', {}, variables), RANGE, ({ question }) =>
    Promise.resolve(
      'label' in question ? (answers[`${question.label} ${question.match.join()}`] ?? NONE) : NONE,
    ),
  );
}

it.each([
  ['x{a=~"$a"}', 'x{a=~"(1|2)"}'],
  ['x{a=~"${a}"}', 'x{a=~"(1|2)"}'],
  ['${a:csv} ${a:pipe} ${a:glob}', '1,2 1|2 {1,2}'],
  ['${a:regex} ${a:json} ${a:singlequote}', `(1|2) ["1","2"] '1','2'`],
  ['$b ${b:prometheus} ${b:sqlstring}', `o'x (o'x) 'o''x'`],
  ['$unknown ${unknown:csv} $', '$unknown ${unknown:csv} $'],
  ['$a_b $a', 'long (1|2)'],
])('%j is filled to %j', (text, filled) => {
  const values = new Map<string, string | string[]>([
    ['a', ['1', '2']],
    ['a_b', 'long'],
    ['b', "o'x"],
  ]);
  expect(interpolate(text, values)).toBe(filled);
});

it('finds the variables of a text, each once', () => {
  expect(variablesIn('$a + ${b:csv} - $a${c}')).toEqual(['a', 'b', 'c']);
});

it.each([
  ['1h30m', 5_400_000],
  ['15s', 15_000],
  ['1d', 86_400_000],
  ['1m500ms', 60_500],
])('prints and reads %s', (text, milliseconds) => {
  expect(printPersesDuration(milliseconds)).toBe(text);
  expect(readPersesDuration(text)).toBe(milliseconds);
});

it('reads no other words as durations', () => {
  for (const text of ['', '5', '1x', '$interval']) expect(readPersesDuration(text)).toBeUndefined();
});

it('takes the default where the list has it, else the first as it is sorted, of several a list', async () => {
  const answers = { 'env ': { data: ['prod', 'dev'] } };
  const chosen = async (spec: object) =>
    (await resolve([labelValues('e', 'env', spec)], answers)).chosen['e'];
  expect(await chosen({ defaultValue: 'prod' })).toBe('prod');
  expect(await chosen({ defaultValue: 'gone' })).toBe('prod');
  expect(await chosen({ sort: 'alphabetical-asc' })).toBe('dev');
  expect(await chosen({ allowMultiple: true })).toEqual(['prod']);
  expect(await chosen({ allowMultiple: true, defaultValue: ['dev', 'gone'] })).toEqual(['dev', 'gone']);
});

it('writes all values, or what is said in their place, for "all"', async () => {
  const answers = { 'env ': { data: ['prod', 'dev'] } };
  const all = { defaultValue: '$__all', allowAllValue: true };
  const written = async (spec: object) =>
    (await resolve([labelValues('e', 'env', spec)], answers)).written.get('e');
  expect(await written(all)).toEqual(['prod', 'dev']);
  expect(await written({ ...all, customAllValue: '.*' })).toBe('.*');
});

it('fills lists that depend on others in whatever order they stand', async () => {
  const variables = [
    labelValues('model', 'model', {}, ['up{env="$env"}']),
    labelValues('env', 'env', { defaultValue: 'prod' }),
  ];
  const { chosen } = await resolve(variables, {
    'env ': { data: ['dev', 'prod'] },
    'model up{env="prod"}': { data: ['fraud'] },
  });
  expect(chosen).toEqual({ env: 'prod', model: 'fraud' });
});

it('has no value for an empty list, and the text of a text', async () => {
  const { chosen, written } = await resolve([
    labelValues('e', 'env'),
    { kind: 'TextVariable', spec: { name: 't', value: 'x' } },
  ]);
  expect(chosen).toEqual({ t: 'x' });
  expect(written.has('e')).toBe(false);
  expect(written.get('__range')).toBe('1h');
});

it('takes captured groups, and values that stand in the dashboard', async () => {
  const captured = labelValues('zone', 'zone', { capturingRegexp: '^eu-(.+)$' });
  const fixed = {
    kind: 'ListVariable',
    spec: {
      name: 'q',
      plugin: { kind: 'StaticListVariable', spec: { values: ['p50', { value: 'p99', label: '99' }] } },
    },
  };
  const { chosen } = await resolve([captured, fixed], { 'zone ': { data: ['us-1', 'eu-2'] } });
  expect(chosen).toEqual({ zone: '2', q: 'p50' });
});
