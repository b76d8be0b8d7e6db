import { describe, expect, it } from 'vitest';
import { amtool } from '../../src/readers/amtool.ts';
import { promtool } from '../../src/readers/promtool.ts';
import type { ReadableFile } from '../../src/readers/reader.ts';

const file = (path: string, text: string): ReadableFile => ({ path, text, prefix: [] });

const RULES = `groups:
  - name: g1
    rules:
      - record: a:b
        expr: up
  - name: g2
    rules:
      - record: c:d
        expr: up
      - alert: Y
        expr: up
`;
const A = file('rules/a.yaml', RULES);
const B = file(
  'rules/b.yaml',
  'groups:\n  - name: g\n    rules:\n      - record: x:y\n        expr: a\n      - record: x:y\n        expr: b\n',
);
const CONFIG = file('prometheus.yml', 'global:\n  scrape_interval: 30z\n');

// What the real programs write, line for line, into standard output and standard error.
describe('complaints of promtool', () => {
  it.each([
    [
      'a place and a rule',
      'rules/a.yaml: 8:15: group "g2", rule 1, "c:d": could not parse expression: 1:5: parse error: unclosed left parenthesis',
      {
        path: 'rules/a.yaml',
        line: 8,
        pointer: ['groups', 1, 'rules', 0],
        message: 'could not parse expression: 1:5: parse error: unclosed left parenthesis',
      },
    ],
    [
      'two places and a rule',
      `rules/a.yaml: 8:17: 4:16: group "g1", rule 1, "a:b": only one of 'record' and 'alert' must be set`,
      {
        path: 'rules/a.yaml',
        line: 8,
        pointer: ['groups', 0, 'rules', 0],
        message: "only one of 'record' and 'alert' must be set",
      },
    ],
    [
      'a rule without a place',
      'rules/a.yaml: group "g2", rule 2, "Y": annotation "summary": template: __alert_Y:1: unclosed action',
      {
        path: 'rules/a.yaml',
        pointer: ['groups', 1, 'rules', 1],
        quoted: 'summary',
        message: 'annotation "summary": template: __alert_Y:1: unclosed action',
      },
    ],
    [
      'a place that is none',
      'rules/a.yaml: 0:0: groupname: "g1" is repeated in the same file',
      { path: 'rules/a.yaml', quoted: 'g1', message: 'groupname: "g1" is repeated in the same file' },
    ],
    [
      'a value without a place',
      'rules/a.yaml: unknown unit "x" in duration "5x"',
      { path: 'rules/a.yaml', quoted: '5x', message: 'unknown unit "x" in duration "5x"' },
    ],
    [
      'a line of the YAML',
      'rules/b.yaml: yaml: line 2: did not find expected node content',
      { path: 'rules/b.yaml', line: 2, message: 'yaml: line 2: did not find expected node content' },
    ],
    [
      'the server’s configuration',
      '  FAILED: parsing YAML file prometheus.yml: unknown unit "z" in duration "30z"',
      { path: 'prometheus.yml', quoted: '30z', message: 'unknown unit "z" in duration "30z"' },
    ],
  ])('with %s', (_, line, complaint) => {
    const output = `Checking rules/a.yaml\n  FAILED:\n${line}\n`;
    expect(promtool.complaints(output, [A, B, CONFIG])).toEqual([complaint]);
  });

  it('that follow each other below a file are about that file', () => {
    const output =
      '  FAILED:\nrules/a.yaml: yaml: unmarshal errors:\n  line 3: field unknown not found in type rulefmt.RuleGroup\n  line 11: cannot unmarshal !!str `x` into int\nrules/b.yaml: yaml: unmarshal errors:\n  line 2: field other not found in type rulefmt.RuleGroup\n';
    expect(promtool.complaints(output, [A, B])).toEqual([
      { path: 'rules/a.yaml', line: 3, message: 'field unknown not found in type rulefmt.RuleGroup' },
      { path: 'rules/a.yaml', line: 11, message: 'cannot unmarshal !!str `x` into int' },
      { path: 'rules/b.yaml', line: 2, message: 'field other not found in type rulefmt.RuleGroup' },
    ]);
  });

  it('of the lint are about the file that records the same twice', () => {
    const output =
      'Checking rules/a.yaml\nChecking rules/b.yaml\n  FAILED:\nlint error 1 duplicate rule(s) found.\nMetric: x:y\nLabel(s):\nMight cause inconsistency while recording expressions\n';
    expect(promtool.complaints(output, [A, B])).toEqual([
      { path: 'rules/b.yaml', quoted: 'x:y', message: 'two rules record x:y with the same labels' },
    ]);
  });

  it('are none in what it logs, nor about files that it was not given', () => {
    const output =
      'Checking rules/a.yaml\n  SUCCESS: 3 rules found\ntime=2026-11-25T03:53:57.237Z level=WARN source=rulefmt.go:369 msg="Multiple document yaml rules files are not supported"\nrules/z.yaml: unknown unit\npromtool: error: path does not exist, try --help\n';
    expect(promtool.complaints(output, [A, B])).toEqual([]);
  });
});

