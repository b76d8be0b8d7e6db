import { describe, expect, it } from 'vitest';
import { onlyFinding } from '../plan/build/built.ts';
import { file, object, PROJECT, TEAM } from '../support/specs.ts';

const TYPES =
  'prometheus, cloudwatch, cloudwatch-logs, parquet, csv, jsonl, arrow, postgres, bigquery, snowflake, athena';

/** What is told of a data source with one mistake. */
function told(spec: string) {
  const {
    code,
    field,
    expected,
    hint,
    object: of,
  } = onlyFinding(file(PROJECT, TEAM, object('DataSource', 'source', `{ ${spec} }`)));
  expect(of).toEqual({ kind: 'DataSource', name: 'source' });
  return { code, field: field?.replace(/^spec\./, ''), expected, hint };
}

describe('the type of a data source', () => {
  it.each([
    ['cloudwach', 'Did you mean "cloudwatch"?'],
    ['Prometheus', 'Did you mean "prometheus"?'],
    ['cloudwatch-log', 'Did you mean "cloudwatch-logs" or "cloudwatch"?'],
  ])('is not %s', (type, hint) => {
    expect(told(`type: ${type}`)).toEqual({
      code: 'schema/invalid-value',
      field: 'type',
      expected: `one of ${TYPES}`,
      hint,
    });
  });

  it.each(['', 'namespace: ML/Serving', 'url: "https://prometheus.example"'])(
    'is missing in { %s }',
    (spec) => {
      expect(told(spec)).toEqual({
        code: 'schema/missing-field',
        field: 'type',
        expected: `a data source with a type: ${TYPES}`,
        hint: undefined,
      });
    },
  );
});

describe('an unknown key is told by the type', () => {
  const PROMETHEUS = 'one of type, url, auth, scrapeInterval, evaluationInterval, retention';
  const METRICS = 'one of type, namespace, names, dimensions, metrics';
  const LOGS = 'one of type, logGroup, fields, dimensions, metrics';

  it.each([
    ['type: prometheus, ulr: "https://x.example"', 'ulr', PROMETHEUS, 'Did you mean "url"?'],
    // A key of another type is none of this one.
    ['type: prometheus, namespace: ML', 'namespace', PROMETHEUS, undefined],
    ['type: cloudwatch, namespace: ML, dimension: {}', 'dimension', METRICS, 'Did you mean "dimensions"?'],
    ['type: cloudwatch, namespace: ML, url: "https://x.example"', 'url', METRICS, undefined],
    ['type: cloudwatch-logs, logGroup: g, metric: [requests]', 'metric', LOGS, 'Did you mean "metrics"?'],
    [
      'type: cloudwatch-logs, logGroup: g, fields: { versoin: v }',
      'fields.versoin',
      'one of version, class, confidence, latency, error',
      'Did you mean "version"?',
    ],
    [
      'type: cloudwatch, namespace: ML, metrics: { a_total: { facets: { clas: x } } }',
      'metrics.a_total.facets.clas',
      'one of version, class',
      'Did you mean "class"?',
    ],
  ])('%s', (spec, field, expected, hint) => {
    expect(told(spec)).toEqual({ code: 'schema/unknown-key', field, expected, hint });
  });
});

describe('a word is one of those that the type knows', () => {
  it.each([
    ['type: cloudwatch, namespace: ML, names: as_emitted', 'names', 'Did you mean "as-emitted"?'],
    ['type: cloudwatch-logs, logGroup: g, metrics: [request]', 'metrics.0', 'Did you mean "requests"?'],
    [
      'type: cloudwatch, namespace: ML, metrics: { a_total: { unit: Microsecond } }',
      'metrics.a_total.unit',
      'Did you mean "Microseconds"?',
    ],
  ])('%s', (spec, field, hint) => {
    expect(told(spec)).toMatchObject({ code: 'schema/invalid-value', field, hint });
  });
});

describe('a field that the type needs', () => {
  it.each([
    ['type: cloudwatch', 'namespace', 'a CloudWatch namespace such as ML/Serving'],
    ['type: cloudwatch-logs', 'logGroup', 'the name of a log group, or a map of environment to name'],
  ])('of %s is missing', (spec, field, expected) => {
    expect(told(spec)).toMatchObject({ code: 'schema/missing-field', field, expected });
  });

  it('of a log may not be of an environment that is not there', () => {
    expect(told('type: cloudwatch-logs, logGroup: { prd: g }')).toMatchObject({
      code: 'reference/unknown',
      field: 'logGroup.prd',
    });
  });
});
