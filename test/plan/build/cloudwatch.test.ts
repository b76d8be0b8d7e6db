import { describe, expect, it } from 'vitest';
import { object } from '../../support/specs.ts';
import { onlyFinding, signalOf, soundPlan, withModel } from './built.ts';

const source = (more = '', name = 'cloudwatch') =>
  object('DataSource', name, `{ type: cloudwatch, namespace: ML/Serving${more === '' ? '' : `, ${more}`} }`);
const SLO = 'slos: [{ name: slo, sli: { type: availability }, objective: 99% }]';
const LATENCY = 'slos: [{ name: slo, sli: { type: latency, threshold: 250ms }, objective: 99% }]';

const planWith = (dataSource: string, more = '', slo = SLO) =>
  soundPlan(withModel(`${slo}${more === '' ? '' : `, ${more}`}`, dataSource));
const lookup = (dataSource: string, more = '', role = 'requests') =>
  signalOf(planWith(dataSource, more, role === 'latency' ? LATENCY : SLO), `model:fraud/${role}`).cloudwatch;

const AS_EMITTED = 'names: as-emitted';
const SHARED = 'metrics: { model_predictions_total: { name: FromSource } }';
const OWN = 'metrics: { requests: { cloudwatch: { name: FromRole } } }';

describe('where CloudWatch keeps a signal', () => {
  it('nobody asks without a data source of it', () => {
    expect(lookup(object('DataSource', 'prometheus', '{ type: prometheus }'))).toBeUndefined();
  });

  it.each([
    ['its role', `${AS_EMITTED}, ${SHARED}`, OWN, 'FromRole'],
    ['else the data source', `${AS_EMITTED}, ${SHARED}`, '', 'FromSource'],
    ['else as it is emitted', AS_EMITTED, '', 'model_predictions_total'],
    ['its role, where only that is mapped', '', OWN, 'FromRole'],
    ['the data source, of what it maps only', SHARED, '', 'FromSource'],
  ])('says %s', (_, ofSource, ofModel, name) => {
    expect(lookup(source(ofSource), ofModel)).toMatchObject({
      found: true,
      metric: { name, namespace: 'ML/Serving' },
    });
  });

  it('is where the mapping stands', () => {
    const place = (ofSource: string, ofModel: string) => {
      const found = lookup(source(ofSource), ofModel);
      return found?.found === true ? found.metric.origin.object : undefined;
    };
    expect(place(SHARED, OWN)).toEqual({ kind: 'Model', name: 'fraud' });
    expect(place(SHARED, '')).toEqual({ kind: 'DataSource', name: 'cloudwatch' });
    expect(place(AS_EMITTED, '')).toEqual({ kind: 'Model', name: 'fraud' });
  });

  it('is not known without a mapping', () => {
    const found = lookup(source());
    expect(found).toMatchObject({
      found: false,
      why: 'no-mapping',
      message: 'nothing says where CloudWatch keeps model_predictions_total',
      expected:
        'cloudwatch: { name: … } in the mapping of its role, or metrics: { model_predictions_total: { name: … } } in DataSource cloudwatch',
      origin: { object: { kind: 'Model', name: 'fraud' } },
    });
    expect(found?.found === false ? found.origin.spans : []).not.toEqual([]);
  });

  it('is not mapped by what every object has', () => {
    expect(lookup(source(), 'metrics: { requests: { name: constructor, type: counter } }')).toMatchObject({
      found: false,
      why: 'no-mapping',
    });
  });

  it.each([
    ['', '', 'ML/Serving'],
    ['', 'cloudwatch: { namespace: Of/Model }', 'Of/Model'],
    [
      'metrics: { model_predictions_total: { namespace: Of/Metric } }',
      'cloudwatch: { namespace: Of/Model }',
      'Of/Metric',
    ],
  ])('has the closest namespace of %s and %s', (ofSource, ofModel, namespace) => {
    const more = ofSource === '' ? AS_EMITTED : `${AS_EMITTED}, ${ofSource}`;
    expect(lookup(source(more), ofModel)).toMatchObject({ metric: { namespace } });
  });

  it('is asked of one data source only', () => {
    const finding = onlyFinding(withModel(SLO, source(AS_EMITTED, 'a'), source(AS_EMITTED, 'b')));
    expect(finding).toMatchObject({
      code: 'datasource/several',
      severity: 'error',
      message: 'there is more than one data source of type cloudwatch',
      object: { kind: 'DataSource', name: 'b' },
    });
    expect(finding.related).toMatchObject([{ message: 'the first one' }]);
  });
});

