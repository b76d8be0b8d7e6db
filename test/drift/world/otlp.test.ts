import { describe, expect, it } from 'vitest';
import { sendOtlp } from '../../../src/drift/world/otlp.ts';
import { policyResult, runResult, testResult } from '../../support/drift-outputs.ts';
import { useRecordingServers } from '../../support/recording-server.ts';

const QUICK = { timeoutMs: 5000, pausesMs: [1, 1, 1] };

describe('sendOtlp', () => {
  const serve = useRecordingServers();

  it('sends JSON to /v1/metrics', async () => {
    const server = await serve(() => ({ status: 200, text: '{}' }));
    const delivery = await sendOtlp({ url: `${server.url}/` }, runResult(), QUICK);
    expect(delivery).toEqual({
      output: 'otlp',
      target: server.url,
      state: 'delivered',
      series: 7,
      findings: [],
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/v1/metrics' });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request?.body.toString() ?? '')).toHaveProperty(
      'resourceMetrics.0.scopeMetrics.0.metrics.length',
      7,
    );
  });

  it('takes an address that has the path already', async () => {
    const server = await serve();
    await sendOtlp({ url: `${server.url}/v1/metrics` }, runResult(), QUICK);
    expect(server.requests[0]?.url).toBe('/v1/metrics');
  });

  it.each([
    [
      { partialSuccess: { rejectedDataPoints: '3', errorMessage: 'too old' } },
      { state: 'partly', series: 4 },
      { severity: 'warning', says: 'dropped 3 of 7 series: too old' },
    ],
    [
      { partialSuccess: { rejectedDataPoints: 900 } },
      { state: 'partly', series: 0 },
      { severity: 'warning', says: 'dropped 7 of 7 series' },
    ],
    [
      { partialSuccess: { errorMessage: 'JSON is slow' } },
      { state: 'delivered', series: 7 },
      { severity: 'info', says: 'took all series and says: JSON is slow' },
    ],
  ])('tells what is only a part of a success: %j', async (answer, expected, { severity, says }) => {
    const server = await serve(() => ({ status: 200, text: JSON.stringify(answer) }));
    const delivery = await sendOtlp(server, runResult(), QUICK);
    expect(delivery).toMatchObject(expected);
    expect(delivery.findings).toEqual([
      { code: 'publish/partly-taken', severity, message: `${server.url} ${says}` },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['', 'ok', '{"partialSuccess":{}}', '{"partialSuccess":null}', '[]', '{"partialSuccess":7}'])(
    'takes 200 with %j for a success',
    async (text) => {
      const server = await serve(() => ({ status: 200, text }));
      expect(await sendOtlp(server, runResult(), QUICK)).toMatchObject({ state: 'delivered', findings: [] });
    },
  );

  it('does not try again on 500, as the protocol has it, and does on 503', async () => {
    const failing = await serve(() => ({ status: 500 }));
    expect(await sendOtlp(failing, runResult(), QUICK)).toMatchObject({ state: 'unreachable', series: 0 });
    const busy = await serve((index) => ({ status: index === 0 ? 503 : 200 }));
    expect(await sendOtlp(busy, runResult(), QUICK)).toMatchObject({ state: 'delivered', series: 7 });
    expect([failing.requests.length, busy.requests.length]).toEqual([1, 2]);
  });

  it('hints at the address where the path is wrong', async () => {
    const server = await serve(() => ({ status: 404, text: '404 page not found' }));
    const { findings } = await sendOtlp(server, runResult(), QUICK);
    expect(findings).toMatchObject([
      {
        code: 'publish/refused',
        message: `${server.url} refuses the series: HTTP status 404: 404 page not found`,
        hint: expect.stringContaining('--web.enable-otlp-receiver') as unknown,
      },
    ]);
  });

  it('sends many series in several requests of some megabytes', async () => {
    const server = await serve();
    const tests = Array.from({ length: 2000 }, (_, index) => testResult({ feature: `feature_${index}` }));
    const delivery = await sendOtlp(server, runResult({ policies: [policyResult({ tests })] }), QUICK);
    expect(delivery).toMatchObject({ state: 'delivered', series: 6004 });
    expect(server.requests).toHaveLength(2);
    for (const { body } of server.requests) expect(body.length).toBeLessThan(5_000_000);
  });
});
