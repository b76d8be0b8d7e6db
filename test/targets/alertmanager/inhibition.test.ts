import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/plan/cause.ts';
import { alert, plan } from '../../support/route-plan.ts';
import { configurationOf, lower } from './rendered.ts';

const CAUSE: Cause = {
  subject: { kind: 'Pipeline', name: 'tx.v1' },
  item: 'pipeline:tx.v1',
  sourceSeverity: 'ticket',
  alertNames: ['TxAbsent', 'TxStale'],
  targetSeverities: ['ticket', 'info'],
};

describe('inhibition', () => {
  it('lets a page that somebody hears silence the tickets of its object', () => {
    expect(configurationOf(lower(plan())).inhibit_rules).toEqual([
      {
        source_matchers: ['modelwatch_id=~".+"', 'env="prod"', 'severity="page"', 'escalation=~".+"'],
        target_matchers: ['modelwatch_id=~".+"', 'env="prod"', 'severity=~"ticket|info"'],
        equal: ['env', 'modelwatch_id'],
      },
    ]);
  });

  it('lets a cause silence what names it upstream, both sides being ours and of one environment', () => {
    expect(configurationOf(lower(plan({ causes: [CAUSE] }))).inhibit_rules?.[1]).toEqual({
      source_matchers: [
        'modelwatch_id=~".+"',
        'env="prod"',
        'pipeline="tx.v1"',
        'severity="ticket"',
        'alertname=~"TxAbsent|TxStale"',
      ],
      target_matchers: [
        'modelwatch_id=~".+"',
        'env="prod"',
        String.raw`upstream=~"(.*,)?pipeline:tx\\.v1(,.*)?"`,
        'severity=~"ticket|info"',
      ],
      equal: ['env'],
    });
  });

  it('names the subject by its own label', () => {
    const causes: Cause[] = [
      { ...CAUSE, subject: { kind: 'Model', name: 'm' } },
      { ...CAUSE, subject: { kind: 'FeatureSet', name: 'f' } },
    ];
    const rules = configurationOf(lower(plan({ causes }))).inhibit_rules ?? [];
    expect(rules.slice(1).map(({ source_matchers }) => source_matchers[2])).toEqual([
      'model="m"',
      'feature_set="f"',
    ]);
  });

  it('asks for equality only in labels that every alert carries', () => {
    const { inhibit_rules } = configurationOf(
      lower(
        plan({
          environment: { name: 'prod', labels: { region: 'eu' }, labelsSelect: false },
          alerts: [alert('A')],
          causes: [CAUSE],
        }),
      ),
    );
    expect(inhibit_rules?.map(({ equal }) => equal)).toEqual([['modelwatch_id'], []]);
  });

  it("comes from its cause's specs", () => {
    const output = lower(
      plan({ alerts: [alert('TxStale', { pipeline: 'tx.v1', severity: 'ticket' })], causes: [CAUSE] }),
    );
    expect(output.files[0]?.marks).toContainEqual({
      pointer: ['inhibit_rules', 1],
      origin: alert('TxStale').origin,
    });
  });
});
