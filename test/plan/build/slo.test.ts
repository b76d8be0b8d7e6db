import { describe, expect, it } from 'vitest';
import { buildProject } from '../../support/project.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertOf, findings, objectiveOf, onlyFinding, soundPlan, withSlo } from './built.ts';

const SOURCE = (interval: string) =>
  object('DataSource', 'prometheus', `{ type: prometheus, evaluationInterval: ${interval} }`);
const GPU = 'gpu: { name: gpu_percent, type: gauge, unit: percent }';
const DATA = file(
  PROJECT,
  TEAM,
  object(
    'Pipeline',
    'ingest',
    '{ owner: ml, freshness: { metric: "ok_seconds{job=\\"i\\"}", page: 1h }, schedule: { every: 10m } }',
  ),
  object('Pipeline', 'silent', '{ owner: ml, volume: { metric: records_total } }'),
  object('FeatureSet', 'features', '{ owner: ml, freshness: { max: 1h } }'),
);

const ofFraud = (slo: string, more = '') => objectiveOf(soundPlan(withSlo(slo, more)), 'fraud-slo');
const availability = (sli: string, more = '') =>
  ofFraud(`sli: { type: availability${sli} }, objective: 99.9%`, more).indicator;
const ofData = (subject: string, sli: string) =>
  file(DATA, object('SLO', 'fresh', `{ ${subject}, sli: ${sli}, objective: 99% }`));

describe('an availability objective', () => {
  const total = { signal: 'model:fraud/requests' };
  const errors = { signal: 'model:fraud/errors' };
  const timeouts = { signal: 'model:fraud/timeouts' };

  it('counts bad events of another metric beside the requests', () => {
    expect(availability('')).toEqual({ type: 'events', total: [total, errors], bad: [errors] });
  });

  it('takes those that are chosen from the same metric for counted', () => {
    const errorsOfRequests =
      'metrics: { errors: { name: model_predictions_total, match: { outcome: error } } }';
    expect(availability('', errorsOfRequests)).toEqual({ type: 'events', total: [total], bad: [errors] });
  });

  it('believes includesErrors', () => {
    expect(availability('', 'metrics: { requests: { includesErrors: true } }')).toMatchObject({
      total: [total],
    });
    expect(
      availability(
        '',
        'metrics: { requests: { includesErrors: false }, errors: { name: model_predictions_total, match: { outcome: error } } }',
      ),
    ).toMatchObject({ total: [total, errors] });
  });

  it('adds what the labels of the requests leave out: a total outage is 100% bad', () => {
    const apart =
      'metrics: { requests: { match: { outcome: ok } }, errors: { name: model_predictions_total, match: { outcome: error } } }';
    expect(availability('', apart)).toMatchObject({ total: [total, errors], bad: [errors] });
  });

  it('adds each bad role by itself, and each once', () => {
    const mapped =
      'metrics: { timeouts: { name: model_predictions_total, type: counter, match: { outcome: timeout } } }';
    expect(availability(', bad: [errors, timeouts, errors]', mapped)).toEqual({
      type: 'events',
      total: [total, errors],
      bad: [errors, timeouts],
    });
  });

  it('counts any two roles, histograms too', () => {
    expect(availability(', total: latency, bad: [errors]')).toEqual({
      type: 'events',
      total: [{ signal: 'model:fraud/latency' }, errors],
      bad: [errors],
    });
    expect(
      availability(', bad: [timeouts]', 'metrics: { timeouts: { name: timeouts_total } }'),
    ).toMatchObject({
      bad: [timeouts],
    });
  });
});

