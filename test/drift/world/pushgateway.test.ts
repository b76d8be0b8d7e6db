import { describe, expect, it } from 'vitest';
import { pushToGateway } from '../../../src/drift/world/pushgateway.ts';
import { datasetResult, policyResult, runResult } from '../../support/drift-outputs.ts';
import { freePort } from '../../support/processes.ts';
import { useRecordingServers } from '../../support/recording-server.ts';
import { qualityResult } from '../results.ts';

const QUICK = { timeoutMs: 2000, pausesMs: [1, 1, 1] };

describe('pushToGateway', () => {
  const serve = useRecordingServers();

  it('replaces the group of each policy and feature set', async () => {
    const server = await serve();
    const run = runResult({
      policies: [policyResult(), policyResult({ policy: 'team/other', tests: [] })],
      datasets: [datasetResult(), datasetResult({ dataset: '..', checks: [] })],
    });
    const delivery = await pushToGateway(
      { url: `${server.url}/prefix/`, labels: { env: 'prod' } },
      run,
      QUICK,
    );
    expect(delivery).toEqual({
      output: 'pushgateway',
      target: `${server.url}/prefix`,
      state: 'delivered',
      series: 10,
      findings: [],
    });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PUT /prefix/metrics/job/modelwatch_drift/policy/fraud-drift/env/prod',
      'PUT /prefix/metrics/job/modelwatch_drift/policy@base64/dGVhbS9vdGhlcg/env/prod',
      'PUT /prefix/metrics/job/modelwatch_drift/dataset/transaction-features/env/prod',
      'PUT /prefix/metrics/job/modelwatch_drift/dataset@base64/Li4/env/prod',
    ]);
    expect(server.requests[0]?.headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'user-agent': 'modelwatch/0.1.0',
    });
    const bodies = server.requests.map(({ body }) => body.toString());
    expect(bodies[0]).toContain('modelwatch_drift_verdict{model="fraud-detector",policy="fraud-drift",');
    expect(bodies[0]).not.toContain('team/other');
    expect(bodies[3]).toBe('');
  });

  it('replaces the group of the quality of each model', async () => {
    const server = await serve();
    const run = runResult({ policies: [], datasets: [], qualities: [qualityResult()] });
    expect(await pushToGateway({ url: server.url }, run, QUICK)).toMatchObject({
      state: 'delivered',
      series: 11,
    });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PUT /metrics/job/modelwatch_drift/model/fraud-detector',
    ]);
  });

  it('goes on after a group that is refused, and tells why', async () => {
    const server = await serve((index) =>
      index === 0 ? { status: 400, text: 'pushed metrics are inconsistent\nmore' } : { status: 200 },
    );
    const delivery = await pushToGateway({ url: server.url }, runResult(), QUICK);
    expect(delivery).toMatchObject({ state: 'refused', series: 1 });
    expect(delivery.findings).toEqual([
      {
        code: 'publish/refused',
        severity: 'error',
        message: `${server.url} refuses the series of policy fraud-drift: HTTP status 400: pushed metrics are inconsistent`,
      },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it('stops where nobody answers', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const delivery = await pushToGateway({ url }, runResult(), QUICK);
    expect(delivery).toMatchObject({ output: 'pushgateway', target: url, state: 'unreachable', series: 0 });
    expect(delivery.findings).toHaveLength(1);
    expect(delivery.findings[0]).toMatchObject({ code: 'publish/unreachable' });
    expect(delivery.findings[0]?.message).toMatch(/ECONNREFUSED.* \(4 attempts\)$/);
  });

  it.each([
    [{ model: 'x' }, 'the label "model" cannot be added: the drift contract uses it'],
    [{ job: 'x' }, 'the label "job" cannot be added: it is "modelwatch_drift"'],
    [{ 'a-b': 'x' }, 'the label "a-b" cannot be added: a name has letters, digits and underscores'],
    [{ __a: 'x' }, 'the label "__a" cannot be added: names that begin with __ are for Prometheus itself'],
    [{ env: '' }, 'the label "env" cannot be added: it has no value'],
  ])('refuses the labels %j', async (labels, message) => {
    const delivery = await pushToGateway({ url: 'http://127.0.0.1:9', labels }, runResult());
    expect(delivery).toMatchObject({ state: 'refused', findings: [{ code: 'publish/label', message }] });
  });
});
