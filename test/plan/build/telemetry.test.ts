import { describe, expect, it } from 'vitest';
import { file, object, TEAM } from '../../support/specs.ts';
import { onlyFinding, soundPlan, withModel } from './built.ts';

const LOG = `type: cloudwatch-logs, fields: { version: v, class: out.class, latency: took }, dimensions: { model: name }, metrics: [requests, latency, errors]`;

describe('a prediction log', () => {
  const logs = (logGroup: string, environments: string, environment?: string) =>
    soundPlan(
      file(
        object('Project', 'acme', `{ channels: { slack: { apiUrlFile: s } }${environments} }`),
        TEAM,
        object('Model', 'fraud', '{ owner: ml, predictionLog: log }'),
        object('DataSource', 'log', `{ ${LOG}, logGroup: ${logGroup} }`),
      ),
      environment,
    ).predictionLogs;

  it('is what the data source says', () => {
    expect(logs('/ml/fraud', '')).toMatchObject([
      {
        subject: { kind: 'Model', name: 'fraud' },
        store: { type: 'cloudwatch-logs', logGroup: '/ml/fraud' },
        dimensionFields: { model: 'name' },
        roles: ['errors', 'latency', 'requests'],
        origin: { object: { kind: 'DataSource', name: 'log' } },
      },
    ]);
    // Fields that are not there have no key.
    expect(logs('/ml/fraud', '')[0]?.fields).toStrictEqual({
      version: 'v',
      class: 'out.class',
      latency: 'took',
    });
  });

  it('is the environment’s own, and none where the map names none', () => {
    const groups = (environment: string) =>
      logs(
        '{ prod: /prod/log, staging: /staging/log }',
        ', environments: [prod, staging, constructor]',
        environment,
      ).map(({ store }) => store.logGroup);
    expect(groups('prod')).toEqual(['/prod/log']);
    expect(groups('staging')).toEqual(['/staging/log']);
    // Also one of a name that every object has.
    expect(groups('constructor')).toEqual([]);
  });

  it('is not there unless the model names it', () => {
    expect(
      soundPlan(withModel('', object('DataSource', 'log', `{ ${LOG}, logGroup: g }`))).predictionLogs,
    ).toEqual([]);
  });

  it.each([
    ['prometheus', '{ type: prometheus }'],
    ['cloudwatch', '{ type: cloudwatch, namespace: ML, names: as-emitted }'],
  ])('is no data source of type %s', (type, spec) => {
    const finding = onlyFinding(withModel('predictionLog: source', object('DataSource', 'source', spec)));
    expect(finding).toMatchObject({
      code: 'datasource/no-log',
      severity: 'error',
      field: 'spec.predictionLog',
      object: { kind: 'Model', name: 'fraud' },
      message: `DataSource source is of type ${type}, which has no lines`,
      expected: 'a data source of type cloudwatch-logs',
    });
    expect(finding.related).toMatchObject([{ message: 'the data source' }]);
  });
});

describe('the traces of a model', () => {
  const latency = (name: string, threshold: string) =>
    `{ name: ${name}, sli: { type: latency, threshold: ${threshold} }, objective: 99% }`;
  const tracing = (more: string, ...objects: string[]) => soundPlan(withModel(more, ...objects)).tracing;

  it('are 5 % of its requests, unless it says otherwise', () => {
    const [byDefault] = tracing('tracing: { service: fraud-api }');
    expect(byDefault).toMatchObject({
      subject: { kind: 'Model', name: 'fraud' },
      service: 'fraud-api',
      sampledRatio: 0.05,
    });
    expect(byDefault).not.toHaveProperty('slowSeconds');
    expect(tracing('tracing: { service: fraud-api, sample: 20% }')).toMatchObject([{ sampledRatio: 0.2 }]);
  });

  it('are slow by the strictest latency objective of this model', () => {
    const slos = `slos: [${latency('usual', '500ms')}, ${latency('strict', '100ms')}, ${latency('worst', '1s')}]`;
    const other = object('Model', 'other', `{ owner: ml, slos: [${latency('l', '10ms')}] }`);
    expect(tracing(`tracing: { service: s }, ${slos}`, other)).toMatchObject([
      { subject: { name: 'fraud' }, slowSeconds: 0.1 },
    ]);
  });

  it('are not there unless the model says so', () => {
    expect(tracing(`slos: [${latency('l', '100ms')}]`)).toEqual([]);
  });
});