describe('the other types', () => {
  it('latency: above the threshold is bad', () => {
    expect(ofFraud('sli: { type: latency, threshold: 100ms }, objective: 99%')).toMatchObject({
      sliType: 'latency',
      budgeting: { type: 'events' },
      indicator: { type: 'histogram-threshold', thresholdSeconds: 0.1 },
      target: 0.99,
      periodSeconds: 2_592_000,
    });
  });

  it('saturation: a share above the maximum is bad, of the worst series or of their mean', () => {
    const sli = (more: string) => `sli: { type: saturation, of: gpu, max: 90%${more} }, objective: 95%`;
    expect(ofFraud(sli(''), `metrics: { ${GPU} }`)).toMatchObject({
      indicator: {
        type: 'time-in-bounds',
        measure: { node: 'gauge', of: { signal: 'model:fraud/gpu' }, aggregate: 'max', unit: 'ratio' },
        badWhen: '>',
        limit: 0.9,
        signals: [{ signal: 'model:fraud/gpu' }],
      },
      budgeting: { type: 'timeslices', sliceSeconds: 300 },
      burnTiers: [],
    });
    expect(ofFraud(sli(', aggregate: mean'), `metrics: { ${GPU} }`).indicator).toMatchObject({
      measure: { aggregate: 'mean' },
    });
  });

  it.each([
    ['pipeline: ingest', 'pipeline:ingest/freshness', { kind: 'Pipeline', name: 'ingest' }],
    ['featureSet: features', 'feature-set:features/freshness', { kind: 'FeatureSet', name: 'features' }],
  ])('freshness of %s: the age of its oldest series', (subject, signal, expected) => {
    const objective = objectiveOf(soundPlan(ofData(subject, '{ type: freshness, maxAge: 45m }')), 'fresh');
    expect(objective.subject).toEqual(expected);
    expect(objective.indicator).toEqual({
      type: 'time-in-bounds',
      measure: { node: 'age', of: { signal }, aggregate: 'oldest', unit: 'seconds' },
      badWhen: '>',
      limit: 2700,
      signals: [{ signal }],
    });
  });

  it('freshness of a model: of the role, or of its features', () => {
    const trained = 'metrics: { trained: { name: trained_seconds, type: gauge, unit: unix-seconds } }';
    expect(
      ofFraud('sli: { type: freshness, of: trained, maxAge: 7d }, objective: 99%', trained).indicator,
    ).toMatchObject({ signals: [{ signal: 'model:fraud/trained' }], limit: 604_800 });
    expect(ofFraud('sli: { type: freshness, maxAge: 1h }, objective: 99%').indicator).toMatchObject({
      signals: [{ signal: 'model:fraud/featureFreshness' }],
    });
  });

  it('of events can be budgeted in slices', () => {
    expect(
      ofFraud('sli: { type: latency, threshold: 100ms }, objective: 99%, budgeting: timeslices, slice: 10m'),
    ).toMatchObject({ budgeting: { type: 'timeslices', sliceSeconds: 600 }, burnTiers: [] });
  });
});

describe('what cannot be measured', () => {
  it.each([
    ['pipeline: ingest', '{ type: availability }', 'slo/wrong-subject sli.type'],
    ['featureSet: features', '{ type: latency, threshold: 1s }', 'slo/wrong-subject sli.type'],
    ['pipeline: ingest', '{ type: saturation, of: gpu, max: 90% }', 'slo/wrong-subject sli.type'],
    ['pipeline: silent', '{ type: freshness, maxAge: 1h }', 'metrics/no-freshness pipeline'],
  ])('on %s: %s', (subject, sli, finding) => {
    expect(findings(ofData(subject, sli))).toEqual([finding]);
  });

  it.each([
    ['{}', 'SLO fresh is about nothing'],
    ['{ pipeline: ingest, featureSet: features }', 'SLO fresh is about pipeline and featureSet'],
  ])('without exactly one subject: %s', (subject, message) => {
    const slo = `${subject.slice(0, -1)}${subject === '{}' ? '' : ','} sli: { type: freshness, maxAge: 1h }, objective: 99% }`;
    expect(onlyFinding(file(DATA, object('SLO', 'fresh', slo)))).toMatchObject({
      code: 'schema/one-subject',
      message,
      expected: 'exactly one of model, pipeline, featureSet',
    });
  });

  it.each([
    ['saturation, of: queue, max: 90%', 'role queue is measured in none, a saturation as a share'],
    ['freshness, of: gpu, maxAge: 1h', 'role gpu is measured in ratio, a moment in Unix seconds'],
    ['freshness, of: queue, maxAge: 1h', 'role queue is measured in none, a moment in Unix seconds'],
  ])('in the wrong unit: %s', (sli, message) => {
    const metrics = `metrics: { queue: { name: queue_length, type: gauge }, ${GPU} }`;
    expect(onlyFinding(withSlo(`sli: { type: ${sli} }, objective: 99%`, metrics))).toMatchObject({
      code: 'metrics/unit-mismatch',
      message,
      field: 'spec.sli.of',
    });
  });

  it('states have no events', () => {
    expect(
      onlyFinding(
        ofData('featureSet: features', '{ type: freshness, maxAge: 1h }').replace(
          'objective:',
          'budgeting: events, objective:',
        ),
      ),
    ).toMatchObject({
      code: 'slo/no-events',
      message: 'an SLI of type freshness has no events to count',
      field: 'spec.budgeting',
    });
  });
});

