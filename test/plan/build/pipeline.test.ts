import { describe, expect, it } from 'vitest';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, findings, onlyFinding, signalOf, soundPlan } from './built.ts';

const pipeline = (spec: string, name = 'ingest') => object('Pipeline', name, `{ owner: ml, ${spec} }`);
const withPipeline = (spec: string) => file(PROJECT, TEAM, pipeline(spec));
const planOf = (spec: string) => soundPlan(withPipeline(spec));
const ownIds = (spec: string) => alertIds(planOf(spec)).filter((id) => id.startsWith('pipeline:'));

const RECORDS = { signal: 'pipeline:ingest/records' };
const increase = { node: 'increase', of: RECORDS, overSeconds: 3600, unit: 'events' };

describe('freshness', () => {
  it('is a ticket first and a page later', () => {
    const plan = planOf('freshness: { metric: \'ok_seconds{job="a"}\', warn: 10m, page: 30m }');
    const age = {
      node: 'age',
      of: { signal: 'pipeline:ingest/freshness' },
      aggregate: 'oldest',
      unit: 'seconds',
    };
    const alerts = ['freshness-warn', 'freshness'].map((aspect) =>
      alertOf(plan, `pipeline:ingest/${aspect}`),
    );
    expect(alerts).toMatchObject([
      {
        severity: 'ticket',
        condition: { left: age, op: '>', right: { value: 600 } },
        gradualSecondsToFire: 660,
      },
      {
        severity: 'page',
        condition: { left: age, op: '>', right: { value: 1800 } },
        gradualSecondsToFire: 1860,
      },
    ]);
    // Two evaluations of 30s.
    expect(alerts.map(({ holdSeconds }) => holdSeconds)).toEqual([60, 60]);
    expect(signalOf(plan, 'pipeline:ingest/freshness')).toMatchObject({
      metric: 'ok_seconds',
      prometheus: { labels: { job: 'a' } },
      unit: 'unix-seconds',
      emitter: 'pipeline',
    });
  });

  it('has the cadence of the schedule', () => {
    const plan = planOf('freshness: { metric: ok_seconds, page: 1h }, schedule: { every: 10m }');
    expect(signalOf(plan, 'pipeline:ingest/freshness').cadenceSeconds).toBe(600);
  });

  it.each([
    ['warn: 10m', 'ticket', ['freshness-absent', 'freshness-warn']],
    ['page: 10m', 'page', ['freshness', 'freshness-absent']],
    ['warn: 5m, page: 10m', 'page', ['freshness', 'freshness-absent', 'freshness-warn']],
  ])('with %s is missed by a %s', (limits, severity, aspects) => {
    const spec = `freshness: { metric: ok_seconds, ${limits} }`;
    expect(ownIds(spec)).toEqual(aspects.map((aspect) => `pipeline:ingest/${aspect}`));
    expect(alertOf(planOf(spec), 'pipeline:ingest/freshness-absent').severity).toBe(severity);
  });

  it('needs a limit', () => {
    expect(onlyFinding(withPipeline('freshness: { metric: ok_seconds }'))).toMatchObject({
      code: 'schema/missing-field',
      message: 'freshness has neither "warn" nor "page"',
      field: 'spec.freshness',
    });
  });

  it.each(['30m', '31m'])('does not warn at %s of what pages at 30m', (warn) => {
    expect(
      onlyFinding(withPipeline(`freshness: { metric: ok_seconds, warn: ${warn}, page: 30m }`)),
    ).toMatchObject({
      code: 'routing/warn-not-before-page',
      message: `warn (${warn}) does not come before page (30m)`,
      expected: 'less than 30m',
      field: 'spec.freshness.warn',
    });
  });
});

describe('volume', () => {
  const condition = (limits: string, aspect: string) =>
    alertOf(planOf(`volume: { metric: records_total, ${limits} }`), `pipeline:ingest/${aspect}`).condition;

  it.each([
    // In the default window of an hour.
    ['min: 100/s', 'volume-low', '<', 360_000],
    ['max: 3/day', 'volume-high', '>', 0.125],
    ['min: 100/min, over: 15m', 'volume-low', '<', 1500],
    // 300 s of 1000 a day, without the noise of 1000 / 86400.
    ['min: 1000/day, over: 5m', 'volume-low', '<', 3.472_222_222_22],
  ])('against a rate: %s', (limits, aspect, op, value) => {
    expect(condition(limits, aspect)).toMatchObject({
      left: { node: 'increase', of: RECORDS },
      op,
      right: { node: 'constant', value, unit: 'events' },
    });
  });

  it.each([
    ['min: 60% of same-time-last-week', 'volume-low', '<', 0.6],
    ['max: 250% of same-time-last-week', 'volume-high', '>', 2.5],
  ])('against last week: %s', (limits, aspect, op, factor) => {
    expect(condition(limits, aspect)).toEqual({
      node: 'compare',
      left: increase,
      op,
      right: {
        node: 'scaled',
        of: { node: 'ago', of: increase, bySeconds: 604_800, unit: 'events' },
        factor,
        unit: 'events',
      },
    });
  });

  it('has both bounds, one severity, and is missed by it', () => {
    const spec = 'volume: { metric: records_total, min: 1/s, max: 9/s, severity: page }';
    expect(ownIds(spec)).toEqual([
      'pipeline:ingest/records-absent',
      'pipeline:ingest/volume-high',
      'pipeline:ingest/volume-low',
    ]);
    const own = planOf(spec).alerts.filter(({ object: { kind } }) => kind === 'Pipeline');
    expect(own.map(({ severity, class: of }) => `${severity} ${of}`)).toEqual([
      'page absence',
      'page volume',
      'page volume',
    ]);
  });

  it.each(['baseline', 'records'])('is no share of %s', (base) => {
    expect(onlyFinding(withPipeline(`volume: { metric: records_total, min: 60% of ${base} }`))).toMatchObject(
      {
        code: 'unit/relative',
        field: 'spec.volume.min',
        expected: 'a share of same-time-last-week, or a rate such as 100/s',
      },
    );
  });
});

