import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/diagnostics/catalogue.ts';
import { catalogueAnchor, renderCatalogue } from '../../src/diagnostics/render-catalogue.ts';
import { LINT_RULES } from '../../src/lint/registry.ts';

const entry = {
  code: 'metrics/no-label',
  title: 'metric without a label',
  exit: 'invalid-spec',
  explain: 'A `<label>` of feature_set is [not] named: 2 * 3 < 7.',
} as const;
const rule = {
  id: 'metrics/duplicate',
  severity: 'warning',
  title: 'two of one kind',
  why: 'One of `them` is too many.',
} as const;

describe('renderCatalogue', () => {
  it('prints entries and rules together, by group and code', () => {
    const text = renderCatalogue([{ ...entry, code: 'unit/date' }, entry], [rule]);
    expect(text.slice(text.indexOf('## '))).toMatchInlineSnapshot(`
      "## metrics

      ### metrics/duplicate

      **Two of one kind.** A lint finding: warning. [Examples](lint.md#metricsduplicate)

      One of \`them\` is too many.

      ### metrics/no-label

      **Metric without a label.** The specs are refused: exit code 2.

      A \`<label>\` of feature\\_set is \\[not\\] named: 2 \\* 3 \\< 7.

      ## unit

      ### unit/date

      **Metric without a label.** The specs are refused: exit code 2.

      A \`<label>\` of feature\\_set is \\[not\\] named: 2 \\* 3 \\< 7.
      "
    `);
  });

  it('does not depend on the order of the lists', () => {
    expect(renderCatalogue(CATALOGUE.toReversed(), LINT_RULES.toReversed())).toBe(
      renderCatalogue(CATALOGUE, LINT_RULES),
    );
  });

  it('has a heading for every code, where its anchor leads', () => {
    const anchors = [...renderCatalogue(CATALOGUE, LINT_RULES).matchAll(/^### (.+)$/gm)].map(
      ([, heading = '']) =>
        // What GitHub makes of a heading: lower case, without punctuation but `-` and `_`.
        heading.toLowerCase().replace(/[^a-z0-9_-]/g, ''),
    );
    const codes = [...CATALOGUE.map(({ code }) => code), ...LINT_RULES.map(({ id }) => id)];
    expect(anchors.toSorted()).toEqual(codes.map(catalogueAnchor).toSorted());
    expect(new Set(anchors).size).toBe(codes.length);
  });
});
