import { readFileSync } from 'node:fs';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cfnLint } from '../../src/readers/cfn-lint.ts';
import { judge } from '../../src/readers/run.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, environmentWithPrograms, program } from '../support/programs.ts';

/** The committed templates of the examples; each alarm is what CloudFormation would put. */
const TEMPLATES = [
  'generated/acme-ml/prod/aws/acme-ml-prod.template.json',
  'generated/acme-ml/dev/aws/acme-ml-dev.template.json',
  'generated/acme-ml/staging/aws/acme-ml-staging.template.json',
  'generated/churn/default/aws/churn-default.template.json',
];

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

function alarmsOf(path: string): PutMetricAlarmCommandInput[] {
  const { Resources } = JSON.parse(readFileSync(path, 'utf8')) as { Resources: Record<string, Resource> };
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => resolved(Properties) as PutMetricAlarmCommandInput);
}

/** A reference to a topic becomes an ARN, as CloudFormation makes it. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'Ref') return `arn:aws:sns:us-east-1:123456789012:${first[1]}`;
  return Object.fromEntries(entries.map(([key, child]) => [key, resolved(child)]));
}

describeWithPrograms(['moto_server'], 'alarms of the examples in moto', () => {
  const services = useServices();

  async function client(): Promise<CloudWatchClient> {
    const { url } = await services.start({
      command: program('moto_server'),
      args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
      readyPath: '/moto-api/',
    });
    return new CloudWatchClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    });
  }

  it.each(TEMPLATES)('puts every alarm of %s, and gets back what it put', async (path) => {
    const cloudwatch = await client();
    const alarms = alarmsOf(path);
    expect(alarms.length).toBeGreaterThan(3);
    for (const alarm of alarms) {
      await cloudwatch.send(new PutMetricAlarmCommand(alarm));
      const { MetricAlarms = [] } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [alarm.AlarmName ?? ''] }),
      );
      expect(MetricAlarms).toHaveLength(1);
      const { Tags: _tags, Metrics, ActionsEnabled: _enabled, ...rest } = alarm;
      expect(MetricAlarms[0]).toMatchObject(rest);
      expect(
        MetricAlarms[0]?.Metrics?.map(({ Id, Expression, ReturnData }) => ({ Id, Expression, ReturnData })),
      ).toEqual(Metrics?.map(({ Id, Expression, ReturnData }) => ({ Id, Expression, ReturnData })) ?? []);
    }
  });
});

describeWithPrograms(['cfn-lint'], 'templates of the examples in cfn-lint', () => {
  it('give no error, warning or remark', () => {
    const files = TEMPLATES.map((path) => ({
      path,
      shown: path,
      marks: [],
      text: readFileSync(path, 'utf8'),
    }));
    vi.stubEnv('PATH', environmentWithPrograms()['PATH']);
    const { diagnostics, read } = judge(cfnLint, files);
    expect(read).toBe(TEMPLATES.length);
    expect(diagnostics).toEqual([]);
  });
});

describe('alarms of the examples', () => {
  it.each(TEMPLATES)('have different names in %s', (path) => {
    const names = alarmsOf(path).map(({ AlarmName }) => AlarmName);
    expect(new Set(names).size).toBe(names.length);
  });
});
