import { describe, expect, it } from 'vitest';
import { decodeExpectation } from '../../../src/spec/expectation.ts';
import { prometheusTarget } from '../../../src/targets/prometheus/index.ts';

const { options } = prometheusTarget;

describe('options', () => {
  it('have defaults for everything', () => {
    expect(options.parse({})).toEqual({
      flavor: 'prometheus',
      alertmanagers: [],
      self: 'localhost:9090',
      operator: { labels: {} },
    });
  });

  it.each([
    [{ flavour: 'prometheus' }, 'one of flavor, alertmanagers, self, operator'],
    [{ flavor: 'mimir' }, 'one of prometheus, prometheus-operator'],
    [{ alertmanagers: ['alertmanager'] }, 'host:port, such as "alertmanager:9093"'],
    [{ alertmanagers: ['http://alertmanager:9093'] }, 'host:port, such as "alertmanager:9093"'],
    [{ alertmanagers: 'alertmanager:9093' }, 'a list of host:port'],
    [{ operator: { namespaces: 'x' } }, 'one of namespace, labels'],
    [{ operator: { labels: { release: 7 } } }, 'a string'],
  ])('refuse %j', (input, expected) => {
    const result = options.safeParse(input);
    expect(decodeExpectation(result.error?.issues[0]?.message ?? '')?.expected).toBe(expected);
  });

  it('accept addresses of IPv6', () => {
    expect(options.parse({ alertmanagers: ['[::1]:9093'] }).alertmanagers).toEqual(['[::1]:9093']);
  });
});
