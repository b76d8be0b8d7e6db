import { describe, expect, it } from 'vitest';
import { exampleProject as completed } from '../../../src/lint/example.ts';
import { lintRule } from '../../../src/lint/registry.ts';
import { proofSummary } from '../../../src/proof/routing/prove-findings.ts';
import { exampleProject } from '../../support/example-project.ts';
import { compiledOf, interval, type Proven, proven, receiver } from './proofs.ts';

const example = compiledOf(exampleProject('fraud-detector'));

/** Codes with the first alert, its level and the hour by the team's clock. */
function told({ findings }: Proven): string[] {
  return findings.map(({ code, message }) => {
    const [, who = '', when = ''] =
      /nobody hears of (\w+ \(\w+, level \d\)).*?(?:on|first on|:) ((?:\w{3} \S+ \d\d:\d\d)?)/.exec(
        message,
      ) ?? [];
    return `${code} ${who} ${when}`.trim();
  });
}

describe('what the examples render', () => {
  it.each(['staging', 'prod'])('reaches a human whenever it should (%s)', (name) => {
    const { proof, findings } = proven(example, name);
    expect(findings).toEqual([]);
    expect(proof.reached).toBe(proof.total);
    expect(proof.total).toBeGreaterThan(20);
    // Two years of days with hours, holidays, digests and maintenance: every stretch between two changes.
    expect(proof.stretches).toBeGreaterThan(2000);
  });

  it('is listed apart where nobody is to be told, with the reason, and never counted', () => {
    const { proof, proved } = proven(example, 'dev');
    expect(proof).toMatchObject({ total: 0, reached: 0, counterExamples: [] });
    expect(new Set(proof.apart.map(({ reason }) => reason))).toEqual(
      new Set(['severity-none', 'no-escalation', 'always-firing']),
    );
    expect(proof.apart.length).toBe(proved.plan.alerts.length);
    expect(proofSummary('dev', proof, proved)[0]).toBe('dev: no alert is to reach anybody');
    expect(proofSummary('prod', proven(example, 'prod').proof, proven(example, 'prod').proved)[0]).toMatch(
      /^prod: (\d+)\/\1 alerts reach a human$/,
    );
  });

  it('reaches somebody in a project without dates', () => {
    const { proof } = proven(compiledOf(exampleProject('minimal')), 'default');
    expect(proof.counterExamples).toEqual([]);
    expect(proof.total).toBeGreaterThan(5);
  });
});

