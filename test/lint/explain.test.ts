import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/diagnostics/catalogue.ts';
import { NOT_RULES } from '../../src/lint/catalogue-ids.ts';
import { explain, explanationText, similarIds } from '../../src/lint/explain.ts';
import { LINT_RULES } from '../../src/lint/registry.ts';
import { renderLintDocs } from '../../src/lint/render-docs.ts';

describe('what an id means', () => {
  it('is known of every rule, every code and every planned rule', () => {
    for (const { id } of LINT_RULES) expect(explain(id)?.what).toBe('rule');
    for (const { code } of CATALOGUE) expect(explain(code)).toMatchObject({ what: 'finding' });
    for (const id of Object.keys(NOT_RULES)) expect(explain(id)).toMatchObject({ what: 'not-built' });
    expect(explain('slo/nothing')).toBeUndefined();
  });

  it('is told with examples, the level, and how to suppress it', () => {
    const rule = explain('slo/too-few-events');
    expect(rule).toBeDefined();
    const text = rule ? explanationText(rule, 'error') : '';
    expect(text.split('\n').slice(0, 3)).toEqual([
      'slo/too-few-events  (warning; in this project: error)',
      '',
      'Too few events for the objective or its alerts.',
    ]);
    expect(text).toContain('\nReported:\n\n    apiVersion: modelwatch/v1alpha1\n');
    expect(text).toContain('\nMended:\n');
    expect(text).toContain('# modelwatch-disable-next-line slo/too-few-events');
    expect(text.split('\n').every((line) => line.length <= 130)).toBe(true);
  });

  it('is told of what is no rule, without examples', () => {
    const entry = explain('slo/unreachable-burn-rate');
    expect(entry && explanationText(entry, undefined)).not.toContain('Reported');
    const planned = explain('slo/objective-100');
    expect(planned?.toldBy).toBe('unit/objective');
    expect(planned && explanationText(planned, undefined)).toContain('(unit/objective)');
  });

  it('suggests what looks alike', () => {
    expect(similarIds('slo/to-few-event')).toEqual(['slo/too-few-events']);
  });
});

describe('the page of lint rules', () => {
  const page = renderLintDocs(LINT_RULES);

  it('has a section for each rule, by id, whatever the order of the list', () => {
    const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
    expect(headings).toEqual(LINT_RULES.map(({ id }) => id).toSorted());
    expect(renderLintDocs(LINT_RULES.toReversed())).toBe(page);
  });

  it('says of each planned rule that is none why', () => {
    for (const id of Object.keys(NOT_RULES)) expect(page).toContain(`\n| ${id} | `);
    expect(page).toContain(
      '| slo/unreachable-burn-rate | [slo/unreachable-burn-rate](diagnostics.md#slounreachable-burn-rate) |',
    );
  });
});
