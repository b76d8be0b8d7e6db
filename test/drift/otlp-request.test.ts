import { expect, it } from 'vitest';
import { otlpRequest } from '../../src/drift/otlp-request.ts';
import { samplesOf } from '../../src/drift/samples.ts';
import { DRIFT_CONTRACT } from '../../src/plan/drift-contract.ts';
import { runResult } from '../support/drift-outputs.ts';

it('an OTLP request has a gauge for each metric, without a unit, at the end of the run', () => {
  const run = runResult({ environment: '' });
  const samples = samplesOf(run).filter(({ name }) => name === 'modelwatch_drift_samples');
  expect(otlpRequest(run, samples, { zone: 'a' })).toEqual({
    resourceMetrics: [
      {
        resource: {
          attributes: [
            { key: 'service.name', value: { stringValue: 'modelwatch-drift' } },
            { key: 'service.version', value: { stringValue: '0.1.0' } },
          ],
        },
        scopeMetrics: [
          {
            scope: { name: 'modelwatch', version: '0.1.0' },
            metrics: [
              {
                name: 'modelwatch_drift_samples',
                description: DRIFT_CONTRACT.samples.help,
                gauge: {
                  dataPoints: [
                    {
                      attributes: [
                        { key: 'zone', value: { stringValue: 'a' } },
                        { key: 'model', value: { stringValue: 'fraud-detector' } },
                        { key: 'policy', value: { stringValue: 'fraud-drift' } },
                      ],
                      timeUnixNano: '1795914123500000000',
                      asDouble: 12_000,
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  });
});
