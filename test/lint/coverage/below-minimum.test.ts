import { describe, expect, it } from 'vitest';
import {
  AVAILABILITY,
  documents,
  exampleModel,
  exampleObject,
  exampleProject,
  PROXY,
  TIER_1,
} from '../../../src/lint/example.ts';
import { planOf } from '../../support/project.ts';
import { lint } from '../lint.ts';
import { cellOf, coverageOf } from './coverage.ts';

const CODE = 'coverage/below-minimum';
const project = (coverage: string, ...lines: string[]) =>
  exampleObject('Project', 'name: example', [
    'owner: ml',
    'channels: { slack: { apiUrlFile: secrets/slack-url } }',
    `lint: { coverage: ${coverage} }`,
    ...lines,
  ]);
const findings = (objects: string) => lint(objects).findings.filter(({ code }) => code === CODE);
const messages = (objects: string) => findings(objects).map(({ message }) => message);
const MODEL = exampleModel([AVAILABILITY]);
const tiered = (tier: string) =>
  exampleModel(
    [PROXY, ...TIER_1, `select: { job: tier-${tier} }`],
    `name: tier-${tier}, labels: { tier: "${tier}" }`,
  );

describe(CODE, () => {
  it('says the score, the minimum, what is missing in order, and what to begin with', () => {
    const { printed } = lint(documents(project('{ min: 80% }'), MODEL));
    expect(printed).toMatchInlineSnapshot(`
      "modelwatch.yaml:24:19  warning  coverage/below-minimum
         23 | kind: Model
         24 | metadata: { name: fraud }
            |                   ^^^^^
         fraud is monitored to 25% (5 of 20 cells), and the project asks for 80%: it lacks accuracy metrics, prediction distribution, confidence, error analysis, latency, throughput, resource usage, data volume, schema, freshness, feature distribution, engagement, revenue, user feedback and alert test
         Begin with accuracy metrics: groundTruth and an SLO of type quality, or proxies until there are labels.
         modelwatch.yaml:20:28  the minimum
         20 |   lint: { coverage: { min: 80% } }
            |                            ^^^
      0 errors, 1 warning
      "
    `);
  });

  it('is silent where nobody asks for a minimum', () => {
    expect(messages(MODEL)).toEqual([]);
    expect(messages(documents(project('{}'), MODEL))).toEqual([]);
    expect(messages(documents(project('{ tiers: { "1": 95% } }'), MODEL))).toEqual([]);
  });

  it('begins just below the minimum', () => {
    const { covered, counted } = coverageOf(MODEL);
    expect([covered, counted]).toEqual([5, 20]);
    expect(messages(documents(project('{ min: 25% }'), MODEL))).toEqual([]);
    expect(messages(documents(project('{ min: 25.01% }'), MODEL))).toHaveLength(1);
    expect(messages(documents(project('{ min: 0% }'), MODEL))).toEqual([]);
    expect(messages(documents(project('{ min: 100% }'), MODEL))).toHaveLength(1);
  });

  it('takes the minimum of a tier in place of the general one, lower or higher', () => {
    const both = documents(tiered('1'), tiered('2'), tiered('3'));
    const told = (coverage: string) =>
      findings(documents(project(coverage), both)).map(({ object, data }) => [object?.name, data?.['min']]);
    expect(told('{ min: 20%, tiers: { "1": 95% } }')).toEqual([['tier-1', 0.95]]);
    expect(told('{ min: 95%, tiers: { "1": 20%, "2": 90% } }')).toEqual([
      ['tier-2', 0.9],
      ['tier-3', 0.95],
    ]);
    expect(told('{ tiers: { "3": 95% } }')).toEqual([['tier-3', 0.95]]);
  });

  it('tells half cells as such, and never rounds a score up to its minimum', () => {
    const [message] = messages(documents(project('{ tiers: { "1": 95% } }'), tiered('1')));
    expect(message).toMatchInlineSnapshot(
      `"tier-1 is monitored to 37.5% (7.5 of 20 cells), and tier 1 asks for 95%: it lacks accuracy metrics (half), prediction distribution, error analysis, throughput, resource usage, data volume, schema, freshness, feature distribution, engagement, revenue, user feedback and alert test"`,
    );
  });

  it('has all cells for machines', () => {
    const [finding] = findings(documents(project('{ min: 80% }'), MODEL));
    const cells = finding?.data?.['cells'];
    expect(finding?.data).toMatchObject({ score: 0.25, min: 0.8, covered: 5, counted: 20 });
    expect(cells).toHaveLength(20);
    expect(cells).toContainEqual({
      id: 'error-rates',
      title: 'error rates',
      state: 'covered',
      by: [
        {
          object: 'SLO/fraud-availability',
          alerts: [
            'FraudAvailabilityBudgetBurnFast',
            'FraudAvailabilityBudgetBurnMedium',
            'FraudAvailabilityBudgetBurnSlow',
            'FraudAvailabilityBudgetBurnTrickle',
          ],
        },
      ],
    });
    expect(cells).toContainEqual({
      id: 'latency',
      title: 'latency',
      state: 'missing',
      wanted: 'an SLO of type latency',
    });
  });

  it('judges environments in which somebody can be paged, and all where that is none', () => {
    const environments = (staging: string) =>
      documents(
        project('{ min: 80% }', 'environments: [prod, staging]'),
        exampleObject('Environment', 'name: prod', ['labels: { env: prod }']),
        exampleObject('Environment', 'name: staging', ['labels: { env: staging }', ...staging.split('\n')]),
        MODEL,
      );
    const quiet = 'routing: { rewriteSeverity: { page: ticket } }';
    expect(messages(environments(quiet))).toHaveLength(1);
    expect(messages(environments('labelsSelect: false'))).toHaveLength(2);
    const tickets = documents(
      project('{ min: 80% }'),
      exampleModel([
        'slos: [{ name: a, sli: { type: availability }, objective: 99.9%, alerting: { severity: { fast: ticket } } }]',
      ]),
    );
    expect(messages(tickets)).toHaveLength(1);
  });
});

