import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildManifest, mergeManifest, parseManifest, printManifest } from '../../src/output/manifest.ts';
import { manifestOf } from './helpers.ts';

const SAMPLE = buildManifest('fraud', '0.1.0', [
  {
    path: 'prod/prometheus/rules.yml',
    text: 'groups: []\n',
    sources: [
      { object: 'SLO/fraud-latency', at: 'models/fraud/slos.yaml:31' },
      { object: 'SLO/fraud-availability', at: 'models/fraud/slos.yaml:12' },
      { object: 'SLO/fraud-latency', at: 'models/fraud/slos.yaml:31' },
    ],
  },
  { path: 'prod/alertmanager/alertmanager.yml', text: 'ü\n', sources: [] },
]);

describe('printManifest', () => {
  it('prints one fact a line, files and sources sorted', () => {
    expect(printManifest(SAMPLE)).toMatchInlineSnapshot(`
      "{
        "format": "modelwatch-manifest/1",
        "project": "fraud",
        "compiler": "0.1.0",
        "files": [
          {
            "path": "prod/alertmanager/alertmanager.yml",
            "sha256": "599c7c0c70071ddf9568a4b07213a61a06ddb301f494a3477c69aaf04c1ad1cd",
            "bytes": 3,
            "sources": []
          },
          {
            "path": "prod/prometheus/rules.yml",
            "sha256": "761adf8d97e15214e4da44effe63bc331092f597e3089818d5825c87444b1f27",
            "bytes": 11,
            "sources": [
              { "object": "SLO/fraud-availability", "at": "models/fraud/slos.yaml:12" },
              { "object": "SLO/fraud-latency", "at": "models/fraud/slos.yaml:31" }
            ]
          }
        ]
      }
      "
    `);
  });

  it('gives the same bytes in whatever order the files come', () => {
    const files = ['b', 'a/c', 'a/B', 'ä', 'a-'].map((path) => ({ path, text: path, sources: [] }));
    const expected = printManifest(buildManifest('p', '1', files));
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
        expect(printManifest(buildManifest('p', '1', shuffled))).toBe(expected);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});

describe('parseManifest', () => {
  it('reads back what was printed', () => {
    const name = fc.stringMatching(/^[a-z"{ü,-]{1,8}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string(), { maxKeys: 5 }), fc.string(), (files, project) => {
        const manifest = manifestOf({ ...files }, project);
        expect(parseManifest(printManifest(manifest))).toEqual({ kind: 'valid', manifest });
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it.each([
    ['an empty file', ''],
    ['other JSON', '{"name": "app"}'],
    ['a list', '[]'],
    ['another format', printManifest(SAMPLE).replace('modelwatch-manifest/1', 'modelwatch-manifest/2')],
    ['NUL bytes', '\u0000'.repeat(100)],
  ])('takes %s for a file of somebody else', (_, text) => {
    expect(parseManifest(text)).toEqual({ kind: 'foreign' });
  });

  it('never throws, and never takes a part for the whole', () => {
    const text = printManifest(SAMPLE);
    for (let end = 0; end < text.trimEnd().length; end += 1) {
      expect(parseManifest(text.slice(0, end)).kind).not.toBe('valid');
    }
  });

  it('tells what is left of a manifest that was cut short', () => {
    const text = printManifest(SAMPLE);
    expect(parseManifest(text.slice(0, text.indexOf('"bytes": 11')))).toEqual({
      kind: 'broken',
      reason: 'it is not JSON',
      paths: ['prod/alertmanager/alertmanager.yml', 'prod/prometheus/rules.yml'],
    });
  });

  it('takes the paths of both sides of a merge conflict', () => {
    const text = printManifest(SAMPLE).replace(
      '      "path": "prod/prometheus/rules.yml",',
      [
        '<<<<<<< HEAD',
        '      "path": "prod/prometheus/rules.yml",',
        '=======',
        '      "path": "prod/prometheus/slo.yml",',
        '>>>>>>> other',
      ].join('\n'),
    );
    expect(parseManifest(text)).toEqual({
      kind: 'broken',
      reason: 'it holds merge conflicts',
      paths: ['prod/alertmanager/alertmanager.yml', 'prod/prometheus/rules.yml', 'prod/prometheus/slo.yml'],
    });
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'a/../../b',
    'a\\\\..\\\\b',
    '.modelwatch-tx/journal.json',
    'MANIFEST.json',
  ])('never takes %s for a file of ours', (path) => {
    const parsed = parseManifest(printManifest(SAMPLE).replace('prod/prometheus/rules.yml', path));
    expect(parsed).toEqual({
      kind: 'broken',
      reason: 'files.1.path: not a path inside the output folder',
      paths: ['prod/alertmanager/alertmanager.yml'],
    });
  });

  it.each([
    ['a hash that is none', (t: string) => t.replace(/"sha256": "[0-9a-f]{4}/, '"sha256": "')],
    ['a negative size', (t: string) => t.replace('"bytes": 11', '"bytes": -1')],
    ['files that are no list', (t: string) => t.replace(/"files": [^]*/, '"files": 3\n}\n')],
  ])('calls one with %s broken', (_, change) => {
    expect(parseManifest(change(printManifest(SAMPLE))).kind).toBe('broken');
  });

  it('refuses a path that is listed twice', () => {
    const text = printManifest(SAMPLE).replace('alertmanager/alertmanager.yml', 'prometheus/rules.yml');
    expect(parseManifest(text)).toMatchObject({ reason: 'it lists prod/prometheus/rules.yml twice' });
  });

  it('keeps __proto__ as a mere name', () => {
    const manifest = manifestOf(JSON.parse('{"__proto__": "x", "constructor": "y"}'));
    expect(parseManifest(printManifest(manifest))).toEqual({ kind: 'valid', manifest });
  });
});

describe('mergeManifest', () => {
  it('keeps the entries outside the scope as they were', () => {
    const previous = manifestOf({ 'prod/prometheus/a': '1', 'prod/alertmanager/b': '1', 'dev/c': '1' });
    const next = manifestOf({ 'prod/prometheus/z': '2' });
    const merged = mergeManifest(previous, next, ['prod/prometheus']);
    expect(merged.files.map((file) => file.path)).toEqual([
      'dev/c',
      'prod/alertmanager/b',
      'prod/prometheus/z',
    ]);
    expect(mergeManifest(previous, next, 'all')).toEqual(next);
    expect(mergeManifest(undefined, next, ['prod'])).toEqual(next);
  });
});
