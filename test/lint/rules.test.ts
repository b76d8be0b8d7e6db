import { describe, expect, it } from 'vitest';
import { documents, exampleModel, exampleObject, exampleTeam } from '../../src/lint/example.ts';
import { piiLabel } from '../../src/lint/rules/metrics/pii-label.ts';
import { lint } from './lint.ts';

const messages = (objects: string, code: string) =>
  lint(objects)
    .findings.filter((finding) => finding.code === code)
    .map(({ message }) => message);

it('has no warning for a small clean project, and few remarks', () => {
  const { findings } = lint(
    documents(
      exampleObject('Team', 'name: ml', ['onCall: [{ name: primary, provider: slack, channel: "@me" }]']),
      exampleObject('Model', 'name: fraud', [
        'owner: ml',
        'slos:',
        '  - { name: availability, sli: { type: availability }, objective: 99.9% }',
        '  - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }',
      ]),
    ),
  );
  expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'info routing/single-point',
    'info alert/no-runbook',
  ]);
});

const withTraffic = (rates: string, objective = '99%', alerting = '{ minBadEvents: 1 }') =>
  exampleModel([
    `serving: { expectedTraffic: { ${rates} } }`,
    `slos: [{ name: a, sli: { type: availability }, objective: ${objective}, alerting: ${alerting} }]`,
  ]);

describe('slo/too-few-events', () => {
  const code = 'slo/too-few-events';

  it('begins where the budget of the period is less than one event', () => {
    // 100 events in 30 days, of which 1% is exactly one.
    expect(messages(withTraffic('typical: 100/week'), code)).toHaveLength(1);
    expect(messages(withTraffic('typical: 10/day', '99%', '{ burnPolicy: none }'), code)).toEqual([]);
    expect(messages(withTraffic('typical: 10/day', '99.7%', '{ burnPolicy: none }'), code)).toEqual([
      'at 10/day there are 300 events in 30d, and 99.7% lets 0.9 of them be bad: the first failure spends the whole budget',
    ]);
  });

  it('takes the typical traffic for the budget, and the least for a total outage', () => {
    expect(
      messages(withTraffic('min: 1/h, typical: 1000/s', '99.9%', '{ minBadEvents: 10 }'), code),
    ).toMatchInlineSnapshot(`
      [
        "at 1/h even a total outage makes no more bad events than 1 in 1h (fast) and 6 in 6h (medium); alerts want 10, so these can't fire",
      ]
    `);
  });

  it('is silent where a total outage makes just enough bad events', () => {
    expect(messages(withTraffic('typical: 10/h', '99%', '{ minBadEvents: 10 }'), code)).toEqual([]);
    expect(messages(withTraffic('typical: 9/h', '99%', '{ minBadEvents: 10 }'), code)).toHaveLength(1);
  });

  it('says nothing of models without expected traffic', () => {
    expect(messages(withTraffic(''), code)).toEqual([]);
  });

  it('survives a traffic of nothing', () => {
    expect(messages(withTraffic('typical: 0/s'), code)).toMatchInlineSnapshot(`
      [
        "at 0/s there are 0 events in 30d, and 99% lets 0 of them be bad: the first failure spends the whole budget",
        "at 0/s even a total outage makes no more bad events than 0 in 1h (fast), 0 in 6h (medium), 0 in 1d (slow) and 0 in 3d (trickle); alerts want 1, so these can't fire",
      ]
    `);
  });
});

const burning = (window: string, fast: number) =>
  exampleModel([
    `slos: [{ name: a, sli: { type: availability }, objective: 99.9%, window: ${window}, alerting: { burnPolicy: { fast: ${fast} } } }]`,
  ]);

describe('slo/burn-window-longer-than-slo', () => {
  it('begins where factor times window is the whole period', () => {
    const code = 'slo/burn-window-longer-than-slo';
    expect(messages(burning('1d', 23.9), code)).toEqual([]);
    expect(messages(burning('1d', 24), code)).toEqual([
      'the fast alert looks back 1h at 24 times the budget of 1d: by then 100% of it is spent',
    ]);
    expect(messages(burning('7d', 24), code)).toEqual([]);
  });
});

const twoSlos = (first: string, second: string) =>
  exampleModel([`slos: [{ name: a, ${first} }, { name: b, ${second} }]`]);

const latencySlo = (threshold: string, objective: string) =>
  `sli: { type: latency, threshold: ${threshold} }, objective: ${objective}`;

const availability = 'sli: { type: availability }, objective: 99.9%';

const selected = (name: string) =>
  exampleModel([`select: { job: ${name} }`, `slos: [{ name: a, ${availability} }]`], `name: ${name}`);

