import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppressionComments } from '../../src/lint/comments.ts';
import { LINT_RULES } from '../../src/lint/registry.ts';

const commentsOf = (text: string) => suppressionComments({ path: 'a.yaml', text });

const COMMENT = '# modelwatch-disable-file slo/duplicate reason="x"';

describe('suppressing comments of a file', () => {
  it('are read with everything that they say', () => {
    const text = `a: 1\n  #   modelwatch-disable-next-line slo/duplicate, alert/no-for,slo/duplicate until=2026-12-31 reason='it "is" so'\r\n\r\n# more\nb: 2\n`;
    const [comment] = commentsOf(text);
    expect(comment).toMatchObject({
      ids: ['slo/duplicate', 'alert/no-for'],
      until: '2026-12-31',
      reason: 'it "is" so',
      line: 5,
      span: { start: { line: 2, column: 3 } },
    });
  });

  it('may have quotes, blanks and other alphabets in their reason', () => {
    const reason = (text: string) => {
      const [comment] = commentsOf(`# modelwatch-disable-line slo/duplicate reason=${text}\n`);
      return comment && 'reason' in comment ? comment.reason : undefined;
    };
    expect(reason('"he said \\"no\\""')).toBe('he said "no"');
    expect(reason('"пока так 🙂"')).toBe('пока так 🙂');
    expect(reason('pilot')).toBe('pilot');
    expect(reason('"  "')).toBeUndefined();
  });

  it('are found wherever YAML allows a comment, and at their place', () => {
    for (const text of [
      `${COMMENT}\n`,
      `\uFEFF${COMMENT}\na: 1\n`,
      `a: 1\n---\n${COMMENT}\nb: 2\n`,
      `a: [1, ${COMMENT}\n  2]\n`,
      `a: |  ${COMMENT}\n  text\n`,
      `a: "x" ${COMMENT}`,
      `a:\n  - b\n  ${COMMENT}\n  - c\n`,
      `a: |\n  text\n${COMMENT}\nb: 1\n`,
    ]) {
      const [comment, ...others] = commentsOf(text);
      expect(others).toEqual([]);
      expect(text.slice(comment?.span.start.offset, comment?.span.end.offset), text).toBe(COMMENT);
    }
  });

  it('are nothing that is text to YAML', () => {
    for (const text of [
      `a: "${COMMENT.replaceAll('"', "'")}"\n`,
      `a: '${COMMENT}'\n`,
      `a: |\n  ${COMMENT}\n  more\n`,
      `a: >-\n  ${COMMENT}\n`,
      `a: b${COMMENT}\n`,
      `a: "first\n  ${COMMENT.replaceAll('"', "'")}\n  last"\n`,
    ])
      expect(commentsOf(text), text).toEqual([]);
  });

  it('stand where they are found, in any text whatever', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        COMMENT,
        '# modelwatch-disable',
        '"',
        "'",
        '|\n',
        '>\n ',
        '[',
        '{',
        '- ',
        ': ',
        '\n',
        '---\n',
        ' #',
        '\t',
        '\r\n',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const { span } of commentsOf(text)) {
          const found = text.slice(span.start.offset, span.end.offset);
          expect(found.replace(/^#+\s*/, '').startsWith('modelwatch-disable')).toBe(true);
          expect(found).not.toContain('\n');
        }
      }),
      { seed: 6, numRuns: 2000 },
    );
  });

  it('are found in the examples of all rules, whatever line they are put in', () => {
    for (const { bad } of LINT_RULES) {
      const lines = bad.split('\n');
      for (let at = 0; at < lines.length; at += 3) {
        const text = lines.toSpliced(at, 0, COMMENT).join('\n');
        expect(commentsOf(text)).toMatchObject([{ ids: ['slo/duplicate'], reason: 'x' }]);
      }
    }
  });
});