describe('the period', () => {
  it.each(['1d', '7d', '4w', '366d'])('may be %s', (window) => {
    expect(findings(withSlo(`sli: { type: availability }, objective: 99%, window: ${window}`))).toEqual([]);
  });

  it.each(['0d', '12h', '36h', '367d', '1d1s'])('may not be %s', (window) => {
    expect(
      onlyFinding(withSlo(`sli: { type: availability }, objective: 99%, window: ${window}`)),
    ).toMatchObject({
      code: 'slo/window',
      field: 'spec.window',
      message: `${window} is no period of an error budget`,
    });
  });
});

describe('a slice', () => {
  const SLI = 'sli: { type: freshness, maxAge: 1h }, objective: 99%';

  it.each([
    ['1m', '30s'],
    ['1d', '30s'],
    ['90s', '45s'],
    ['4m', '2m'],
  ])('of %s holds evaluations of %s', (slice, interval) => {
    expect(findings(withSlo(`${SLI}, slice: ${slice}`, '', SOURCE(interval)))).toEqual([]);
  });

  it.each([
    ['30s', '30s'],
    ['2d', '30s'],
    ['100s', '30s'],
    // 5m is no multiple of 45s or 2m.
    ['5m', '45s'],
    ['5m', '2m'],
  ])('of %s does not hold evaluations of %s', (slice, interval) => {
    expect(onlyFinding(withSlo(`${SLI}, slice: ${slice}`, '', SOURCE(interval)))).toMatchObject({
      code: 'slo/slice',
      field: 'spec.slice',
      expected: `a multiple of the evaluation interval (${interval}), at least two of them, at most 1d`,
    });
  });

  it('is of no account where events are counted', () => {
    expect(findings(withSlo('sli: { type: availability }, objective: 99%', '', SOURCE('45s')))).toEqual([]);
  });
});

describe('recorded windows', () => {
  const windows = (slo: string) => ofFraud(slo).ratioWindowsSeconds;

  it('are those of the alerts, and what dashboards show', () => {
    expect(windows('sli: { type: availability }, objective: 99.9%')).toEqual([
      300, 1800, 3600, 7200, 21_600, 86_400, 259_200,
    ]);
    expect(windows('sli: { type: availability }, objective: 99.9%, alerting: { burnPolicy: none }')).toEqual([
      300, 3600, 86_400,
    ]);
  });

  it('of slices are no shorter than a slice', () => {
    const fresh = 'sli: { type: freshness, maxAge: 1h }, objective: 99%';
    expect(windows(fresh)).toEqual([3600, 86_400]);
    expect(windows(`${fresh}, slice: 2h`)).toEqual([86_400]);
  });
});

describe('burn rates', () => {
  const slo = (more: string) => withSlo(`sli: { type: availability }, ${more}`);

  it('that can never be exceeded are an error, with the sums', () => {
    expect(onlyFinding(slo('objective: 80%, alerting: { burnPolicy: google-sre }'))).toMatchObject({
      code: 'slo/unreachable-burn-rate',
      field: 'spec.alerting.burnPolicy',
      message:
        'objective 80% leaves a budget of 20%: 14.4 × 20% = 288% and 6 × 20% = 120% can never be exceeded',
      data: { objective: 0.8, budget: 0.2, factors: [14.4, 6] },
    });
  });

  it('that are lowered, and alerts that are left out, are remarks', () => {
    const { diagnostics } = buildProject(slo('objective: 90%'));
    expect(diagnostics.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'slo/burn-rate-lowered',
        'info',
        'objective 90%: fast burn rate 14.4 → 5, medium burn rate 6 → 5, so that an alert can fire',
      ],
      [
        'slo/burn-tier-dropped',
        'info',
        'the medium burn-rate alert tells nothing beside the fast one, so it is left out',
      ],
    ]);
  });

  it('are alerts with the minimum of bad events, the severities and times of the spec', () => {
    const plan = soundPlan(
      slo(
        'objective: 99%, alerting: { minBadEvents: 3, for: 1m, keepFiringFor: 7m, severity: { fast: ticket, slow: info } }',
      ),
    );
    expect(alertOf(plan, 'slo:fraud-slo/budget-burn-fast')).toMatchObject({
      name: 'FraudSloBudgetBurnFast',
      class: 'availability',
      severity: 'ticket',
      holdSeconds: 60,
      keepFiringSeconds: 420,
      condition: {
        node: 'burn-rate',
        objective: 'fraud-slo',
        factor: 14.4,
        shortSeconds: 300,
        longSeconds: 3600,
        minBadEvents: 3,
      },
    });
    expect(alertOf(plan, 'slo:fraud-slo/budget-burn-trickle').severity).toBe('info');
  });
});