describe('slo/duplicate', () => {
  const code = 'slo/duplicate';

  it('sees through different spellings of the same promise', () => {
    expect(messages(twoSlos(latencySlo('1s', '99%'), latencySlo('1000ms', '0.99')), code)).toEqual([
      'SLO fraud-b promises the same as fraud-a: 0.99 latency of fraud',
    ]);
    expect(messages(twoSlos(latencySlo('1s', '99%'), latencySlo('750ms', '99%')), code)).toEqual([]);
  });

  it('allows a second period that does not alert', () => {
    expect(messages(twoSlos(availability, `${availability}, window: 7d`), code)).toEqual([
      'SLO fraud-b promises the same as fraud-a: 99.9% availability of fraud, over 7d and 30d',
    ]);
    const silent = `${availability}, window: 90d, alerting: { burnPolicy: none }`;
    expect(messages(twoSlos(availability, silent), code)).toEqual([]);
    expect(messages(twoSlos(silent, availability), code)).toEqual([]);
  });

  it('tells models apart', () => {
    expect(messages(documents(selected('fraud'), selected('churn')), code)).toEqual([]);
  });
});

const sloOf = (name: string, sli: string) =>
  exampleObject('SLO', `name: ${name}`, ['model: fraud', `sli: { ${sli} }`, 'objective: 99%']);

describe('slo/tier1-without-availability-and-latency', () => {
  const code = 'slo/tier1-without-availability-and-latency';

  it('tells both when there is neither, and nothing of other tiers', () => {
    expect(messages(exampleModel([], 'name: fraud, labels: { tier: "1" }'), code)).toEqual([
      'tier-1 model fraud has no objective for availability and latency',
    ]);
    expect(messages(exampleModel([], 'name: fraud, labels: { tier: "2" }'), code)).toEqual([]);
  });

  it('counts SLOs that are objects of their own', () => {
    const model = exampleModel([], 'name: fraud, labels: { tier: "1" }');
    const slos = [sloOf('a', 'type: availability'), sloOf('l', 'type: latency, threshold: 250ms')];
    expect(messages(documents(model, ...slos), code)).toEqual([]);
  });
});

const ingest = (over: string) =>
  exampleObject('Pipeline', 'name: ingest', [
    'owner: ml',
    'scrape: { targets: [ingest:9000], interval: 1m }',
    `volume: { metric: records_total, over: ${over}, min: 100/s }`,
    `schema: { metric: violations_total, over: ${over}, max: 3/h }`,
  ]);

describe('metrics/rate-window-under-4-scrapes', () => {
  const code = 'metrics/rate-window-under-4-scrapes';

  it('looks at pipelines, and at their own scrape interval', () => {
    expect(messages(ingest('4m'), code)).toEqual([]);
    expect(messages(ingest('3m'), code)).toEqual([
      'a window of 3m holds 3 scrapes (one every 1m), too few for a rate',
      'a window of 3m holds 3 scrapes (one every 1m), too few for a rate',
    ]);
  });

  it('says nothing of gauges and queries, which have no window', () => {
    const monitors = [
      '{ name: a, of: gpu, statistic: max, over: 1m, threshold: { gt: 90% } }',
      '{ name: b, query: up, over: 1m, threshold: { lt: 1 } }',
    ];
    const model = exampleModel([
      'metrics: { gpu: { name: gpu_utilisation_ratio, type: gauge, unit: ratio } }',
      `monitors: [${monitors.join(', ')}]`,
    ]);
    expect(messages(model, code)).toEqual([]);
  });
});

const labelled = (name: string, select: string, match = '') =>
  exampleModel(
    [
      `select: ${select}`,
      ...(match === '' ? [] : [`metrics: { requests: { match: ${match} } }`]),
      'slos: [{ name: a, sli: { type: availability }, objective: 99.9% }]',
    ],
    `name: ${name}`,
  );

describe('metrics/no-model-label', () => {
  const code = 'metrics/no-model-label';

  it('tells only the wider of two, when one chooses a part of the other’s series', () => {
    expect(messages(documents(labelled('churn', '{ job: churn }'), labelled('fraud', '{}')), code)).toEqual([
      'model fraud also counts the events of churn in model_prediction_errors_total and model_predictions_total: its labels fit them too',
    ]);
  });

  it('takes match for a label like select, and different values for different series', () => {
    const two = [
      labelled('churn', '{ job: a }', '{ model: churn }'),
      labelled('fraud', '{ job: a }', '{ model: fraud }'),
    ];
    expect(messages(documents(...two), code)).toEqual([
      'model fraud also counts the events of churn in model_prediction_errors_total: its labels fit them too',
    ]);
  });

  it('tells the first of many with all the others, the rest with the first', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => labelled(name, '{}'));
    const { findings } = lint(documents(...many));
    expect(findings.map(({ object, data }) => [object?.name, data?.['others']])).toEqual([
      ['b', ['a']],
      ['c', ['a']],
      ['d', ['a']],
      ['e', ['a']],
    ]);
  });
});

describe('metrics/no-version-label', () => {
  it('says nothing of models that declare no version', () => {
    const model = exampleModel([
      'slos: [{ name: l, sli: { type: latency, threshold: 250ms }, objective: 99% }]',
    ]);
    expect(messages(model, 'metrics/no-version-label')).toEqual([]);
  });
});

