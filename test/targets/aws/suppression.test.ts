import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/plan/alert.ts';
import type { Condition } from '../../../src/plan/condition.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { LIMITS } from '../../../src/targets/aws/limits.ts';
import { suppressions } from '../../../src/targets/aws/suppression.ts';
import { alertOf, planOf } from '../../support/plan.ts';

const ALWAYS: Condition = { node: 'always' };
const SLO = { kind: 'SLO', name: 'availability' };
const page = alertOf('Page', SLO, ALWAYS);
const ticket = alertOf('Ticket', SLO, ALWAYS, { severity: 'ticket' });
const names = { id: (key: string) => key, alarm: (wanted: string) => wanted };

function suppressed(alert: Alert, parts: Partial<Plan>, alarms = parts.alerts ?? []) {
  const rendered = new Map(alarms.map(({ name }) => [name, `acme-prod-${name}`]));
  return suppressions(planOf(parts), (name) => rendered.get(name))(alert, 'model-fraud');
}

describe('a ticket', () => {
  it('waits for the page of its object, not the page for the ticket', () => {
    const alerts = [page, ticket];
    expect(suppressed(ticket, { alerts })).toEqual({ suppressor: 'acme-prod-Page', drafts: [] });
    expect(suppressed(page, { alerts })).toBeUndefined();
  });

  it('waits for no page of another object, none that tells nobody and none that has no alarm', () => {
    const other = alertOf('Other', { kind: 'SLO', name: 'latency' }, ALWAYS);
    const { escalation: _escalation, ...silent } = page;
    expect(suppressed(ticket, { alerts: [other, ticket] })).toBeUndefined();
    expect(suppressed(ticket, { alerts: [silent, ticket] })).toBeUndefined();
    expect(suppressed(ticket, { alerts: [page, ticket] }, [ticket])).toBeUndefined();
  });

  it('waits for either of two pages', () => {
    const second = alertOf('Slow', SLO, ALWAYS);
    const suppression = suppressed(ticket, { alerts: [second, page, ticket] });
    expect(suppression?.suppressor).toBe('acme-prod-Ticket-explained');
    expect(suppression?.drafts).toMatchObject([
      { alarm: 'acme-prod-Ticket-explained', needs: ['acme-prod-Page', 'acme-prod-Slow'] },
    ]);
    expect(suppression?.drafts[0]?.make(names).Properties).toMatchObject({
      AlarmRule: 'ALARM("acme-prod-Page") OR ALARM("acme-prod-Slow")',
    });
  });
});

describe('a symptom', () => {
  const item = 'pipeline:ingest';
  const cause = (alertNames: readonly string[]): Plan['causes'][number] => ({
    subject: { kind: 'Pipeline', name: 'ingest' },
    item,
    sourceSeverity: 'page',
    alertNames,
    targetSeverities: ['page', 'ticket'],
  });
  const stale = alertOf('Stale', { kind: 'Pipeline', name: 'ingest' }, ALWAYS);

  it('waits for its cause upstream', () => {
    const symptom = { ...page, upstream: [item] };
    const plan = { alerts: [stale, symptom], causes: [cause(['Stale'])] };
    expect(suppressed(symptom, plan)?.suppressor).toBe('acme-prod-Stale');
    expect(suppressed(page, plan)).toBeUndefined();
    expect(suppressed({ ...symptom, severity: 'info' }, plan)).toBeUndefined();
  });

  it('never waits for itself', () => {
    const symptom = { ...page, upstream: [item] };
    expect(suppressed(symptom, { alerts: [symptom], causes: [cause(['Page'])] })).toBeUndefined();
  });

  it.each([
    [100, 0],
    [101, 2],
    [250, 3],
  ])('of %i causes waits for a composite over %i composites', (count, parts) => {
    checkTree(
      Array.from({ length: count }, (_, index) => `Cause${index}`),
      parts,
    );
  });

  it('has shorter rules where names are long', () => {
    checkTree(
      Array.from({ length: 90 }, (_, index) => `${'Cause'.repeat(44)}${index}`),
      3,
    );
  });

  function checkTree(causes: readonly string[], parts: number): void {
    const symptom = { ...page, upstream: [item] };
    const alerts = [...causes.map((name) => alertOf(name, stale.object, ALWAYS)), symptom];
    const suppression = suppressed(symptom, { alerts, causes: [cause(causes)] });
    const drafts = suppression?.drafts ?? [];
    expect(drafts).toHaveLength(parts + 1);
    const own = new Map(drafts.map((draft) => [draft.alarm ?? '', draft]));
    const leaves = (name: string): readonly string[] => own.get(name)?.needs.flatMap(leaves) ?? [name];
    expect(leaves(suppression?.suppressor ?? '').toSorted()).toEqual(
      causes.map((name) => `acme-prod-${name}`).toSorted(),
    );
    for (const draft of drafts) {
      const rule = String(draft.make(names).Properties['AlarmRule']);
      expect(rule.length).toBeLessThanOrEqual(LIMITS.compositeRuleLength.value);
      expect(draft.needs.length).toBeLessThanOrEqual(LIMITS.compositeChildren.value);
      expect(rule.match(/ALARM\("[^"]+"\)/g)).toEqual(draft.needs.map((name) => `ALARM("${name}")`));
    }
  }
});
