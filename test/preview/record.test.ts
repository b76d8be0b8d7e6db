import { expect, it } from 'vitest';
import { questionKey } from '../../src/preview/question.ts';
import type { AskedBy } from '../../src/preview/questions.ts';
import { record } from '../../src/preview/record.ts';
import { type Answer, RECORDING } from '../../src/preview/recording.ts';
import { replay } from '../../src/preview/replay.ts';
import { dashboard, labelValues, panel } from './dashboards.ts';

const RANGE = { startS: 0, endS: 36_000, stepS: 90 };

const overview = dashboard(
  'overview',
  {
    rate: panel('Rate', 'TimeSeriesChart', [
      { query: 'rate(x{env="$env"}[$__rate_interval])', minStep: '1m' },
      { query: 'y{env="$env"}', minStep: '5m' },
    ]),
    top: panel('Top', 'Table', [{ query: 'topk(5, x)' }]),
    text: panel('About', 'Markdown', [], { text: 'words' }),
    waits: panel('Waits', 'StatChart', [{ query: 'x{none="$none"}' }]),
    again: panel('Again', 'StatChart', [{ query: 'y{env="$env"}', minStep: '5m' }]),
  },
  [labelValues('env', 'env'), labelValues('none', 'none')],
);

async function recordOf(
  dashboards = [overview],
  answer: (by: AskedBy) => Answer = () => ({ data: { resultType: 'vector', result: [] } }),
) {
  const asked: AskedBy[] = [];
  const recording = await record({ project: 'p', environment: 'prod', range: RANGE, dashboards }, (by) => {
    asked.push(by);
    if (by.question.ask === 'labelValues')
      return Promise.resolve({ data: by.question.label === 'env' ? ['prod'] : [] });
    return Promise.resolve(answer(by));
  });
  return { recording, asked };
}

it('asks all that panels and lists ask, each once, and not what waits for an empty list', async () => {
  const { recording, asked } = await recordOf();
  expect(Object.keys(recording.answers)).toEqual([
    'instant topk(5, x)',
    'labelValues env []',
    'labelValues none []',
    'range 300 y{env="prod"}',
    'range 90 rate(x{env="prod"}[4m])',
  ]);
  expect(asked).toHaveLength(5);
  expect(asked.map(({ asker }) => asker)).toEqual(['variable env', 'variable none', 'Rate', 'Rate', 'Top']);
});

it('is what its own schema takes, in one order whatever comes first', async () => {
  const { recording } = await recordOf();
  expect(RECORDING.parse(JSON.parse(JSON.stringify(recording)))).toEqual(recording);
  const other = dashboard('other', { z: panel('Z', 'StatChart', [{ query: 'a' }]) });
  const one = (await recordOf([overview, other])).recording;
  const two = (await recordOf([other, overview])).recording;
  expect(JSON.stringify(one)).toBe(JSON.stringify(two));
});

it('answers the dashboards that it was made from, and tells what others ask that it lacks', async () => {
  const { recording } = await recordOf();
  const same = await replay([overview], recording);
  expect(same.missing).toEqual([]);
  expect(same.drawn[0]?.values).toEqual({ env: 'prod' });
  const changed = dashboard('overview', {
    rate: panel('Rate', 'StatChart', [{ query: 'z' }, { query: 'topk(5, x)' }]),
  });
  const { missing } = await replay([changed], recording);
  expect(missing.map(({ question, asker }) => [asker, questionKey(question)])).toEqual([
    ['Rate', 'range 90 z'],
    ['Rate', 'range 90 topk(5, x)'],
  ]);
});
