import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { type Format, PRINTERS } from '../../src/diagnostics/print/formats.ts';
import { type PrintContext, shownFile } from '../../src/diagnostics/print/printer.ts';
import { CHANNELS, FINDINGS, SLOS, spanOfText, TEXTS } from './helpers.ts';

const context: PrintContext = {
  texts: TEXTS,
  summary: { objects: 46 },
  color: false,
  docsUrl: (code) => (code.startsWith('yaml/') ? undefined : `https://modelwatch.example/codes/${code}`),
  describe: (code) =>
    code.startsWith('metrics/')
      ? { title: 'threshold is no bucket', explain: 'Why {it} matters.' }
      : undefined,
};
const print = (
  format: Format,
  findings: readonly Diagnostic[] = FINDINGS,
  more: Partial<PrintContext> = {},
) => PRINTERS[format](findings, { ...context, ...more });

describe('pretty', () => {
  test('every sort of finding', () => {
    expect(print('pretty')).toMatchInlineSnapshot(`
      "error  file/unreadable
         the folder "models/locked" cannot be read: permission denied (EACCES)
         Nothing is rendered from a part of the specs. Grant access, or exclude the folder.
      channels.yaml:3:13  error  secret/plain-text
         2 |   slack:
         3 |     apiUrl: ••••••
           |             ^^^^^^ a secret stands here in plain text
         Write apiUrlFile, and put the URL into that file.
      channels.yaml:4:14  warning  schema/wrong-type  (dev, prod)
         3 |     apiUrl: ••••••
         4 |     channel: "#risk"
           |              ^^^^^^^ a channel without "#" is
         more usual
      models/slos.yaml:6:36  error  metrics/threshold-not-a-bucket
         5 |   model: fraud-detector
         6 |   sli: { type: latency, threshold: 200ms }
           |                                    ^^^^^ 0.2 is not a bucket of model_prediction_latency_seconds
         expected: one of the buckets
         Buckets near it: 0.1, 0.25. Use 250ms, or add 0.2 to metrics.latency.buckets.
         models/slos.yaml:7:14  the objective that needs it
         7 |   objective: 99%
           |              ^^^
      gone, or: "100%" é.yaml:3:1  info  yaml/syntax
         a remark: 100%, with \\x1b[31mcolour\\x1b[0m and \\u202ereversed
      3 errors, 1 warning, 1 remark in 46 objects
      "
    `);
  });

  test('of the same warning for hundreds of objects, all but the first ten as a line each', () => {
    const warnings = Array.from(
      { length: 300 },
      (_, index): Diagnostic => ({
        code: 'schema/wrong-type',
        severity: 'warning',
        message: `number ${index}`,
        hint: 'What to do.',
        span: spanOfText(SLOS, '99%', 'models/slos.yaml'),
      }),
    );
    const printed = print('pretty', warnings).split('\n');
    expect(printed.filter((line) => line.includes('What to do.'))).toHaveLength(10);
    expect(printed[10 * 5]).toBe('models/slos.yaml:7:14  warning  schema/wrong-type  number 10');
    for (const { message } of warnings) expect(printed.some((line) => line.endsWith(message))).toBe(true);
    expect(printed).toHaveLength(10 * 5 + 290 + 2);
  });

  test('of the same error for hundreds of objects, each with all that belongs to it', () => {
    const errors = Array.from(
      { length: 30 },
      (): Diagnostic => ({
        code: 'schema/wrong-type',
        severity: 'error',
        message: 'wrong',
        hint: 'What to do.',
      }),
    );
    expect(print('pretty', errors).split('What to do.')).toHaveLength(31);
  });

  test('with colour, the words stay the same', () => {
    const colored = print('pretty', FINDINGS, { color: true });
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(print('pretty'));
    expect(colored.split('\n').slice(-11).join('\n')).toMatchInlineSnapshot(`
      "   6 |   sli: { type: latency, threshold: 200ms }
           |                                    [31m^^^^^[39m 0.2 is not a bucket of model_prediction_latency_seconds
         expected: one of the buckets
         Buckets near it: 0.1, 0.25. Use 250ms, or add 0.2 to metrics.latency.buckets.
         models/slos.yaml:7:14  the objective that needs it
         7 |   objective: 99%
           |              [2m^^^[22m
      [1mgone, or: "100%" é.yaml:3:1[22m  [36minfo[39m  [2myaml/syntax[22m
         a remark: 100%, with \\x1b[31mcolour\\x1b[0m and \\u202ereversed
      3 errors, 1 warning, 1 remark in 46 objects
      "
    `);
  });

  test('the summary counts, without remarks when there are none', () => {
    expect(print('pretty', [], { summary: { objects: 1 } })).toBe('0 errors, 0 warnings in 1 object\n');
    const { summary: _, ...bare } = context;
    expect(PRINTERS.pretty([], bare)).toBe('0 errors, 0 warnings\n');
    expect(print('pretty', FINDINGS.slice(3)).split('\n').at(-2)).toBe(
      '1 error, 0 warnings, 1 remark in 46 objects',
    );
  });

  test('a secret is not shown in the frame of another finding either', () => {
    const [, secret] = FINDINGS;
    const neighbour: Diagnostic = {
      code: 'x/y',
      severity: 'error',
      message: 'near a secret',
      span: spanOfText(CHANNELS, 'channel: "#risk"', 'channels.yaml'),
      related: [{ message: 'on its line', span: spanOfText(CHANNELS, 'apiUrl', 'channels.yaml') }],
    };
    for (const format of ['pretty', 'json', 'sarif', 'github'] as const) {
      expect(print(format, secret === undefined ? [] : [secret, neighbour])).not.toContain('s3cr3t');
      expect(print(format, FINDINGS)).not.toContain('s3cr3t');
    }
    expect(print('pretty', [neighbour])).toContain('s3cr3t');
  });

  test('files are named from where the reader stands', () => {
    expect(print('pretty', FINDINGS.slice(3, 4), { root: 'examples/fraud/' })).toContain(
      'examples/fraud/models/slos.yaml:6:36  error  metrics/threshold-not-a-bucket\n   5 |',
    );
  });

  test('a file outside of the project is not named by way of it', () => {
    const context = (root: string): PrintContext => ({ texts: new Map(), color: false, root });
    expect(shownFile('../../am.yml', context('examples/fraud/'))).toBe('am.yml');
    expect(shownFile('../../../am.yml', context('../fraud/'))).toBe('../../../am.yml');
    expect(shownFile('../am.yml', context(''))).toBe('../am.yml');
  });
});

