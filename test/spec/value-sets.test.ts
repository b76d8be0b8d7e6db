import { expect, it } from 'vitest';
import { VALUE_SET_NAMES, valuesOfSet } from '../../src/spec/kinds/value-sets.ts';

it.each([
  ['iso-3166-alpha2', 249, /^[A-Z]{2}$/, ['DE', 'GB', 'US', 'ZW'], ['UK', 'XK', 'EU']],
  ['iso-4217', 178, /^[A-Z]{3}$/, ['EUR', 'USD', 'SLE', 'XCG'], ['DEM', 'HRK', 'BGN', 'ANG']],
  ['iso-639-1', 183, /^[a-z]{2}$/, ['de', 'en', 'zh'], ['sh', 'iw', 'xx']],
] as const)('the codes of %s are %i, sorted, each once', (name, size, form, some, others) => {
  const values = valuesOfSet(name);
  expect([values.length, new Set(values).size]).toEqual([size, size]);
  expect(values).toEqual(values.toSorted());
  expect(values.filter((value) => !form.test(value))).toEqual([]);
  expect(values).toEqual(expect.arrayContaining([...some]));
  expect(values.filter((value) => others.some((other) => other === value))).toEqual([]);
});

it('the names are those of the lists', () => {
  expect(VALUE_SET_NAMES).toEqual(['iso-3166-alpha2', 'iso-4217', 'iso-639-1']);
});
