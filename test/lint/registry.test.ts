import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../src/diagnostics/catalogue.ts';
import { NOT_RULES, PLANNED_RULES } from '../../src/lint/catalogue-ids.ts';
import { LINT_RULES, lintRule } from '../../src/lint/registry.ts';
import { lint } from './lint.ts';

const planned = Object.entries(PLANNED_RULES).flatMap(([group, names]) =>
  names.map((name) => `${group}/${name}`),
);

describe('the registry of lint rules', () => {
  it('holds only planned rules, each once, in order', () => {
    const ids = LINT_RULES.map(({ id }) => id);
    expect(ids.filter((id) => !planned.includes(id))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  it('has each planned rule as a rule, as a code of another room, or with a reason why not', () => {
    const kindOf = (id: string) => [
      ...(lintRule(id) ? ['rule'] : []),
      ...(catalogueEntry(id) ? ['code'] : []),
      ...(NOT_RULES[id] === undefined ? [] : ['reason']),
    ];
    const unclear = planned
      .map((id) => `${id}: ${kindOf(id).join(', ')}`)
      .filter((line) => !/: \w+$/.test(line));
    expect(unclear).toEqual([]);
    expect(Object.keys(NOT_RULES).filter((id) => !planned.includes(id))).toEqual([]);
  });

  it('names only codes that exist where another room tells it', () => {
    const named = Object.values(NOT_RULES).flatMap((why) => ('toldBy' in why ? [why.toldBy] : []));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((code) => !catalogueEntry(code) && !lintRule(code))).toEqual([]);
  });

  it('tells of each rule why it matters and what to do', () => {
    for (const { id, title, why } of LINT_RULES) {
      expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
      expect(title, id).toMatch(/^[a-z][^.]{9,80}$/);
      expect(why, id).toMatch(/^[A-Z].{99,}[.)]$/);
      expect(why, id).not.toContain('\n');
    }
  });
});

describe.each(LINT_RULES)('$id', (rule) => {
  it('is what its bad example reports, and nothing else', () => {
    const { findings, others } = lint(rule.bad);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set([rule.id]));
    expect(others.filter(({ severity }) => severity !== 'info')).toEqual([]);
    for (const finding of findings) {
      expect([rule.severity, ...(rule.graveWhen === undefined ? [] : ['error'])]).toContain(finding.severity);
      expect(finding.span?.file).toBe('modelwatch.yaml');
      expect(finding.object?.name).toBeDefined();
      expect(finding.message).toMatch(/^[^\n]*[^.\n]$/);
      expect(Object.keys(finding.data ?? {})).not.toEqual([]);
    }
  });

  it('is silent on its good example, and so is every other rule', () => {
    const { printed, others } = lint(rule.good);
    expect(printed).toBe('0 errors, 0 warnings\n');
    expect(others.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