describe('json', () => {
  test('every sort of finding', () => {
    expect(print('json')).toMatchInlineSnapshot(`
      "{
        "findings": [
          {
            "data": {
              "path": "models/locked"
            },
            "docs": "https://modelwatch.example/codes/file/unreadable",
            "hint": "Nothing is rendered from a part of the specs. Grant access, or exclude the folder.",
            "message": "the folder \\"models/locked\\" cannot be read: permission denied (EACCES)",
            "ruleId": "file/unreadable",
            "severity": "error"
          },
          {
            "docs": "https://modelwatch.example/codes/secret/plain-text",
            "file": "channels.yaml",
            "hint": "Write apiUrlFile, and put the URL into that file.",
            "message": "a secret stands here in plain text",
            "range": {
              "end": {
                "column": 51,
                "line": 3,
                "offset": 69
              },
              "start": {
                "column": 13,
                "line": 3,
                "offset": 31
              }
            },
            "redact": true,
            "ruleId": "secret/plain-text",
            "severity": "error"
          },
          {
            "docs": "https://modelwatch.example/codes/schema/wrong-type",
            "env": [
              "dev",
              "prod"
            ],
            "file": "channels.yaml",
            "message": "a channel without \\"#\\" is\\nmore usual",
            "range": {
              "end": {
                "column": 21,
                "line": 4,
                "offset": 90
              },
              "start": {
                "column": 14,
                "line": 4,
                "offset": 83
              }
            },
            "ruleId": "schema/wrong-type",
            "severity": "warning"
          },
          {
            "data": {
              "buckets": [
                0.1,
                0.25,
                "Infinity"
              ],
              "threshold": 0.2
            },
            "docs": "https://modelwatch.example/codes/metrics/threshold-not-a-bucket",
            "expected": "one of the buckets",
            "field": "spec.sli.threshold",
            "file": "models/slos.yaml",
            "hint": "Buckets near it: 0.1, 0.25. Use 250ms, or add 0.2 to metrics.latency.buckets.",
            "message": "0.2 is not a bucket of model_prediction_latency_seconds",
            "object": {
              "kind": "SLO",
              "name": "fraud-latency"
            },
            "range": {
              "end": {
                "column": 41,
                "line": 6,
                "offset": 146
              },
              "start": {
                "column": 36,
                "line": 6,
                "offset": 141
              }
            },
            "related": [
              {
                "file": "models/slos.yaml",
                "message": "the objective that needs it",
                "range": {
                  "end": {
                    "column": 17,
                    "line": 7,
                    "offset": 165
                  },
                  "start": {
                    "column": 14,
                    "line": 7,
                    "offset": 162
                  }
                }
              }
            ],
            "ruleId": "metrics/threshold-not-a-bucket",
            "severity": "error",
            "suggestions": [
              "250ms",
              "100ms"
            ]
          },
          {
            "file": "gone, or: \\"100%\\" é.yaml",
            "message": "a remark: 100%, with \\u001b[31mcolour\\u001b[0m and \\u202ereversed",
            "range": {
              "end": {
                "column": 4,
                "line": 3,
                "offset": 5
              },
              "start": {
                "column": 1,
                "line": 3,
                "offset": 2
              }
            },
            "ruleId": "yaml/syntax",
            "severity": "info"
          }
        ],
        "summary": {
          "errors": 3,
          "infos": 1,
          "objects": 46,
          "warnings": 1
        },
        "version": 1
      }
      "
    `);
  });

  test('no run, no objects counted', () => {
    const { summary: _, ...bare } = context;
    expect(JSON.parse(PRINTERS.json([], bare))).toEqual({
      version: 1,
      findings: [],
      summary: { errors: 0, warnings: 0, infos: 0 },
    });
  });
});

