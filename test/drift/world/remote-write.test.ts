import { describe, expect, it } from 'vitest';
import { remoteWrite } from '../../../src/drift/world/remote-write.ts';
import { policyResult, runResult, testResult } from '../../support/drift-outputs.ts';
import { useRecordingServers } from '../../support/recording-server.ts';

const QUICK = { timeoutMs: 5000, pausesMs: [1, 1, 1] };

describe('remoteWrite', () => {
  const serve = useRecordingServers();

  it('sends with the headers of remote write 1.0, to the address as it is', async () => {
    const server = await serve(() => ({ status: 204 }));
    const delivery = await remoteWrite({ url: `${server.url}/api/v1/write` }, runResult(), QUICK);
    expect(delivery).toEqual({
      output: 'remote-write',
      target: `${server.url}/api/v1/write`,
      state: 'delivered',
      series: 7,
      findings: [],
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/api/v1/write' });
    expect(request?.headers).toMatchObject({
      'content-encoding': 'snappy',
      'content-type': 'application/x-protobuf',
      'user-agent': 'modelwatch/0.1.0',
      'x-prometheus-remote-write-version': '0.1.0',
    });
    expect(request?.body.toString('latin1')).toContain('modelwatch_data_check_failed');
  });

  it('sends many series in several requests, and stops at one that fails', async () => {
    const tests = Array.from({ length: 2000 }, (_, index) => testResult({ feature: `feature_${index}` }));
    const run = runResult({ policies: [policyResult({ tests })] });
    const server = await serve((index) => ({ status: index === 1 ? 400 : 204, text: '' }));
    expect(await remoteWrite(server, run, QUICK)).toMatchObject({ state: 'refused', series: 2000 });
    expect(server.requests).toHaveLength(2);
  });

  it('says where a wrong path leads', async () => {
    const server = await serve(() => ({ status: 404, text: 'remote write receiver needs to be enabled' }));
    expect((await remoteWrite(server, runResult(), QUICK)).findings).toMatchObject([
      {
        code: 'publish/refused',
        message: `${server.url} refuses the series: HTTP status 404: remote write receiver needs to be enabled`,
        hint: expect.stringContaining('/api/v1/write') as unknown,
      },
    ]);
  });
});
