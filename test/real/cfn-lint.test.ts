import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { PROGRAMS } from '../../scripts/programs.mjs';
import { cfnLint } from '../../src/readers/cfn-lint.ts';
import { judge, versionOf } from '../../src/readers/run.ts';
import type { FileMark } from '../../src/targets/target.ts';
import { describeWithPrograms, environmentWithPrograms } from '../support/programs.ts';

/** A template as a person would write it: an alarm of two windows that tells a topic, whose subscriber is a parameter. */
const template = () => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Alarms of the fraud detector',
  Parameters: {
    PagerDutyUrl: { Type: 'String', Description: 'Integration URL of the service', NoEcho: true },
  } as Record<string, Record<string, unknown>>,
  Resources: {
    PageTopic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        DisplayName: 'page',
        Subscription: [{ Protocol: 'https', Endpoint: { Ref: 'PagerDutyUrl' } }],
      },
    },
    BurnShort: burn(300, 13.44),
    BurnLong: burn(3600, 13.44),
    BurnFast: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: {
        AlarmName: 'fraud-burn-fast',
        AlarmDescription: 'The error budget burns fast',
        AlarmRule: { 'Fn::Sub': 'ALARM("${BurnShort}") AND ALARM("${BurnLong}")' },
        AlarmActions: [{ Ref: 'PageTopic' }],
        OKActions: [{ Ref: 'PageTopic' }],
      },
    },
  } as Record<string, { Type: string; Properties: Record<string, unknown> }>,
});

function burn(period: number, threshold: number) {
  const metric = (id: string, name: string) => ({
    Id: id,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: 'Fraud', MetricName: name, Dimensions: [{ Name: 'Model', Value: 'fraud' }] },
      Period: period,
      Stat: 'Sum',
    },
  });
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Metrics: [
        metric('bad', 'Errors'),
        metric('total', 'Requests'),
        { Id: 'burn', Expression: '(bad / total) / 0.001', ReturnData: true },
      ],
      EvaluationPeriods: 1,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    } as Record<string, unknown>,
  };
}
type Template = ReturnType<typeof template>;

/** One mark for each resource and one for the file, so that the object of a finding tells which it was led to. */
function marksOf({ Resources }: Template): FileMark[] {
  const mark = (name: string, ...pointer: string[]): FileMark => ({
    pointer,
    origin: { object: { kind: 'Model', name }, spans: [] },
  });
  return [mark('whole'), ...Object.keys(Resources).map((id) => mark(id, 'Resources', id))];
}

const PATH = 'models/fraud.template.json';

/** What the real program says of the template, with something changed. */
function judged(change: (made: Template) => void = () => {}, printed = (text: string) => text) {
  const made = template();
  change(made);
  const text = printed(`${JSON.stringify(made, null, 2)}\n`);
  const { diagnostics, read } = judge(cfnLint, [
    { path: PATH, text, shown: PATH, marks: marksOf(made) },
    { path: 'README.md', text: '# no template\n', shown: 'README.md', marks: [] },
  ]);
  return {
    read,
    text,
    told: diagnostics.map(({ code, message, object, data }) => ({
      code,
      message,
      at: object?.name,
      line: data?.['line'],
    })),
  };
}