describe('schema', () => {
  const VIOLATIONS = { signal: 'pipeline:ingest/schemaViolations' };

  it('is a share of the records, when they are counted', () => {
    const plan = planOf(
      'volume: { metric: records_total }, schema: { metric: bad_total, max: 0.1% of records, over: 30m, severity: page }',
    );
    expect(alertOf(plan, 'pipeline:ingest/schema-violations')).toMatchObject({
      severity: 'page',
      class: 'schema',
      condition: {
        left: {
          node: 'ratio',
          numerator: { node: 'increase', of: VIOLATIONS, overSeconds: 1800 },
          denominator: { node: 'increase', of: RECORDS, overSeconds: 1800 },
        },
        op: '>',
        right: { node: 'constant', value: 0.001, unit: 'ratio' },
      },
    });
  });

  it('is a rate otherwise', () => {
    expect(
      alertOf(planOf('schema: { metric: bad_total, max: 3/h }'), 'pipeline:ingest/schema-violations')
        .condition,
    ).toEqual({
      node: 'compare',
      left: { node: 'increase', of: VIOLATIONS, overSeconds: 3600, unit: 'events' },
      op: '>',
      right: { node: 'constant', value: 3, unit: 'events' },
    });
  });

  it('is not missed before the first violation', () => {
    expect(
      alertOf(planOf('schema: { metric: bad_total, max: 3/h }'), 'pipeline:ingest/schema-violations-absent'),
    ).toMatchObject({ severity: 'ticket', condition: { existedWithinSeconds: 604_800 } });
  });

  it('cannot be a share of records that nobody counts', () => {
    expect(onlyFinding(withPipeline('schema: { metric: bad_total, max: 0.1% of records }'))).toMatchObject({
      code: 'metrics/no-records',
      message: '0.1% of records: nobody counts the records of ingest',
      field: 'spec.schema.max',
    });
  });

  it('is no share of last week', () => {
    expect(
      findings(
        withPipeline(
          'volume: { metric: r_total }, schema: { metric: b_total, max: 5% of same-time-last-week }',
        ),
      ),
    ).toEqual(['unit/relative schema.max']);
  });
});

describe('upstream of an object', () => {
  /** `after` of a pipeline: what it depends on. */
  const after = (name: string, ...pipelines: string[]) =>
    pipeline(
      `freshness: { metric: ${name}_seconds, page: 1h }, dependsOn: [${pipelines.map((each) => `{ pipeline: ${each} }`).join(', ')}]`,
      name,
    );
  const upstream = (id: string, ...objects: string[]) =>
    alertOf(soundPlan(file(PROJECT, TEAM, ...objects)), id).upstream;

  it('is everything, near and far, sorted', () => {
    expect(upstream('pipeline:z/freshness', after('z', 'm'), after('m', 'a'), after('a'))).toEqual([
      'pipeline:a',
      'pipeline:m',
    ]);
  });

  it('is each once, by whatever ways it is reached', () => {
    const diamond = [after('z', 'm', 'k'), after('m', 'a'), after('k', 'a'), after('a')];
    expect(upstream('pipeline:z/freshness', ...diamond)).toEqual(['pipeline:a', 'pipeline:k', 'pipeline:m']);
  });

  it('goes through feature sets', () => {
    const objects = [
      object('FeatureSet', 'features', '{ owner: ml, producedBy: ingest, freshness: { max: 1h } }'),
      after('ingest', 'raw'),
      after('raw'),
      object(
        'Model',
        'fraud',
        '{ owner: ml, dependsOn: [{ featureSet: features }], monitors: [{ name: m, of: confidence, threshold: { lt: 50% } }] }',
      ),
    ];
    expect(upstream('feature-set:features/freshness', ...objects)).toEqual([
      'pipeline:ingest',
      'pipeline:raw',
    ]);
    expect(upstream('monitor:fraud-m/threshold', ...objects)).toEqual([
      'feature-set:features',
      'pipeline:ingest',
      'pipeline:raw',
    ]);
  });

  it('in a circle is an error, told once, and ends all the same', () => {
    expect(findings(file(PROJECT, TEAM, after('a', 'b'), after('b', 'a')))).toEqual([
      'reference/cycle dependsOn.0.pipeline',
    ]);
    expect(findings(file(PROJECT, TEAM, after('a', 'a')))).toEqual(['reference/cycle dependsOn.0.pipeline']);
  });
});