describe('complaints of amtool', () => {
  const AM = file('alertmanager.yml', 'route:\n  receiver: a\n');
  const told = (line: string) =>
    amtool.complaints(
      `Checking 'alertmanager.yml'  FAILED: ${line}\n\namtool: error: failed to validate 1 file(s)\n`,
      [AM],
    );

  it.each([
    ['undefined receiver "team/x" used in route', { quoted: 'team/x' }],
    ['notification config name "a" is not unique', { quoted: 'a' }],
    ['unknown unit "x" in duration "5x"', { quoted: '5x' }],
    ['error parsing regexp: missing closing ): `^(?:()$`', { quoted: '(' }],
    ['unknown time zone Europe/Lodnon', { quoted: 'Europe/Lodnon' }],
    ["couldn't parse timestamp 25:00, invalid format", { quoted: '25:00' }],
    ['no global SMTP smarthost set', {}],
    ['yaml: line 1: did not find expected node content', { line: 1 }],
  ])('%s', (message, clue) => {
    expect(told(message)).toEqual([{ path: 'alertmanager.yml', message, ...clue }]);
  });

  it('in a list are one each', () => {
    expect(
      told(
        'yaml: unmarshal errors:\n  line 3: field bogus not found in type config.plain\n  line 7: field chanel not found in type config.plain',
      ),
    ).toEqual([
      { path: 'alertmanager.yml', line: 3, message: 'field bogus not found in type config.plain' },
      { path: 'alertmanager.yml', line: 7, message: 'field chanel not found in type config.plain' },
    ]);
  });

  it('are none in a warning', () => {
    const output = `Checking 'alertmanager.yml'  SUCCESS\nFound:\n - global config\n`;
    expect(amtool.complaints(output, [AM])).toEqual([]);
  });
});

describe('what is given to the programs', () => {
  it('a PrometheusRule is opened, other resources are not for promtool', () => {
    const rule = {
      path: 'rules/a.yaml',
      text: 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups: []\n',
    };
    const pods = {
      path: 'scrape/a.yaml',
      text: 'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nspec: {}\n',
    };
    const scrape = {
      path: 'scrape/b.yaml',
      text: 'apiVersion: monitoring.coreos.com/v1alpha1\nkind: ScrapeConfig\nspec: {}\n',
    };
    expect(promtool.prepare([rule, pods, scrape, { path: 'README.md', text: 'x' }])).toEqual([
      { path: 'rules/a.yaml', text: 'groups: []\n', prefix: ['spec'] },
    ]);
  });

  it('amtool reads a whole configuration only', () => {
    const own = { path: 'alertmanager.yml', text: 'route: {}\n' };
    expect(amtool.prepare([own, { path: 'notes.md', text: '' }])).toEqual([{ ...own, prefix: [] }]);
    expect(amtool.prepare([])).toEqual([]);
  });

  it('rules in one call, the configuration in another', () => {
    expect(promtool.commands([A, B, CONFIG])).toEqual([
      ['check', 'rules', '--lint=all', '--lint-fatal', 'rules/a.yaml', 'rules/b.yaml'],
      ['check', 'config', '--syntax-only', 'prometheus.yml'],
    ]);
    expect(promtool.commands([])).toEqual([]);
  });
});