describe('github', () => {
  test('every sort of finding', () => {
    expect(print('github')).toMatchInlineSnapshot(`
      "::error title=file/unreadable::the folder "models/locked" cannot be read: permission denied (EACCES)%0ANothing is rendered from a part of the specs. Grant access, or exclude the folder.
      ::error file=channels.yaml,line=3,endLine=3,col=13,endColumn=51,title=secret/plain-text::a secret stands here in plain text%0AWrite apiUrlFile, and put the URL into that file.
      ::warning file=channels.yaml,line=4,endLine=4,col=14,endColumn=21,title=schema/wrong-type::a channel without "#" is%0Amore usual%0Ain dev, prod
      ::error file=models/slos.yaml,line=6,endLine=6,col=36,endColumn=41,title=metrics/threshold-not-a-bucket::0.2 is not a bucket of model_prediction_latency_seconds%0Aexpected: one of the buckets%0ABuckets near it: 0.1, 0.25. Use 250ms, or add 0.2 to metrics.latency.buckets.
      ::notice file=gone%2C or%3A "100%25" é.yaml,line=3,endLine=3,col=1,endColumn=4,title=yaml/syntax::a remark: 100%25, with \\x1b[31mcolour\\x1b[0m and \\u202ereversed
      "
    `);
  });

  test('no text can begin a command of its own', () => {
    const evil: Diagnostic = {
      code: 'x/y',
      severity: 'error',
      message: 'a\n::add-mask::x\r\n%0A::error::y',
      span: { ...spanOfText('ab', 'a'), file: 'a\n::error::,b:c.yaml' },
      env: ['p\n::debug::q'],
    };
    const printed = print('github', [evil]);
    expect(printed.split('\n')).toHaveLength(2);
    expect(printed).toBe(
      '::error file=a\\n%3A%3Aerror%3A%3A%2Cb%3Ac.yaml,line=1,endLine=1,col=1,endColumn=2,title=x/y::a%0A::add-mask::x%0A%250A::error::y%0Ain p\\n::debug::q\n',
    );
  });

  test('nothing to say is nothing printed', () => {
    expect(print('github', [])).toBe('');
  });
});

