import { describe, expect, it } from 'vitest';
import { checkQuery } from '../../../src/promql/check.ts';
import { runbooksTarget } from '../../../src/targets/runbooks/index.ts';
import { fencesOf, pageOf, pagesOf } from './pages.ts';
import { plan } from './plan.ts';

const pages = pagesOf(plan);

function linksOf(page: string): string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, address = '']) => address);
}

describe('the pages of a plan', () => {
  it('are one for each alert, and a list', () => {
    expect([...pages.keys()].toSorted()).toEqual(
      ['index.md', ...plan.alerts.map(({ name }) => `${name}.md`)].toSorted(),
    );
  });

  it('link only to pages that exist, or to the web', () => {
    const links = [...pages.values()].flatMap(linksOf);
    const inside = links.filter((address) => !address.startsWith('https://'));
    expect(inside.length).toBeGreaterThan(plan.alerts.length);
    expect(inside.filter((address) => !pages.has(address))).toEqual([]);
  });

  it('are all in the list', () => {
    expect(
      linksOf(pages.get('index.md') ?? '')
        .filter((address) => address.endsWith('.md'))
        .toSorted(),
    ).toEqual(plan.alerts.map(({ name }) => `${name}.md`).toSorted());
  });

  it('come from their alerts, as far as a reader of the manifest is told', () => {
    const { files } = runbooksTarget.lower(plan, {}, () => undefined);
    for (const alert of plan.alerts) {
      const page = files.find(({ path }) => path === `${alert.name}.md`);
      expect(page?.marks).toEqual([{ pointer: [], origin: alert.origin }]);
    }
    const objects = files.find(({ path }) => path === 'index.md')?.marks.map(({ origin }) => origin.object);
    expect(objects).toHaveLength(
      new Set(plan.alerts.map(({ object }) => `${object.kind}/${object.name}`)).size,
    );
  });

  it('ask only queries that Prometheus accepts', () => {
    const queries = [...pages.values()].flatMap((page) => fencesOf(page, 'promql'));
    expect(queries.length).toBeGreaterThan(20);
    expect(
      queries.flatMap((query) => checkQuery(query).problems.map(({ message }) => ({ query, message }))),
    ).toEqual([]);
  });

  it('name who is told, and nothing that connects', () => {
    const all = [...pages.values()].join('\n');
    for (const secret of [
      'secrets/',
      'SMTP_PASSWORD',
      'smtp-user',
      'smtp.example.com',
      'alerts@example.com',
    ]) {
      expect(all).not.toContain(secret);
    }
    expect(all).toContain('ml-leads@example.com');
  });

  it('are the same bytes whatever order the parts of the plan have', () => {
    const shuffled = pagesOf({
      ...plan,
      signals: plan.signals.toReversed(),
      objectives: plan.objectives.toReversed(),
      teamHours: plan.teamHours.toReversed(),
    });
    expect(shuffled).toEqual(pages);
  });

  it('have one empty line between blocks and one line end at their end', () => {
    for (const [path, page] of pages) {
      expect(page, path).not.toMatch(/\n\n\n|[ \t]\n|^\n/);
      expect(page, path).toMatch(/[^\n]\n$/);
    }
  });

  it('of an empty plan are an empty list', () => {
    expect([...pagesOf({ ...plan, alerts: [] })]).toEqual([
      ['index.md', '# Runbooks of `acme`, environment `prod`\n\n0 alerts, a page each.\n'],
    ]);
  });
});

describe('the list', () => {
  it('has the most severe first, then goes by what they are about', () => {
    expect(pageOf(plan, 'index')).toMatchInlineSnapshot(`
      "# Runbooks of \`acme\`, environment \`prod\`

      12 alerts, a page each.

      | Alert | Severity | About | Told first | Team's own page |
      |---|---|---|---|---|
      | [FeaturesStaleSustained](FeaturesStaleSustained.md) | page | feature set \`transactions\` | on-call \`risk primary\` by PagerDuty (schedule \`risk-primary\`) in business hours; Slack \`#risk-alerts\` outside business hours |  |
      | [FraudAvailabilityBurnFast](FraudAvailabilityBurnFast.md) | page | model \`fraud\` | on-call \`risk primary\` by PagerDuty (schedule \`risk-primary\`) in business hours; Slack \`#risk-alerts\` outside business hours | [Fraud on call](https://runbooks.example.com/fraud) |
      | [FraudRequestsAbsent](FraudRequestsAbsent.md) | page | model \`fraud\` | on-call \`risk primary\` by PagerDuty (schedule \`risk-primary\`) in business hours; Slack \`#risk-alerts\` outside business hours |  |
      | [IngestFreshness](IngestFreshness.md) | page | pipeline \`ingest\` | on-call \`risk primary\` by PagerDuty (schedule \`risk-primary\`) in business hours; Slack \`#risk-alerts\` outside business hours |  |
      | [FraudAvailabilityBurnSlow](FraudAvailabilityBurnSlow.md) | ticket | model \`fraud\` | Slack \`#risk-alerts\` and ticket system \`jira\` |  |
      | [FraudLatencyBucketMissing](FraudLatencyBucketMissing.md) | ticket | model \`fraud\` | Slack \`#risk-alerts\` and ticket system \`jira\` |  |
      | [OverridesHigh](OverridesHigh.md) | ticket | model \`fraud\` | Slack \`#risk-alerts\` and ticket system \`jira\` |  |
      | [IngestSchemaViolations](IngestSchemaViolations.md) | ticket | pipeline \`ingest\` | Slack \`#risk-alerts\` and ticket system \`jira\` |  |
      | [IngestVolumeLow](IngestVolumeLow.md) | ticket | pipeline \`ingest\` | Slack \`#risk-alerts\` and ticket system \`jira\` |  |
      | [AcmeRuleEvaluationFailing](AcmeRuleEvaluationFailing.md) | ticket | project \`acme\` | nobody |  |
      | [GpuBudgetLow](GpuBudgetLow.md) | info | model \`fraud\` | Slack \`#risk-alerts\` |  |
      | [AcmeWatchdog](AcmeWatchdog.md) | none | project \`acme\` | system \`heartbeat\`, when it stops |  |
      "
    `);
  });
});

describe('options', () => {
  it('are none, for now', () => {
    expect(runbooksTarget.options.safeParse({}).success).toBe(true);
    expect(runbooksTarget.options.safeParse({ template: 'x' }).success).toBe(false);
  });
});
