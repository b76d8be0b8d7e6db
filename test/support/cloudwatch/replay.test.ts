import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MetricData } from './replay.ts';
import { replay } from './replay.ts';
import type { Template } from './template.ts';

/** Two metric alarms, `part` and `whole`; a composite of `part` that `whole` suppresses. */
function template(waitSeconds: number, extensionSeconds: number): Template {
  const metric = (name: string) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      Namespace: 'N',
      MetricName: name,
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  });
  return {
    Resources: {
      Told: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: {
          AlarmName: 'told',
          AlarmRule: 'ALARM("inner")',
          ActionsSuppressor: 'whole',
          ActionsSuppressorWaitPeriod: waitSeconds,
          ActionsSuppressorExtensionPeriod: extensionSeconds,
          AlarmActions: [{ Ref: 'Page' }, 'arn:elsewhere'],
          OKActions: [{ Ref: 'Page' }],
        },
      },
      Inner: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: { AlarmName: 'inner', AlarmRule: 'ALARM(part)' },
      },
      Part: metric('part'),
      Whole: metric('whole'),
      Page: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'page' } },
    },
  };
}

/** One character a minute; `X` is a minute in which the alarm of that name is in ALARM when it ends. */
function data(minutes: Readonly<Record<string, string>>): readonly MetricData[] {
  return Object.entries(minutes).map(([name, line]) => ({
    namespace: 'N',
    name,
    dimensions: {},
    observations: Array.from(line, (c, minute) => ({ at: minute * 60, value: c === 'X' ? 1 : 0 })),
  }));
}

/** The actions after the first minute, as text; minute n is the one whose data is character n. */
function told(waitMinutes: number, extensionMinutes: number, part: string, whole: string): readonly string[] {
  const range = { from: 60, to: part.length * 60 };
  const { actions } = replay(template(waitMinutes * 60, extensionMinutes * 60), data({ part, whole }), range);
  return actions
    .map(({ at, state, suppressed }) => `${at / 60 - 1} ${state}${suppressed ? ' suppressed' : ''}`)
    .filter((line) => !line.startsWith('0 ') && line !== `${waitMinutes} OK`);
}

describe('the suppression of actions, as in the examples of AWS', () => {
  it('acts after the wait when the suppressor stays OK', () => {
    expect(told(2, 3, '....XXXXXX', '..........')).toEqual(['6 ALARM']);
  });
  it('is held when the suppressor goes into ALARM during the wait', () => {
    expect(told(3, 3, '.....XXXXXX', '.......XXXX')).toEqual(['5 ALARM suppressed']);
  });
  it('discards the wait at a new change, and waits again', () => {
    expect(told(3, 3, '.....XX.......', '..............')).toEqual(['5 ALARM suppressed', '10 OK']);
  });
  it('is held at once when the suppressor already is in ALARM', () => {
    expect(told(2, 3, '.....XXXXXX', '...XXXXXXXX')).toEqual(['5 ALARM suppressed']);
  });
  it('acts after the extension', () => {
    expect(told(2, 3, '....XXXXXXXXX', '.....XXX.....')).toEqual(['11 ALARM']);
  });
  it('discards the extension at a new change, and waits again', () => {
    expect(told(2, 3, '....XXXXX.....', '.....XXX......')).toEqual(['4 ALARM suppressed', '11 OK']);
  });
  it('acts at once without a wait', () => {
    expect(told(0, 0, '....XX....', '..........')).toEqual(['4 ALARM', '6 OK']);
  });
});

describe('a replay', () => {
  it('tells the topics by name, and gives every state with its time', () => {
    const { states, actions } = replay(template(0, 0), data({ part: '..X', whole: '...' }), {
      from: 60,
      to: 180,
    });
    expect(states.get('part')).toEqual([
      [60, 'OK'],
      [180, 'ALARM'],
    ]);
    expect(states.get('told')).toEqual(states.get('part'));
    expect(states.get('whole')).toEqual([[60, 'OK']]);
    expect(actions).toEqual([
      { alarm: 'told', at: 60, state: 'OK', topics: ['page'], suppressed: false },
      { alarm: 'told', at: 180, state: 'ALARM', topics: ['page', 'arn:elsewhere'], suppressed: false },
    ]);
  });

  it.each([
    ['ALARM("gone")', 'told names the unknown alarm gone'],
    ['NOT OK("told")', 'told looks at itself'],
  ])('refuses the rule %s', (AlarmRule, message) => {
    const { Resources } = template(0, 0);
    const Told = {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { ...Resources['Told']?.Properties, AlarmRule },
    };
    expect(() => replay({ Resources: { ...Resources, Told } }, [], { from: 0, to: 0 })).toThrow(message);
  });
});

describe('the template of the example', () => {
  const path = new URL('../../../generated/acme-ml/prod/aws/acme-ml-prod.template.json', import.meta.url);
  const example = JSON.parse(readFileSync(path, 'utf8')) as Template;

  it('has a state for every alarm without data', () => {
    const { states } = replay(example, [], { from: 86_400, to: 86_400 + 3600 });
    const named = Object.values(example.Resources).filter((r) => /::(Composite)?Alarm$/.test(r.Type));
    expect([...states.keys()]).toEqual(named.map((r) => r.Properties?.['AlarmName']));
    for (const [name, entered] of states) expect(entered, name).not.toEqual([]);
  });

  it('is in ALARM without data exactly where absence is watched', () => {
    const { states } = replay(example, [], { from: 86_400, to: 86_400 + 3600 });
    const silent = [...states].filter(([, entered]) => entered.some(([, state]) => state === 'ALARM'));
    const others = silent.map(([name]) => name).filter((name) => !/Absent|-explained$/.test(name));
    expect(silent.length).toBeGreaterThan(0);
    expect(others).toEqual([]);
  });
});