describe('sarif', () => {
  const schema = createRequire(import.meta.url)(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  ) as Record<string, unknown>;
  // Draft 4 names the schema's address `id`; nothing else in it differs from draft 7. One of its patterns is no Unicode regex.
  const { $schema: _, id: __, ...draft7 } = schema;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile<Log>(draft7);
  const check = (text: string): Log => {
    const log: unknown = JSON.parse(text);
    if (!validate(log)) throw new Error(ajv.errorsText(validate.errors));
    return log;
  };

  test('the schema is the real one: it refuses what is wrong', () => {
    expect(() => check('{"version":"2.1.0"}')).toThrow("must have required property 'runs'");
    expect(() =>
      check('{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"columnKind":"bytes"}]}'),
    ).toThrow('must be equal to one of the allowed values');
    expect(() => check('{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x","helpUri":1}}}]}')).toThrow(
      'must NOT have additional properties',
    );
  });

  test('every sort of finding', () => {
    const printed = print('sarif');
    check(printed);
    expect(printed).toMatchInlineSnapshot(`
      "{
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "runs": [
          {
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {
              "%SRCROOT%": {
                "description": {
                  "text": "The root of the checkout."
                }
              }
            },
            "results": [
              {
                "level": "error",
                "message": {
                  "text": "the folder \\"models/locked\\" cannot be read: permission denied (EACCES)\\nNothing is rendered from a part of the specs. Grant access, or exclude the folder."
                },
                "partialFingerprints": {
                  "modelwatch/v1": "bea8958b5fbcf85e2b1b7228f6f5ac8f:1"
                },
                "properties": {
                  "data": {
                    "path": "models/locked"
                  }
                },
                "ruleId": "file/unreadable",
                "ruleIndex": 0
              },
              {
                "level": "error",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "channels.yaml",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "endColumn": 51,
                        "endLine": 3,
                        "startColumn": 13,
                        "startLine": 3
                      }
                    }
                  }
                ],
                "message": {
                  "text": "a secret stands here in plain text\\nWrite apiUrlFile, and put the URL into that file."
                },
                "partialFingerprints": {
                  "modelwatch/v1": "924e93a08cd962623781f4027627e36b:1"
                },
                "ruleId": "secret/plain-text",
                "ruleIndex": 3
              },
              {
                "level": "warning",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "channels.yaml",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "endColumn": 21,
                        "endLine": 4,
                        "snippet": {
                          "text": "\\"#risk\\""
                        },
                        "startColumn": 14,
                        "startLine": 4
                      }
                    }
                  }
                ],
                "message": {
                  "text": "a channel without \\"#\\" is\\nmore usual"
                },
                "partialFingerprints": {
                  "modelwatch/v1": "2749a4be672c0666506f6f7ef9b66af6:1"
                },
                "properties": {
                  "env": [
                    "dev",
                    "prod"
                  ]
                },
                "ruleId": "schema/wrong-type",
                "ruleIndex": 2
              },
              {
                "level": "error",
                "locations": [
                  {
                    "logicalLocations": [
                      {
                        "fullyQualifiedName": "SLO/fraud-latency#spec.sli.threshold",
                        "kind": "object",
                        "name": "fraud-latency"
                      }
                    ],
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "models/slos.yaml",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "endColumn": 41,
                        "endLine": 6,
                        "snippet": {
                          "text": "200ms"
                        },
                        "startColumn": 36,
                        "startLine": 6
                      }
                    }
                  }
                ],
                "message": {
                  "text": "0.2 is not a bucket of model_prediction_latency_seconds\\nexpected: one of the buckets\\nBuckets near it: 0.1, 0.25. Use 250ms, or add 0.2 to metrics.latency.buckets."
                },
                "partialFingerprints": {
                  "modelwatch/v1": "35e09a9d9a7bbdd37270758625b71d68:1"
                },
                "properties": {
                  "data": {
                    "buckets": [
                      0.1,
                      0.25,
                      "Infinity"
                    ],
                    "threshold": 0.2
                  },
                  "suggestions": [
                    "250ms",
                    "100ms"
                  ]
                },
                "relatedLocations": [
                  {
                    "id": 0,
                    "message": {
                      "text": "the objective that needs it"
                    },
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "models/slos.yaml",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "endColumn": 17,
                        "endLine": 7,
                        "snippet": {
                          "text": "99%"
                        },
                        "startColumn": 14,
                        "startLine": 7
                      }
                    }
                  }
                ],
                "ruleId": "metrics/threshold-not-a-bucket",
                "ruleIndex": 1
              },
              {
                "level": "note",
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": {
                        "uri": "gone%2C%20or%3A%20%22100%25%22%20%C3%A9.yaml",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "region": {
                        "endColumn": 4,
                        "endLine": 3,
                        "startColumn": 1,
                        "startLine": 3
                      }
                    }
                  }
                ],
                "message": {
                  "text": "a remark: 100%, with \\u001b[31mcolour\\u001b[0m and \\u202ereversed"
                },
                "partialFingerprints": {
                  "modelwatch/v1": "15c59c328bd2307e76ccdc6a8abab7d0:1"
                },
                "ruleId": "yaml/syntax",
                "ruleIndex": 4
              }
            ],
            "tool": {
              "driver": {
                "name": "Modelwatch",
                "rules": [
                  {
                    "fullDescription": {
                      "text": "The operating system refused to list a folder or to read a file, mostly for lack of permission, or what is there is not an ordinary file. Nothing is rendered from a part of the specs: alerts of what could not be read would silently vanish."
                    },
                    "helpUri": "https://modelwatch.example/codes/file/unreadable",
                    "id": "file/unreadable",
                    "shortDescription": {
                      "text": "file or folder cannot be read"
                    }
                  },
                  {
                    "fullDescription": {
                      "text": "A classic histogram only knows how many observations were at most each of its bucket bounds. A threshold between two of them cannot be counted: rules that ask for that bucket find no series, and the objective never sees a slow request. Use a bound that exists, or add one to the instrumentation and to \`buckets\`. Native histograms take any threshold."
                    },
                    "helpUri": "https://modelwatch.example/codes/metrics/threshold-not-a-bucket",
                    "id": "metrics/threshold-not-a-bucket",
                    "shortDescription": {
                      "text": "latency threshold between two buckets"
                    }
                  },
                  {
                    "fullDescription": {
                      "text": "A text, a number, a list or a map stands where another is needed. In YAML, quotes make a text of a number (\`tier: \\"1\\"\`), \`[a]\` is a list and \`{{ a: b }}\` a map; only true and false are booleans, yes and on are texts."
                    },
                    "helpUri": "https://modelwatch.example/codes/schema/wrong-type",
                    "id": "schema/wrong-type",
                    "shortDescription": {
                      "text": "value of the wrong type"
                    }
                  },
                  {
                    "fullDescription": {
                      "text": "Specs are committed, reviewed and printed in messages, so a secret in one must be taken as known to everybody: replace it. Specs hold references only: the path of a file (\`secrets/slack-url\`), or \`env:NAME\`. Relative paths are those of the program that reads them. The value is masked in every message."
                    },
                    "helpUri": "https://modelwatch.example/codes/secret/plain-text",
                    "id": "secret/plain-text",
                    "shortDescription": {
                      "text": "secret in a spec"
                    }
                  },
                  {
                    "fullDescription": {
                      "text": "The document cannot be read as YAML 1.2. Only the first error of a document is told, since the others mostly follow from it; the document itself is left out of everything else, so references to its objects are not found either until it is mended."
                    },
                    "id": "yaml/syntax",
                    "shortDescription": {
                      "text": "not valid YAML"
                    }
                  }
                ]
              }
            }
          }
        ],
        "version": "2.1.0"
      }
      "
    `);
  });

  test('no findings are a valid log too', () => {
    expect(check(print('sarif', [])).runs[0]?.results).toEqual([]);
  });

  const prints = (findings: readonly Diagnostic[]) =>
    check(print('sarif', findings)).runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);

  test('a finding keeps its fingerprint when its line moves and its numbers change', () => {
    const moved = FINDINGS.map((finding) => ({
      ...finding,
      ...(finding.span && { span: spanOfText(`\n\n\n   ${SLOS}`, 'sli', finding.span.file) }),
      ...(finding.object && { message: 'other numbers' }),
    }));
    expect(prints(moved)).toEqual(prints(FINDINGS));
  });

  test('fingerprints differ by code, object, field and occurrence', () => {
    const finding = FINDINGS[3] as Diagnostic;
    const variants = [
      finding,
      finding,
      { ...finding, code: 'x/y' },
      { ...finding, field: 'spec' },
      { ...finding, object: { kind: 'Model', name: 'fraud-latency' } },
    ];
    expect(new Set(prints(variants)?.map((print) => print?.['modelwatch/v1'])).size).toBe(variants.length);
  });

  test('any text gives a valid log, and nothing that a terminal would act upon', () => {
    const text = fc.string({ unit: 'binary' });
    const finding = fc.record<Diagnostic>(
      {
        code: fc.constantFrom('yaml/syntax', 'x/y'),
        severity: fc.constantFrom('error', 'warning', 'info'),
        message: text,
        span: text.map((file) => ({ ...spanOfText(SLOS, 'objective: 99%'), file: file === '' ? 'f' : file })),
        hint: text,
        expected: text,
        object: fc.record({ kind: text, name: text }),
        field: text,
        env: fc.array(text),
        data: fc.dictionary(
          text,
          fc.anything({ withBigInt: true, withMap: true, withSet: true, withSparseArray: true }),
        ),
        redact: fc.boolean(),
      },
      { requiredKeys: ['code', 'severity', 'message'] },
    );
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 3 }), (findings) => {
        check(print('sarif', findings));
        JSON.parse(print('json', findings));
        for (const format of ['pretty', 'json', 'sarif', 'github'] as const) {
          expect(print(format, findings).replaceAll('\n', '')).not.toMatch(
            /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202e]/u,
          );
        }
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});
