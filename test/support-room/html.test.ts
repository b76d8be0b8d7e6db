import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, scriptJson, text } from '../../src/support/html.ts';

describe('HTML around texts of users', () => {
  it('shows a text as it was written', () => {
    expect(text(`<b title="x">R&D's</b>\0`)).toBe(
      '&lt;b title=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/b&gt;\ufffd',
    );
    const items = ['a', '<'].map((each) => html`<li>${text(each)}</li>`);
    expect(html`<ul>${items}</ul>${1}`).toBe('<ul><li>a</li><li>&lt;</li></ul>1');
  });

  it('puts data into a script element that nothing in them ends, and that reads back', () => {
    const hostile = fc.anything({
      withNullPrototype: false,
      values: [fc.constant('</script>'), fc.constant('<!--'), fc.string()],
    });
    fc.assert(
      fc.property(hostile, (data) => {
        const json = JSON.stringify({ data });
        const written = scriptJson({ data });
        expect(written).not.toContain('<');
        expect(JSON.parse(written)).toEqual(JSON.parse(json));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