describe('the unit of a metric', () => {
  const own = (role: string, mapping: string) => `metrics: { ${role}: { cloudwatch: ${mapping} } }`;

  it.each([
    ['Microseconds', 1e-6],
    ['Milliseconds', 1e-3],
    ['Seconds', 1],
  ])('%s makes seconds times %d', (unit, scale) => {
    expect(
      lookup(source(), own('latency', `{ name: ModelLatency, unit: ${unit} }`), 'latency'),
    ).toMatchObject({
      metric: { name: 'ModelLatency', unit, scale },
    });
  });

  it('of events is Count or None', () => {
    expect(lookup(source(), own('requests', '{ unit: Count }'))).toMatchObject({ metric: { scale: 1 } });
    expect(lookup(source(), own('requests', '{ unit: None }'))).toMatchObject({ metric: { scale: 1 } });
    expect(lookup(source(), own('requests', '{ unit: Bytes }'))).toMatchObject({
      found: false,
      message: 'model_predictions_total is measured in events, which Bytes of CloudWatch is not',
      expected: 'one of Count, None',
    });
  });

  // Sums of a counter are not multiplied: a unit that would need it is refused.
  it.each([
    ['bytes', 'Bytes', true, ''],
    ['bytes', 'None', true, ''],
    ['bytes', 'Kilobytes', false, 'one of Bytes, None'],
    ['bytes', 'Count', false, 'one of Bytes, None'],
    ['milliseconds', 'Seconds', true, ''],
    ['milliseconds', 'Milliseconds', false, 'one of Seconds'],
  ])('of a counter of %s may be %s: %s', (unit, kept, isFound, expected) => {
    const mapping = `metrics: { requests: { unit: ${unit}, cloudwatch: { name: X, unit: ${kept} } } }`;
    expect(lookup(source(), mapping)).toMatchObject(
      isFound
        ? { found: true, metric: { unit: kept, scale: 1 } }
        : { found: false, why: 'unit-contradicts', expected },
    );
  });

  it('that no latency has is told where it is mapped', () => {
    const found = lookup(source(), own('latency', '{ name: L, unit: Bytes }'), 'latency');
    expect(found).toMatchObject({
      found: false,
      why: 'unit-contradicts',
      message: 'model_prediction_latency_seconds is measured in seconds, which Bytes of CloudWatch is not',
      expected: 'one of Seconds, Milliseconds, Microseconds',
      origin: { object: { kind: 'Model', name: 'fraud' } },
    });
    const shared = source('metrics: { model_prediction_latency_seconds: { unit: Count } }');
    expect(lookup(shared, '', 'latency')).toMatchObject({
      why: 'unit-contradicts',
      origin: { object: { kind: 'DataSource', name: 'cloudwatch' } },
    });
  });

  it('is the raw one of what keeps its name, and the plan’s of what has another', () => {
    const inMilliseconds = (cloudwatch: string) =>
      `metrics: { latency: { name: took_ms, type: histogram, buckets: [100, 250], unit: milliseconds${cloudwatch} } }`;
    expect(lookup(source(AS_EMITTED), inMilliseconds(''), 'latency')).toMatchObject({
      metric: { name: 'took_ms', scale: 1e-3 },
    });
    const named = lookup(source(), inMilliseconds(', cloudwatch: { name: Took }'), 'latency');
    expect(named).toMatchObject({ metric: { name: 'Took', scale: 1 } });
    expect(named?.found === true && 'unit' in named.metric).toBe(false);
  });
});

