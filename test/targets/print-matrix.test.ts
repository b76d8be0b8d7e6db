import { describe, expect, it } from 'vitest';
import { CONSTRUCTS } from '../../src/plan/constructs.ts';
import { capabilitiesOf, FULL, withOption } from '../../src/targets/capability.ts';
import type { Described } from '../../src/targets/matrix.ts';
import { printMatrix, printTargets, renderTargets } from '../../src/targets/print-matrix.ts';
import { targets } from '../../src/targets/registry.ts';

const PAPER: Described = {
  name: 'paper',
  description: 'letters',
  capabilities: capabilitiesOf({
    'measure/ago': { support: 'none', why: 'paper keeps no past', instead: 'Keep a copy.' },
    'measure/raw': { support: 'approximated', how: 'a picture of it' },
    'recipient/email': FULL,
  }),
};
const SMOKE: Described = {
  name: 'smoke',
  description: 'signs',
  capabilities: capabilitiesOf({ 'route/first-level': FULL }),
  onlyWhenAsked: true,
};
const TWO = [PAPER, SMOKE];

function linesOf(text: string): string[] {
  return text.split('\n');
}

/** Marks of a row of the table, blank ones as empty. */
function row(text: string, title: string, columns: readonly number[]): string[] {
  const line = linesOf(text).find((each) => each.startsWith(title)) ?? '';
  return columns.map((column) => line.slice(column, column + 5).trim());
}

describe('the list', () => {
  it('tells what each renders, and when', () => {
    expect(printTargets(TWO, 'text')).toBe(
      'paper  letters (by default)\nsmoke  signs (only if the project names it under targets)\n',
    );
    expect(JSON.parse(printTargets(TWO, 'json'))).toEqual({
      targets: [
        { name: 'paper', description: 'letters', byDefault: true },
        { name: 'smoke', description: 'signs', byDefault: false },
      ],
    });
    expect(printTargets(TWO, 'markdown')).toContain('| `paper` | letters | by default |\n');
  });
});

describe('the matrix as text', () => {
  const text = printMatrix(TWO, 'text');
  const [head = ''] = linesOf(text);
  const columns = ['paper', 'smoke'].map((name) => head.indexOf(name));

  it('marks what each does', () => {
    expect(row(text, 'a measure some time ago', columns)).toEqual(['–', '']);
    expect(row(text, "a user's own", columns)).toEqual(['~', '']);
    expect(row(text, 'telling by e-mail', columns)).toEqual(['✓', '']);
    expect(row(text, 'telling people at once', columns)).toEqual(['', '✓']);
  });

  it('says below how and why, of those that have something to say', () => {
    expect(text.slice(text.indexOf('✓ as asked'))).toBe(
      [
        '✓ as asked, ~ otherwise than asked, – left out, in brackets: only with an option, blank: not what the target is for',
        '',
        'paper',
        '  – a measure some time ago (same hour last week): paper keeps no past. Keep a copy.',
        "  ~ a user's own PromQL query: a picture of it",
        '',
      ].join('\n'),
    );
  });

  it('puts in brackets what an option brings, and names the option', () => {
    const steam: Described = {
      name: 'steam',
      description: 'whistles',
      capabilities: capabilitiesOf(
        withOption('boiler: true', {
          'route/first-level': FULL,
          'recipient/slack': { support: 'approximated', how: 'a whistle' },
        }),
      ),
    };
    const own = printMatrix([steam], 'text');
    expect(own).toMatch(/^telling people at once +\(✓\)$/m);
    expect(own).toMatch(/^telling Slack +\(~\)$/m);
    expect(own).toContain('  ✓ with boiler: true: telling people at once\n');
    expect(own).toContain('  ~ telling Slack: with boiler: true, a whistle\n');
    expect(printMatrix([steam], 'markdown')).toContain('- With `boiler: true`: telling people at once.\n');
  });

  it('has every construct once', () => {
    for (const title of Object.values(CONSTRUCTS)) {
      const rows = linesOf(text).filter((line) => line === title || line.startsWith(`${title}  `));
      expect(rows, title).toHaveLength(1);
    }
  });

  it('fits 120 columns, with ours and with many more', () => {
    const many = Array.from('abcdefgh').map((letter) => ({ ...PAPER, name: letter.repeat(20) }));
    for (const each of [targets, many]) {
      const printed = printMatrix(each, 'text');
      expect(Math.max(...linesOf(printed).map((line) => line.length))).toBeLessThanOrEqual(120);
      for (const { name } of each) expect(printed).toContain(name);
    }
    // Three fit beside the titles.
    const heads = linesOf(printMatrix(many, 'text')).filter((line) => /^ {40,}[a-h]{20}/.test(line));
    expect(heads.map((line) => line.trim().split(/\s+/).length)).toEqual([3, 3, 2]);
  });
});

describe('the matrix as data and as a page', () => {
  it('holds each target under each construct', () => {
    const { constructs } = JSON.parse(printMatrix(TWO, 'json')) as {
      constructs: { construct: string; title: string; targets: object }[];
    };
    expect(constructs.map(({ construct, title }) => [construct, title])).toEqual(Object.entries(CONSTRUCTS));
    expect(constructs.find(({ construct }) => construct === 'measure/ago')?.targets).toEqual({
      paper: { support: 'none', why: 'paper keeps no past', instead: 'Keep a copy.' },
      smoke: { support: 'elsewhere' },
    });
  });

  it('has rows of equal length, and a section of each target with limits', () => {
    const page = renderTargets(TWO);
    expect(page).toContain("| a user's own PromQL query (`measure/raw`) | ~ |  |\n");
    expect(page).toContain(
      "## paper\n\n- Not: a measure some time ago (same hour last week). Paper keeps no past. Keep a copy.\n- Otherwise: a user's own PromQL query. A picture of it.\n",
    );
    expect(page).not.toContain('## smoke');
    const rows = linesOf(renderTargets(targets)).filter((line) => /\(`[\w/-]+`\) \|/.test(line));
    expect(rows).toHaveLength(Object.keys(CONSTRUCTS).length);
    for (const line of rows) expect(line.split(' | ')).toHaveLength(targets.length + 1);
  });
});
