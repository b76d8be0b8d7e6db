import { describe, expect, it } from 'vitest';
import { look, marked, minimalWith, object, slo } from '../support/bad-input.ts';

const more = (kind: string, spec: string) => ({ 'more.yaml': object(kind, 'more', spec) });
const monitor = (spec: string) => more('Monitor', `{ model: my-model, ${spec} }`);
const project = (field: string) => ({
  'modelwatch.yaml': minimalWith('spec: { channels', `spec: { ${field}, channels`),
});
const availability = (rest: string) => slo(`sli: { type: availability }, ${rest}`);
const window = (spec: string) => more('MaintenanceWindow', `{ ${spec}, match: {} }`);

/** What is wrong; the files that have it, with a mark where it must be told; the code of the finding. */
const CASES: readonly (readonly [string, Record<string, string>, string])[] = [
  // Keys.
  ['an unknown key of a spec', availability('objective: 99%, »windw: 7d'), 'schema/unknown-key'],
  [
    'an unknown key of metadata',
    { 'more.yaml': object('Runbook', 'more, »labls: { a: b }', '{}') },
    'schema/unknown-key',
  ],
  [
    'an unknown key beside metadata and spec',
    { 'more.yaml': `»status: ok\n${object('Runbook', 'more', '{}')}` },
    'schema/unknown-key',
  ],
  [
    'an unknown key deep inside',
    availability('objective: 99%, alerting: { absent: { »fr: 5m } }'),
    'schema/unknown-key',
  ],
  ['a key of another kind', more('Runbook', '{ »objective: 99% }'), 'schema/unknown-key'],
  [
    'a field that comes later',
    more('Model', '{ owner: ml, »groundTruth: { delay: 3d } }'),
    'schema/unknown-key',
  ],
  ['a target that comes later', project('targets: { »grafana: {} }'), 'schema/unknown-key'],
  ['an sli type that comes later', slo('sli: { type: »quality }, objective: 99%'), 'schema/invalid-value'],
  [
    'a kind that comes later',
    { 'more.yaml': object('»DriftPolicy', 'more', '{ model: my-model }') },
    'schema/unknown-kind',
  ],
  [
    'an apiVersion that comes later',
    { 'more.yaml': object('Runbook', 'more', '{}').replace('modelwatch/v1alpha1', '»modelwatch/v1') },
    'schema/api-version',
  ],
  [
    'a subject inside a model',
    { 'modelwatch.yaml': minimalWith('- { name: latency,', '- { name: latency, »pipeline: x,') },
    'schema/unknown-key',
  ],
  // Types.
  ['a number for a list', more('Model', '{ owner: ml, slos: »3 }'), 'schema/wrong-type'],
  ['a text for a map', slo('sli: »availability, objective: 99%'), 'schema/wrong-type'],
  ['a list for a name', more('Model', '{ owner: »[ml] }'), 'schema/wrong-type'],
  [
    'a text for a whole number',
    availability('objective: 99%, alerting: { minBadEvents: »"10" }'),
    'schema/wrong-type',
  ],
  [
    'a fraction for a whole number',
    availability('objective: 99%, alerting: { minBadEvents: »1.5 }'),
    'schema/wrong-type',
  ],
  [
    'yes for true',
    more(
      'MaintenanceWindow',
      '{ schedule: { from: 2026-01-01T00:00:00Z, to: 2026-01-02T00:00:00Z }, match: {}, excludeFromBudget: »yes }',
    ),
    'schema/wrong-type',
  ],
  [
    'a word that is none of a list',
    more('Model', '{ owner: ml, task: »classification }'),
    'schema/invalid-value',
  ],
  [
    'an empty list where one is needed',
    slo('sli: { type: availability, bad: »[] }, objective: 99%'),
    'schema/invalid-value',
  ],
  ['a text for a spec', more('Runbook', '»hello'), 'schema/wrong-type'],
  ['a number for a label', more('Model', '{ owner: ml, select: { job: »1 } }'), 'schema/wrong-type'],
  [
    'a label that Prometheus keeps for itself',
    more('Model', '{ owner: ml, select: { »__name__: x } }'),
    'schema/invalid-key',
  ],
  [
    'a negative count',
    availability('objective: 99%, alerting: { minBadEvents: »-1 }'),
    'schema/invalid-value',
  ],
  // What is missing.
  [
    'a missing field',
    { 'more.yaml': object('SLO', '»more', '{ model: my-model, sli: { type: availability } }') },
    'schema/missing-field',
  ],
  ['a missing field deep inside', slo('»sli: { type: latency }, objective: 99%'), 'schema/missing-field'],
  ['a missing discriminator', slo('»sli: { threshold: 250ms }, objective: 99%'), 'schema/missing-field'],
  [
    'a missing name of an inline SLO',
    { 'modelwatch.yaml': minimalWith('- { name: latency, ', '- »{ ') },
    'schema/missing-field',
  ],
  [
    'a missing spec',
    { 'more.yaml': '»apiVersion: modelwatch/v1alpha1\nkind: Runbook\nmetadata: { name: more }\n' },
    'schema/missing-field',
  ],
  [
    'a missing metadata',
    { 'more.yaml': '»apiVersion: modelwatch/v1alpha1\nkind: Runbook\nspec: {}\n' },
    'schema/missing-field',
  ],
  [
    'a missing kind',
    { 'more.yaml': '»apiVersion: modelwatch/v1alpha1\nmetadata: { name: more }\nspec: {}\n' },
    'schema/missing-field',
  ],
  [
    'a missing apiVersion',
    { 'more.yaml': '»kind: Runbook\nmetadata: { name: more }\nspec: {}\n' },
    'schema/missing-field',
  ],
  [
    'a field that another makes necessary',
    {
      'modelwatch.yaml': minimalWith(
        '[{ name: primary, provider: pagerduty }]',
        '[»{ name: primary, provider: slack }]',
      ),
    },
    'schema/missing-field',
  ],
  // Units.
  [
    'a number without a unit for a duration',
    slo('sli: { type: latency, threshold: »200 }, objective: 99%'),
    'unit/duration',
  ],
  ['months', availability('objective: 99%, window: »1M'), 'unit/duration'],
  ['99.9 for a share', availability('objective: »99.9'), 'unit/objective'],
  ['100% as an objective', availability('objective: »100%'), 'unit/objective'],
  ['1 as an objective', availability('objective: »1'), 'unit/objective'],
  ['0% as an objective', availability('objective: »0%'), 'unit/objective'],
  [
    'more than everything',
    slo('sli: { type: saturation, of: gpu, max: »150% }, objective: 99%'),
    'unit/ratio',
  ],
  [
    'a rate without a unit',
    more('Model', '{ owner: ml, serving: { expectedTraffic: { typical: »50 } } }'),
    'unit/rate',
  ],
  [
    'a share of nothing',
    more('Pipeline', '{ owner: ml, volume: { metric: x_total, min: »60% } }'),
    'schema/invalid-value',
  ],
  [
    'a threshold in another unit',
    monitor('of: latency, statistic: p99, threshold: { gt: »5% }'),
    'unit/threshold',
  ],
  [
    'an hour for a time of day',
    more('Team', '{ businessHours: { days: [mon], from: »9, to: "17:00" } }'),
    'unit/time-of-day',
  ],
  ['a day that does not exist', project('calendarUntil: »2027-02-30'), 'unit/date'],
  ['an abbreviation for a zone', more('Team', '{ timezone: »EST }'), 'unit/timezone'],
  ['an offset for a zone', more('Team', '{ timezone: »"+01:00" }'), 'unit/timezone'],
  [
    'an instant without an offset',
    window('schedule: { from: »2026-01-01T00:00:00, to: 2026-01-02T00:00:00Z }'),
    'unit/instant',
  ],
  // Arithmetic and meaning.
  [
    'a burn factor that the objective cannot reach',
    availability('objective: 80%, alerting: { burnPolicy: »google-sre }'),
    'slo/unreachable-burn-rate',
  ],
  [
    'a factor of one tier that the objective cannot reach',
    availability('objective: 95%, alerting: { burnPolicy: »{ fast: 20 } }'),
    'slo/unreachable-burn-rate',
  ],
  [
    'a threshold that is no bucket',
    slo('sli: { type: latency, threshold: »200ms }, objective: 99%'),
    'metrics/threshold-not-a-bucket',
  ],
  [
    'a role that nobody maps',
    slo('sli: { type: availability, bad: [»eror] }, objective: 99%'),
    'metrics/unknown-role',
  ],
  [
    'a role with the name of what every object has',
    slo('sli: { type: availability, bad: [»constructor] }, objective: 99%'),
    'metrics/unknown-role',
  ],
  [
    'a query that is no PromQL',
    monitor('query: "sum»(rate(x[5m])", threshold: { gt: 1 }'),
    'promql/invalid-query',
  ],
  ['a query that gives a range', monitor('query: "»x[5m]", threshold: { gt: 1 }'), 'promql/invalid-query'],
  ['a bound on both sides', monitor('of: requests, threshold: { gt: 1/s, »lt: 9/s }'), 'schema/unknown-key'],
  [
    'a cron expression of four fields',
    window('schedule: { cron: »"0 2 * *", duration: 1h }'),
    'calendar/cron',
  ],
  [
    'a window that ends before it starts',
    window('schedule: { from: 2026-01-02T00:00:00Z, to: »2026-01-01T00:00:00Z }'),
    'calendar/ends-before-start',
  ],
  // Places.
  ['an output folder outside the project', project('outDir: »../elsewhere'), 'schema/path'],
  ['an absolute pattern', project('include: [»"/etc/**"]'), 'schema/invalid-value'],
  ['a pattern that leaves the project', project('include: [»"../other/**"]'), 'schema/invalid-value'],
  ['a pattern with !', project('exclude: [»"!a/**"]'), 'schema/invalid-value'],
  ['a pattern that cannot be understood', project('exclude: [»"a/[b"]'), 'file/bad-pattern'],
];

describe('a wrong value is one finding, at its place, and nothing is rendered', () => {
  it.each(CASES)('%s', (_name, withMark, code) => {
    const { files, place } = marked(withMark);
    const { told, exit, files: rendered, printed } = look(files);
    expect(told, printed).toEqual([`${place} ${code}`]);
    expect([exit, rendered]).toEqual([2, 0]);
  });
});
