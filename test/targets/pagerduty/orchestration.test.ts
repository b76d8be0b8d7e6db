import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../../src/calendar/types.ts';
import type { Maintenance } from '../../../src/plan/maintenance.ts';
import type { PagingService } from '../../../src/plan/paging.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { alertOf, fastBurn, originOf } from '../../support/plan.ts';
import { configurationOf, IN_CLOUDWATCH, lower, pagedPlan, serviceOf } from './rendered.ts';

const INFO = "event.severity matches 'info' and event.custom_details.AlarmName does not exist";

function recurring(cron: string, durationSeconds: number, timezone = 'Europe/London'): Recurrence {
  return { type: 'recurring', cron, durationSeconds, timezone };
}

function maintenanceOf(recurrence: Recurrence, alertNames: readonly string[]): Maintenance {
  return {
    id: 'backfill',
    recurrence,
    occurrences: [],
    match: {},
    excludeFromBudget: false,
    alertNames,
    origin: originOf('MaintenanceWindow', 'backfill', 'org/backfill.yaml', 5),
  };
}

function muted(recurrence: Recurrence, names: readonly string[], changes: Partial<Plan> = {}) {
  const alerts = names.map((name) => alertOf(name, { kind: 'SLO', name: 'a' }, fastBurn('a')));
  return lower(
    pagedPlan(serviceOf([0]), { alerts, maintenance: [maintenanceOf(recurrence, names)], ...changes }),
  );
}

interface RuleData {
  readonly label: string;
  readonly condition: readonly { readonly expression: string }[];
  readonly actions: unknown;
}

function rulesOf(output: ReturnType<typeof lower>): readonly RuleData[] {
  const orchestrations = configurationOf(output).resource['pagerduty_event_orchestration_service'] ?? {};
  return Object.values(orchestrations).flatMap(
    (each) => (each['set'] as readonly { readonly rule: readonly RuleData[] }[])[0]?.rule ?? [],
  );
}

function expressions(output: ReturnType<typeof lower>): string[][] {
  return rulesOf(output).map(({ condition }) => condition.map(({ expression }) => expression));
}

describe('maintenance', () => {
  it('suppresses what it mutes, by hours of the week', () => {
    const output = muted(recurring('30 1 * * mon,wed', 3600), ['BurnFast']);
    expect(rulesOf(output)[0]).toEqual({
      label: 'Maintenance backfill',
      condition: [
        {
          expression:
            "(now in Mon,Wed 01:30:00 to 02:30:00 Europe/London) and event.class matches regex '^(BurnFast)$'",
        },
      ],
      actions: { suppress: true },
    });
    expect(output.notes).toEqual([]);
  });

  it('is split at midnight', () => {
    const [[first] = []] = expressions(muted(recurring('0 23 * * sun', 7200), ['BurnFast']));
    expect(first).toContain(
      '(now in Mon 00:00:00 to 01:00:00 Europe/London or now in Sun 23:00:00 to 23:59:59 Europe/London) and',
    );
  });

  it('finds alarms of CloudWatch by a word of their names', () => {
    const [conditions] = expressions(
      muted(recurring('0 1 * * *', 3600), ['BurnFast'], { signals: [IN_CLOUDWATCH] }),
    );
    expect(conditions).toHaveLength(2);
    const pattern = / AlarmName matches regex '(.*)'$/.exec(
      ` ${conditions?.[1]?.split('custom_details.')[1]}`,
    );
    const word = new RegExp(pattern?.[1] ?? '$^');
    expect(word.test('acme-prod-BurnFast')).toBe(true);
    expect(word.test('acme-prod-BurnFast-level-2')).toBe(true);
    expect(word.test('acme-prod-BurnFaster')).toBe(false);
    expect(word.test('acme-prod-SlowBurnFast')).toBe(false);
  });

  it('leaves alerts alone that never reach the service', () => {
    const other = alertOf('BurnSlow', { kind: 'SLO', name: 'a' }, fastBurn('a'), { severity: 'ticket' });
    const output = muted(recurring('0 1 * * *', 3600), ['BurnSlow'], { alerts: [other] });
    expect(expressions(output)).toEqual([[INFO]]);
  });

  it('keeps conditions as short and rules as small as PagerDuty takes them', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `FraudDetectorBudgetBurnNumber${index}`);
    const rules = expressions(muted(recurring('0 1 * * *', 3600), names)).slice(0, -1);
    const all = rules.flat();
    expect(rules.length).toBeGreaterThan(1);
    for (const rule of rules) expect(rule.length).toBeLessThanOrEqual(25);
    for (const expression of all) expect(Buffer.byteLength(expression)).toBeLessThanOrEqual(2048);
    const found = all.flatMap((expression) => /\^\((.*)\)\$/.exec(expression)?.[1]?.split('|') ?? []);
    expect(found.toSorted()).toEqual(names.toSorted());
  });

  it.each<[string, Recurrence]>([
    ['once', { type: 'once', interval: { startUnixSeconds: 0, endUnixSeconds: 3600 } }],
    ['on days of the month', recurring('0 1 1 * *', 3600)],
    ['every ten minutes', recurring('*/10 * * * *', 60)],
  ])('that is %s has no rule, and says so', (_, recurrence) => {
    const output = muted(recurrence, ['BurnFast']);
    expect(expressions(output)).toEqual([[INFO]]);
    expect(output.notes).toMatchObject([
      { code: 'target/approximated', span: { file: 'org/backfill.yaml', start: { line: 5 } } },
    ]);
  });
});

describe('infos', () => {
  it('raise no incident', () => {
    expect(expressions(lower(pagedPlan(serviceOf([0]))))).toEqual([[INFO]]);
  });

  it('do where the specs call somebody for them', () => {
    const routes: PagingService['routes'] = [{ escalation: 'critical', severity: 'info' }];
    expect(rulesOf(lower(pagedPlan(serviceOf([0], { routes }))))).toEqual([]);
  });
});