function resource({ Resources }: Template, name: string): Record<string, unknown> {
  const found = Resources[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found.Properties;
}

describeWithPrograms(['cfn-lint'], 'the real cfn-lint', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'modelwatch-home-'));
  beforeAll(() => {
    vi.stubEnv('PATH', environmentWithPrograms()['PATH'] ?? '');
    return () => {
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true, force: true });
    };
  });

  it('tells its pinned version', () => {
    const pinned = PROGRAMS.find(({ name }) => name === 'cfn-lint')?.version;
    expect(versionOf(cfnLint)).toEqual({ version: pinned });
  });

  it('is content with a good template', () => {
    expect(judged()).toMatchObject({ read: 1, told: [] });
  });

  describe('finds', () => {
    it.each<[string, (made: Template) => void, string, string, string]>([
      [
        'a word that is none of the allowed',
        (made) => Object.assign(resource(made, 'BurnLong'), { ComparisonOperator: 'Above' }),
        "E3030 'Above' is not one of ",
        'BurnLong',
        '"ComparisonOperator": "Above"',
      ],
      [
        'a value of the wrong type',
        (made) => Object.assign(resource(made, 'BurnShort'), { EvaluationPeriods: 'many' }),
        "E3012 'many' is not of type 'integer'",
        'BurnShort',
        '"EvaluationPeriods": "many"',
      ],
      [
        'a property that does not exist',
        (made) => Object.assign(resource(made, 'PageTopic'), { Colour: 'red' }),
        "E3002 Additional properties are not allowed ('Colour' was unexpected)",
        'PageTopic',
        '"Colour": "red"',
      ],
      [
        'a required property that is missing',
        (made) => delete resource(made, 'BurnFast')['AlarmRule'],
        "E3003 'AlarmRule' is a required property",
        'BurnFast',
        '"Properties": {',
      ],
      [
        'a reference to nothing',
        (made) => Object.assign(resource(made, 'BurnFast'), { OKActions: [{ Ref: 'TicketTopic' }] }),
        "E1020 'TicketTopic' is not one of ",
        'BurnFast',
        '"Ref": "TicketTopic"',
      ],
      [
        'a resource that does not exist',
        (made) => Object.assign(made.Resources, { Gone: { Type: 'AWS::CloudWatch::Alert', Properties: {} } }),
        "E3006 Resource type 'AWS::CloudWatch::Alert' does not exist",
        'Gone',
        '"Type": "AWS::CloudWatch::Alert"',
      ],
      [
        'a parameter that nothing uses, though that is a warning only',
        (made) => Object.assign(made.Parameters, { Unused: { Type: 'String' } }),
        'W2001 Parameter Unused not used.',
        'whole',
        '"Unused": {',
      ],
      [
        'a text made the long way, though that is for information only',
        (made) =>
          Object.assign(resource(made, 'BurnFast'), {
            AlarmDescription: { 'Fn::Join': ['', ['on ', { Ref: 'AWS::Region' }]] },
          }),
        'I1022 Prefer using Fn::Sub over Fn::Join with an empty delimiter',
        'BurnFast',
        '"",',
      ],
    ])('%s', (_, change, message, at, line) => {
      const { told, text } = judged(change);
      expect(told).toEqual([
        {
          code: 'tool/complaint',
          message: expect.stringContaining(`cfn-lint refuses ${PATH}:${String(told[0]?.line)}: ${message}`),
          at,
          line: expect.any(Number),
        },
      ]);
      expect(text.split('\n')[Number(told[0]?.line) - 1]).toContain(line);
    });

    it('all mistakes of a template, each where it is', () => {
      const { told } = judged((made) => {
        Object.assign(resource(made, 'BurnLong'), { ComparisonOperator: 'Above' });
        Object.assign(resource(made, 'PageTopic'), { Colour: 'red' });
      });
      expect(new Set(told.map(({ at }) => at))).toEqual(new Set(['BurnLong', 'PageTopic']));
    });

    it('a text that is no JSON', () => {
      const { told } = judged(
        () => {},
        (text) => text.slice(0, text.indexOf('"Resources"')),
      );
      expect(told).toEqual([
        {
          code: 'tool/complaint',
          message: expect.stringContaining(': E0000 '),
          at: 'whole',
          line: expect.any(Number),
        },
      ]);
    });
  });

  it('says the same whoever asks', () => {
    writeFileSync(path.join(home, '.cfnlintrc'), 'ignore_checks: [W2001]\nregions: [nowhere-1]\n');
    vi.stubEnv('HOME', home);
    vi.stubEnv('AWS_REGION', 'nowhere-1');
    const { told } = judged((made) => Object.assign(made.Parameters, { Unused: { Type: 'String' } }));
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('W2001 ')]);
  });

  it('does not mind a template that is nearly full', () => {
    const { told } = judged((made) => {
      for (let index = 0; index < 490; index += 1)
        Object.assign(made.Resources, { [`Topic${index}`]: { Type: 'AWS::SNS::Topic', Properties: {} } });
    });
    expect(told).toEqual([]);
    const { told: full } = judged((made) => {
      for (let index = 0; index < 500; index += 1)
        Object.assign(made.Resources, { [`Topic${index}`]: { Type: 'AWS::SNS::Topic', Properties: {} } });
    });
    expect(full.map(({ message }) => message)).toEqual([expect.stringContaining('E3010 ')]);
  });
});
