import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { allocate, NAME_RULES } from '../../src/targets/aws/names.ts';
import { renderTemplates } from '../../src/targets/aws/stacks/render.ts';
import type { Resource, TemplatePart } from '../../src/targets/aws/template.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

const run = promisify(execFile);

/** Names with everything that is allowed, cut and changed. */
function namesOf(subject: string, count: number): { readonly ids: string[]; readonly names: string[] } {
  const wanted = Array.from(
    { length: count },
    (_, index) => `prod / ${subject}: "größer" ${index} ${index % 9 === 0 ? 'x'.repeat(300) : ''}`,
  );
  const textsOf = (rule: keyof typeof NAME_RULES) => {
    const names = allocate(wanted, NAME_RULES[rule]);
    return wanted.map((text) => names.get(text)?.text ?? '');
  };
  return { ids: textsOf('logicalId'), names: textsOf('alarm') };
}

function alarmsOf(subject: string, count: number): TemplatePart {
  const { ids, names } = namesOf(subject, count + 1);
  const resources = new Map<string, Resource>();
  for (const [index, id] of ids.slice(0, count).entries()) {
    resources.set(id, {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: names[index],
        Namespace: 'ML/Serving',
        MetricName: 'errors',
        Dimensions: [{ Name: 'model', Value: subject }],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 5,
        Threshold: { Ref: 'Threshold' },
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'PageTopic' }],
      },
    });
  }
  const children = ids.slice(0, 20);
  resources.set(ids[count] ?? '', {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    DependsOn: children,
    Properties: {
      AlarmName: names[count],
      AlarmRule: names
        .slice(0, 20)
        .map((name) => `ALARM("${name}")`)
        .join(' OR '),
      AlarmActions: [{ Ref: 'PageTopic' }],
    },
  });
  return {
    subject,
    resources,
    origins: new Map(),
    parameters: new Map([['Threshold', { Type: 'Number', Default: 10, Description: 'Errors in a minute' }]]),
    outputs: new Map([[`${subject}FirstArn`, { Value: { 'Fn::GetAtt': [ids[0], 'Arn'] } }]]),
  };
}

const shared: TemplatePart = {
  subject: 'shared',
  resources: new Map<string, Resource>([
    ['PageTopic', { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'fraud-prod-page' } }],
    [
      'PageUrl',
      {
        Type: 'AWS::SNS::Subscription',
        Condition: 'HasPageUrl',
        Properties: { TopicArn: { Ref: 'PageTopic' }, Protocol: 'https', Endpoint: { Ref: 'PagerDutyUrl' } },
      },
    ],
  ]),
  origins: new Map(),
  parameters: new Map([
    [
      'PagerDutyUrl',
      { Type: 'String', Default: '', NoEcho: true, Description: 'Integration URL of PagerDuty' },
    ],
    ['NobodyUses', { Type: 'String' }],
  ]),
  conditions: new Map([['HasPageUrl', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PagerDutyUrl' }, ''] }] }]]),
  outputs: new Map([['PageTopicArn', { Value: { Ref: 'PageTopic' } }]]),
};

describeWithPrograms(['cfn-lint'], 'templates in cfn-lint', () => {
  const services = useServices();

  /** Warnings included; rejects when it finds anything. */
  async function lint(parts: readonly TemplatePart[]): Promise<readonly string[]> {
    const folder = services.folder();
    const { files } = renderTemplates(parts, { project: 'fraud', environment: 'prod', stack: 'fraud-prod' });
    const paths = files.map((file) => path.join(folder, file.path));
    for (const [index, { text }] of files.entries()) writeFileSync(paths[index] ?? '', text);
    const { stdout } = await run(program('cfn-lint'), ['--', ...paths]);
    expect(stdout).toBe('');
    return files.map((file) => file.path);
  }

  it('are without findings where one is enough', async () => {
    expect(await lint([shared, alarmsOf('fraud', 60)])).toEqual(['fraud-prod.template.json']);
  });

  it('are without findings where stacks are nested, and one subject needs two', async () => {
    const names = await lint([shared, alarmsOf('fraud', 550), alarmsOf('churn', 40)]);
    expect(names).toEqual([
      'main.template.json',
      'fraud-1.template.json',
      'fraud-2.template.json',
      'churn.template.json',
    ]);
  });

  it('are found fault with where a property is misspelt', async () => {
    const wrong: TemplatePart = {
      subject: 'fraud',
      resources: new Map([
        ['Wrong', { Type: 'AWS::CloudWatch::Alarm', Properties: { Treshold: 1, TreatMissingData: 'never' } }],
      ]),
      origins: new Map(),
    };
    await expect(lint([wrong])).rejects.toMatchObject({
      stdout: expect.stringContaining('Treshold') as unknown,
    });
  });
});