describe('cells that are declared away', () => {
  const away = (coverage: string) => documents(project(coverage), MODEL);
  const reason = 'reason: Nobody answers back';

  it('do not count, with the reason given, for the models named', () => {
    const all = away(`{ notApplicable: [{ cells: [user-feedback, latency], ${reason} }] }`);
    expect(cellOf('user-feedback', all)).toBe('n/a: Nobody answers back');
    expect(cellOf('latency', all)).toBe('n/a: Nobody answers back');
    expect(coverageOf(all).counted).toBe(18);
    const some = (models: string) =>
      away(`{ notApplicable: [{ cells: [latency], models: "${models}", ${reason} }] }`);
    expect(cellOf('latency', some('fr*'))).toBe('n/a: Nobody answers back');
    expect(cellOf('latency', some('churn-*'))).toBe('missing: an SLO of type latency');
  });

  it('count where something covers them all the same', () => {
    expect(cellOf('error-rates', away(`{ notApplicable: [{ cells: [error-rates], ${reason} }] }`))).toBe(
      'covered by SLO/fraud-availability',
    );
  });

  it.each([
    ['no reason', '{ cells: [latency] }', /reason/],
    ['an empty reason', '{ cells: [latency], reason: " " }', /a reason/],
    ['an unknown cell', '{ cells: [latancy], reason: x }', /Did you mean .?latency/],
    ['no cell', '{ cells: [], reason: x }', /at least one cell/],
  ])('want a known cell and a reason: %s', (_what, entry, expected) => {
    const text = exampleProject(away(`{ notApplicable: [${entry}] }`));
    expect(() => planOf(text)).toThrow(expected);
  });
});