describe('an edited configuration', () => {
  it('with a misspelt label is caught, with the label that was meant', () => {
    const result = proven(example, 'prod', (config) => {
      const policy = config.route.routes?.[0]?.routes?.find(({ matchers }) =>
        matchers?.includes('escalation="ml-critical"'),
      );
      if (policy) policy.matchers = ['team="risk-ml"', 'escalaton="ml-critical"'];
    });
    expect(new Set(result.findings.map(({ code }) => code))).toEqual(new Set(['route/swallowed']));
    expect(result.proof.total - result.proof.reached).toBeGreaterThan(20);
    const first = result.findings.find(({ data }) => data?.['severity'] === 'page');
    expect(first?.message).toMatch(
      /^nobody hears of \w+ \(page, level 1\) and \d+ more alerts at any hour when somebody should, first on Thu 2026-01-01 00:00 \(Europe\/London\), 17520 h in all: its route ends at the receiver modelwatch-unrouted, which has no integrations, route > \{modelwatch_id=~"\.\+", env="prod"\} in alertmanager\.yml:\d+$/,
    );
    expect(first?.hint).toBe(
      'A route below asks for escalaton="ml-critical" and would have taken it, but the alert has no label escalaton. Did you mean escalation?',
    );
    // A file of the user's own is pointed at, and the spec stands beside it.
    expect(first?.span?.file).toBe('prod/alertmanager/alertmanager.yml');
    expect(first?.related?.[0]?.span.file).toMatch(/\.yaml$/);
  });

  it('with a misspelt value is caught', () => {
    const result = proven(example, 'prod', (config) => {
      const anchor = config.route.routes?.[0];
      if (anchor) anchor.matchers = ['modelwatch_id=~".+"', 'env="prd"'];
    });
    expect(result.proof.reached).toBe(0);
    expect(result.findings[0]?.hint).toBe(
      'A route below asks for env="prd" and would have taken it, but the alert has env="prod".',
    );
    expect(result.findings.map(({ code }) => code)).toContain('route/watchdog-unheard');
  });

  it('without the integration of a receiver is caught', () => {
    const result = proven(example, 'prod', (config) => {
      delete receiver(config, 'risk-ml/ml-critical/info/1/digest')['slack_configs'];
    });
    expect(told(result)).toEqual([
      expect.stringMatching(/^route\/swallowed \w+ \(info, level 1\) Thu 2026-01-01 09:00$/),
    ]);
    expect(result.findings[0]?.message).toContain(
      'its route ends at the receiver risk-ml/ml-critical/info/1/digest',
    );
  });

  it('that mutes all hours is caught from the first hour that the specs do not mute', () => {
    const result = proven(example, 'prod', (config) => {
      interval(config, 'maintenance/weekly-feature-backfill').time_intervals = [
        { location: 'Europe/London' },
      ];
    });
    expect(told(result)).toEqual([
      'route/silent-hours FraudFeatureFreshnessBudgetLow (ticket, level 1) Fri 2026-01-02 09:00',
      'route/silent-hours FraudFeatureFreshnessSustained (page, level 1) Thu 2026-01-01 00:00',
      'route/silent-hours FraudFeatureFreshnessSustained (page, level 3) Thu 2026-01-01 00:00',
    ]);
    expect(result.findings[1]?.message).toContain(
      '> {level="1"} > {alertname="FraudFeatureFreshnessSustained"} in',
    );
    // 2 x 365 days, less the declared 3 h a week (one hour less on the Sundays when clocks skip it).
    const silent = result.proof.counterExamples[1]?.silentMs ?? 0;
    expect(silent / 3_600_000).toBeCloseTo(17_520 - 104 * 3, 0);
  });

  it('in a zone without summer time is caught on the first Monday of summer time', () => {
    const result = proven(example, 'prod', (config) => {
      for (const each of interval(config, 'risk-ml/business-hours').time_intervals) each.location = 'UTC';
    });
    expect(told(result).map((line) => line.slice(line.indexOf('(')))).toEqual([
      '(ticket, level 1) Mon 2026-03-30 09:00',
      '(ticket, level 1) Mon 2026-03-30 09:00',
    ]);
  });

  it('with a holiday of its own is caught on that day', () => {
    const result = proven(example, 'prod', (config) => {
      interval(config, 'risk-ml/holidays').time_intervals.push({
        days_of_month: ['17'],
        months: ['6'],
        years: ['2027'],
        location: 'Europe/London',
      });
    });
    expect(told(result).map((line) => line.slice(line.indexOf('(')))).toEqual([
      '(ticket, level 1) Thu 2027-06-17 09:00',
      '(ticket, level 1) Thu 2027-06-17 09:00',
    ]);
    expect(result.findings[0]?.data).toMatchObject({ silentHours: 8.5, instant: '2027-06-17T08:00:00.000Z' });
  });

  it('that leaves only programs at a level is caught', () => {
    const result = proven(example, 'prod', (config) => {
      delete receiver(config, 'risk-ml/ml-critical/page/3')['email_configs'];
      const first = receiver(config, 'risk-ml/ml-critical/page/1');
      delete first['pagerduty_configs'];
      delete first['slack_configs'];
      first['jira_configs'] = [{ project: 'ML' }];
    });
    expect(new Set(result.findings.map(({ code }) => code))).toEqual(new Set(['route/only-programs']));
    expect(new Set(result.proof.counterExamples.map(({ level }) => level))).toEqual(new Set([1, 3]));
    expect(result.findings.map(({ message }) => message).join('\n')).toContain(
      'tells only incident-commander',
    );
  });

  it("that drops the dead man's switch is caught", () => {
    const result = proven(example, 'prod', (config) => {
      delete receiver(config, 'modelwatch-watchdog')['webhook_configs'];
    });
    expect(result.findings.map(({ code }) => code)).toEqual(['route/watchdog-unheard']);
  });

  it('that silences alerts by one that nobody hears is caught', () => {
    const result = proven(example, 'prod', (config) => {
      config.inhibit_rules?.push({
        source_matchers: ['severity="none"'],
        target_matchers: ['severity="page"'],
        equal: ['env'],
      });
    });
    expect(result.findings.map(({ code }) => code)).toContain('route/silenced-unheard');
    expect(new Set(result.findings.map(({ code }) => code)).size).toBe(1);
    expect(result.findings.map(({ message }) => message).join('\n')).toContain(
      'it is silent while AcmeMlWatchdog fires, which nobody is told of',
    );
    expect(result.proof.reached).toBeLessThan(result.proof.total);
  });

  it('may send alerts to people whom the specs do not name', () => {
    const result = proven(example, 'prod', (config) => {
      const first = receiver(config, 'risk-ml/ml-critical/page/1');
      delete first['pagerduty_configs'];
      delete first['slack_configs'];
      first['telegram_configs'] = [{ chat_id: 1, bot_token_file: '/x' }];
    });
    expect(result.findings).toEqual([]);
  });
});

describe('the specs themselves', () => {
  it('that page only in business hours are refuted with an hour of the night', () => {
    const rule = lintRule('routing/page-nobody-at-night');
    const text = completed(rule?.bad ?? '');
    const compiled = compiledOf({
      specs: [{ path: 'modelwatch.yaml', text }],
      readAuxiliary: () => undefined,
    });
    const name = compiled.environments[0]?.name ?? '';
    const { findings } = proven(compiled, name);
    const [page] = findings;
    expect(page?.code).toBe('route/page-unheard');
    expect(page?.message).toMatch(
      /on Fri 2027-01-01 00:00 \(Europe\/London\), [\d.]+ h in all: its route is active only in ml\/business-hours/,
    );
    expect(page?.span?.file).toBe('modelwatch.yaml');
    const good = compiledOf({
      specs: [{ path: 'modelwatch.yaml', text: completed(rule?.good ?? '') }],
      readAuxiliary: () => undefined,
    });
    expect(proven(good, name).findings).toEqual([]);
  });

  it('need rules that raise their levels', () => {
    const result = proven(
      example,
      'prod',
      undefined,
      (rules) => new Map([...rules].map(([name, sets]) => [name, sets.filter(({ level }) => level !== '3')])),
    );
    expect(new Set(result.findings.map(({ code }) => code))).toEqual(new Set(['route/no-rule']));
    expect(new Set(result.proof.counterExamples.map(({ level }) => level))).toEqual(new Set([3]));
  });
});
