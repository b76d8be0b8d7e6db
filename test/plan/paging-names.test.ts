import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagingParameterName } from '../../src/plan/paging-names.ts';

test('names the service in words', () => {
  expect(pagingParameterName({ id: 'risk-ml/primary' })).toBe('PagerDutyEndpointRiskMlPrimary');
});

test('tells ids apart whose words are the same', () => {
  const ids = [
    'risk/ml-primary',
    'risk-ml/primary',
    'riskml/primary',
    'risk-ml/prim-ary',
    'risk-m-l/primary',
  ];
  expect(new Set(ids.map((id) => pagingParameterName({ id }))).size).toBe(ids.length);
});

test('different ids have different names of letters and digits', () => {
  const name = fc.stringMatching(/^[a-cA-C1][-a-cA-C1_.]{0,3}$/);
  const ids = fc.uniqueArray(
    fc.tuple(name, name).map((parts) => parts.join('/')),
    { minLength: 2 },
  );
  fc.assert(
    fc.property(ids, (all) => {
      const names = all.map((id) => pagingParameterName({ id }));
      expect(new Set(names).size).toBe(all.length);
      for (const each of names) expect(each).toMatch(/^[A-Za-z0-9]{1,255}$/);
    }),
    { seed: 5, numRuns: 300 },
  );
});