const paged = (page: string, contact = 'contacts: { slack: "#ml" }') =>
  documents(
    exampleObject('Team', 'name: ml', [
      'businessHours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00" }',
      contact,
      'onCall: [{ name: primary, provider: slack, channel: "@me" }]',
    ]),
    exampleObject('EscalationPolicy', 'name: p', [
      'routes:',
      `  page: ${page}`,
      '  ticket: { levels: [{ notify: [{ slack: team }] }] }',
    ]),
    exampleModel(['escalation: p', 'slos: [{ name: a, sli: { type: availability }, objective: 99.9% }]']),
  );

const laterLevel = (after: string) =>
  `{ levels: [{ when: business-hours, notify: [{ slack: team }] }, { after: ${after}, notify: [{ onCall: primary }] }] }`;

describe('routing/page-nobody-at-night', () => {
  const code = 'routing/page-nobody-at-night';

  it('counts hours that are held, and a digest as nobody', () => {
    const held = '{ levels: [{ notify: [{ onCall: primary }] }], hold: outside-business-hours }';
    expect(messages(paged(held), code)).toEqual([
      'in 128 of the 168 hours of a week a page of team ml reaches nobody within 1h',
    ]);
    expect(messages(paged('{ digest: { notify: [{ onCall: primary }] } }'), code)).toEqual([
      'in 168 of the 168 hours of a week a page of team ml reaches nobody within 1h',
    ]);
  });

  it('does not count a level that comes hours later', () => {
    expect(messages(paged(laterLevel('1h')), code)).toEqual([]);
    expect(messages(paged(laterLevel('2h')), code)).toHaveLength(1);
  });

  it('says nothing of policies that no page takes', () => {
    const policy = exampleObject('EscalationPolicy', 'name: unused', [
      'routes: { page: { digest: { notify: [{ slack: team }] } } }',
    ]);
    expect(messages(documents(policy, exampleModel([])), code)).toEqual([]);
  });
});

describe('routing/single-point', () => {
  it('says nothing where PagerDuty may escalate', () => {
    const project = exampleObject('Project', 'name: example', [
      'channels: { pagerduty: { ml: { primary: { routingKeyFile: secrets/pd } } } }',
    ]);
    const team = exampleObject('Team', 'name: ml', ['onCall: [{ name: primary, provider: pagerduty }]']);
    const model = exampleModel(['slos: [{ name: a, sli: { type: availability }, objective: 99.9% }]']);
    expect(messages(documents(project, team, model), 'routing/single-point')).toEqual([]);
  });
});

const inEnvironment = (name: string, spec = 'labels: { env: x }') =>
  documents(
    exampleObject('Environment', `name: ${name}`, [spec]),
    exampleModel(['slos: [{ name: a, sli: { type: availability }, objective: 99.9% }]']),
  );

describe('env/dev-pages', () => {
  it('goes by the name of the environment', () => {
    for (const name of ['dev', 'development', 'test', 'sandbox', 'local', 'dev-eu'])
      expect(messages(inEnvironment(name), 'env/dev-pages'), name).toHaveLength(1);
    for (const name of ['prod', 'staging', 'devices', 'attest'])
      expect(messages(inEnvironment(name), 'env/dev-pages'), name).toEqual([]);
  });

  it('is content when nobody is told at all', () => {
    expect(messages(inEnvironment('dev', 'disable: [{ kind: EscalationPolicy }]'), 'env/dev-pages')).toEqual(
      [],
    );
  });

  it('points at the list of environments when there is no Environment object', () => {
    const project = exampleObject('Project', 'name: example', [
      'owner: ml',
      'channels: { slack: { apiUrlFile: secrets/slack } }',
      'environments: [prod, dev]',
    ]);
    const model = exampleModel(['slos: [{ name: a, sli: { type: availability }, objective: 99.9% }]']);
    expect(lint(documents(project, model)).printed).toMatchInlineSnapshot(`
      "modelwatch.yaml:20:24  warning  env/dev-pages
         19 |   channels: { slack: { apiUrlFile: secrets/slack } }
         20 |   environments: [prod, dev]
            |                        ^^^ 3 alerts can page somebody from environment dev
         Add routing: { rewriteSeverity: { page: ticket } } to the Environment.
      0 errors, 1 warning
      "
    `);
  });
});

describe('inhibition/hides-page-of-other-team', () => {
  it('says nothing where only tickets are silenced', () => {
    const objects = documents(
      exampleTeam('ml'),
      exampleTeam('data'),
      exampleObject('Pipeline', 'name: ingest', ['owner: data', 'freshness: { metric: m, page: 10m }']),
      exampleObject('FeatureSet', 'name: f', ['owner: ml', 'producedBy: ingest', 'freshness: { max: 30m }']),
    );
    expect(messages(objects, 'inhibition/hides-page-of-other-team')).toEqual([]);
  });
});

describe('metrics/pii-label', () => {
  it('is about segments too', () => {
    const { findings } = lint(
      piiLabel.bad.replace(
        'metrics: { requests: { labels: { class: birth_date } } }',
        'segments: [{ name: age, label: birth_date, values: ["a", "b"] }]',
      ),
    );
    expect(findings.map(({ code, field }) => [code, field])).toContainEqual([
      'metrics/pii-label',
      'spec.segments.0.label',
    ]);
  });
});