describe('the dimensions of a metric', () => {
  const dimensions = (ofSource: string, ofModel: string) => {
    const found = lookup(source(`${AS_EMITTED}${ofSource}`), ofModel);
    return found?.found === true ? found.metric.dimensions : undefined;
  };
  const SELECT = 'select: { job: fraud, zone: a }';
  const MATCH = 'metrics: { requests: { match: { path: /p } } }';
  const INSTEAD = 'cloudwatch: { dimensions: { EndpointName: fraud-prod } }';

  it('are the labels that it is chosen by', () => {
    expect(dimensions('', `${SELECT}, ${MATCH}`)).toEqual({ job: 'fraud', zone: 'a', path: '/p' });
  });

  it('are the model’s in place of select; what a role matches stays', () => {
    expect(dimensions('', `${SELECT}, ${MATCH}, ${INSTEAD}`)).toEqual({
      EndpointName: 'fraud-prod',
      path: '/p',
    });
  });

  it('are the role’s where it matches what select selects', () => {
    const stronger = 'metrics: { requests: { match: { zone: b } } }';
    expect(dimensions('', `${SELECT}, ${stronger}, ${INSTEAD}`)).toEqual({
      EndpointName: 'fraud-prod',
      zone: 'b',
    });
    expect(dimensions('', `${SELECT}, ${stronger}, cloudwatch: { dimensions: { zone: c } }`)).toEqual({
      zone: 'b',
    });
  });

  it('come with those of the data source', () => {
    const shared = ', dimensions: { Service: scoring, zone: z }';
    expect(dimensions(shared, SELECT)).toEqual({ Service: 'scoring', job: 'fraud', zone: 'a' });
    expect(dimensions(shared, `${SELECT}, ${INSTEAD}`)).toEqual({
      Service: 'scoring',
      zone: 'z',
      EndpointName: 'fraud-prod',
    });
  });

  it('are those of its mapping alone, where that names them', () => {
    const whole =
      'metrics: { requests: { match: { path: /p }, cloudwatch: { dimensions: { Only: this } } } }';
    expect(dimensions(', dimensions: { Service: scoring }', `${SELECT}, ${INSTEAD}, ${whole}`)).toEqual({
      Only: 'this',
    });
  });

  it('of facets are the labels, or what the mapping calls them', () => {
    expect(lookup(source(AS_EMITTED))).toMatchObject({
      metric: { facetDimensions: { version: 'model_version', class: 'prediction_class' } },
    });
    const own = 'metrics: { requests: { cloudwatch: { facets: { version: VariantName } } } }';
    expect(lookup(source(), own)).toMatchObject({
      metric: { facetDimensions: { version: 'VariantName', class: 'prediction_class' } },
    });
  });

  it.each(['name: Invocations', 'dimensions: { EndpointName: churn }'])(
    'of facets are only those that a mapping of its own names: %s',
    (part) => {
      const facets = (more: string) =>
        lookup(source(), `metrics: { requests: { cloudwatch: { ${part}${more} } } }`);
      expect(facets('')).toHaveProperty('metric.facetDimensions', {});
      expect(facets(', facets: { version: VariantName }')).toMatchObject({
        metric: { facetDimensions: { version: 'VariantName' } },
      });
    },
  );
});

describe('metrics of pipelines and feature sets', () => {
  const data = [
    object('Pipeline', 'ingest', '{ owner: ml, volume: { metric: "records_total{job=\\"i\\"}" } }'),
    object('Pipeline', 'train', '{ owner: ml, volume: { metric: rows_total } }'),
    object('FeatureSet', 'features', '{ owner: ml, freshness: { max: 1h } }'),
  ];
  const plan = soundPlan(
    withModel(
      SLO,
      ...data,
      source(
        'dimensions: { Service: data }, metrics: { records_total: { name: Records, namespace: ML/Data, unit: Count } }',
      ),
    ),
  );
  const signals = plan.signals.filter(({ id }) => !id.startsWith('model:'));

  it('are mapped by the data source', () => {
    expect(signals.find(({ metric }) => metric === 'records_total')?.cloudwatch).toMatchObject({
      found: true,
      metric: {
        namespace: 'ML/Data',
        name: 'Records',
        dimensions: { Service: 'data', job: 'i' },
        scale: 1,
        facetDimensions: {},
      },
    });
  });

  it('are not known when nobody maps them, and told at who names them', () => {
    expect(signals.find(({ metric }) => metric === 'rows_total')?.cloudwatch).toMatchObject({
      found: false,
      why: 'no-mapping',
      origin: { object: { kind: 'Pipeline', name: 'train' } },
    });
    expect(signals.find(({ id }) => id.startsWith('feature-set:features/'))?.cloudwatch).toMatchObject({
      found: false,
      origin: { object: { kind: 'FeatureSet', name: 'features' } },
    });
  });
});