describe('a feature set', () => {
  const FEATURES = object('FeatureSet', 'features', '{ owner: ml, freshness: { max: 1h, severity: page } }');
  const slo = (sli: string) =>
    object('SLO', 'fresh', `{ featureSet: features, sli: ${sli}, objective: 99% }`);

  it('is stale above its age', () => {
    const plan = soundPlan(file(PROJECT, TEAM, FEATURES));
    expect(alertOf(plan, 'feature-set:features/freshness')).toMatchObject({
      name: 'FeaturesFreshness',
      class: 'freshness',
      severity: 'page',
      condition: {
        left: { node: 'age', of: { signal: 'feature-set:features/freshness' }, aggregate: 'oldest' },
        op: '>',
        right: { value: 3600 },
      },
      gradualSecondsToFire: 3720,
    });
    expect(signalOf(plan, 'feature-set:features/freshness')).toMatchObject({
      metric: 'feature_last_update_timestamp_seconds',
      prometheus: { labels: { feature_view: 'features' } },
      emitter: 'feature-store',
    });
    expect(alertOf(plan, 'feature-set:features/freshness-absent').severity).toBe('page');
  });

  it('has a metric of its own if it says so', () => {
    const own = FEATURES.replace('max: 1h', 'max: 1h, metric: \'fs_ts{view="f"}\'');
    expect(signalOf(soundPlan(file(PROJECT, TEAM, own)), 'feature-set:features/freshness')).toMatchObject({
      metric: 'fs_ts',
      prometheus: { labels: { view: 'f' } },
    });
  });

  it('leaves its staleness to an objective that watches it', () => {
    const ids = alertIds(soundPlan(file(PROJECT, TEAM, FEATURES, slo('{ type: freshness, maxAge: 30m }'))));
    expect(ids.filter((id) => !id.startsWith('project:'))).toEqual([
      'feature-set:features/freshness-absent',
      'slo:fresh/budget-low',
      'slo:fresh/sustained',
    ]);
  });
});

describe('a scrape', () => {
  const scraped = (scrape: string) =>
    withPipeline(`freshness: { metric: ok_seconds, page: 1h }, scrape: { ${scrape} }`);

  it('is as the object says, never waiting longer than its interval', () => {
    expect(soundPlan(scraped('targets: ["a:1", "b:2"], interval: 5s, path: /m')).scrapes).toMatchObject([
      {
        id: 'pipeline-ingest',
        targets: ['a:1', 'b:2'],
        path: '/m',
        scheme: 'http',
        intervalSeconds: 5,
        timeoutSeconds: 5,
      },
    ]);
    expect(soundPlan(scraped('targets: ["a:1"]')).scrapes).toMatchObject([
      { intervalSeconds: 30, timeoutSeconds: 10 },
    ]);
  });

  it.each(['', 'targets: ["a:1"], kubernetes: { namespace: n, podLabels: { app: a }, port: http }'])(
    'is of addresses or of pods: {%s}',
    (scrape) => {
      expect(findings(scraped(scrape))).toEqual(['scrape/targets-or-kubernetes scrape']);
    },
  );

  it.each(['0s', '500ms', '301s', '1h'])('every %s is refused', (interval) => {
    expect(findings(scraped(`targets: ["a:1"], interval: ${interval}`))).toEqual([
      'datasource/scrape-interval scrape.interval',
    ]);
  });

  it('asks for native histograms only where the same object has one', () => {
    const plan = soundPlan(
      file(
        PROJECT,
        TEAM,
        pipeline('scrape: { targets: ["p:1"] }', 'fraud'),
        object(
          'Model',
          'fraud',
          '{ owner: ml, select: { job: f }, scrape: { targets: ["m:1"], labels: { zone: a } }, metrics: { latency: { native: true } }, slos: [{ name: l, sli: { type: latency, threshold: 33ms }, objective: 99% }] }',
        ),
      ),
    );
    expect(
      plan.scrapes.map(({ id, nativeHistograms, labels }) => ({ id, nativeHistograms, labels })),
    ).toEqual([
      { id: 'model-fraud', nativeHistograms: true, labels: { job: 'f', zone: 'a' } },
      { id: 'pipeline-fraud', nativeHistograms: false, labels: {} },
    ]);
  });
});
