import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import {
  AVAILABILITY,
  documents,
  exampleModel,
  exampleObject,
  exampleProject,
} from '../../src/lint/example.ts';
import { TODAY } from './lint.ts';

/** Findings of a project as `code:line`, but for remarks of targets. */
function findings(text: string, today: string | undefined = TODAY): string[] {
  return compiled(text, today)
    .diagnostics.filter(({ code }) => !code.startsWith('target/'))
    .map(({ code, span, severity }) => `${severity} ${code}:${span?.start.line}`);
}

function compiled(text: string, today: string | undefined = TODAY) {
  return compile({
    specs: [
      { path: 'modelwatch.yaml', text: exampleProject('').replace(/---\n$/, '') },
      { path: 'model.yaml', text },
    ],
    readAuxiliary: () => undefined,
    ...(today !== undefined && { today }),
  });
}

/** A model whose budget is less than an event, in line 8; `above` and `behind` are comments. */
const model = (above: string, behind = '', top = '') =>
  `${top}apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud }
spec:
  owner: ml
  runbook: fraud
  serving: { expectedTraffic: { typical: 10/day } }
  ${above === '' ? '' : `# ${above}\n  `}slos: [{ name: a, sli: { type: availability }, objective: 99.9%, alerting: { burnPolicy: none } }]${behind === '' ? '' : ` # ${behind}`}
`;

const RULE = 'slo/too-few-events';
const REASON = 'reason="a pilot of ten people"';

describe('comments that suppress', () => {
  it('hold back a finding of the next line, of their line, or of the file', () => {
    expect(findings(model(''))).toEqual([`warning ${RULE}:8`]);
    expect(findings(model(`modelwatch-disable-next-line ${RULE} ${REASON}`))).toEqual([]);
    expect(findings(model('', `modelwatch-disable-line ${RULE} ${REASON}`))).toEqual([]);
    expect(findings(model('', '', `# modelwatch-disable-file ${RULE} ${REASON}\n`))).toEqual([]);
    // Over what is empty or another comment.
    expect(findings(model(`modelwatch-disable-next-line ${RULE} ${REASON}\n\n  # tell the pilot`))).toEqual(
      [],
    );
  });

  it('hold back nothing elsewhere, and say so', () => {
    const behind = findings(model('', `modelwatch-disable-next-line ${RULE} ${REASON}`));
    expect(behind.toSorted()).toEqual(['info lint/suppression-unused:8', `warning ${RULE}:8`]);
    expect(findings(model(`modelwatch-disable-next-line slo/duplicate, ${RULE} ${REASON}`))).toEqual([
      'info lint/suppression-unused:8',
    ]);
  });

  it('need a reason', () => {
    for (const text of [RULE, `${RULE} reason=""`, `${RULE} until=2026-12-31`])
      expect(findings(model(`modelwatch-disable-next-line ${text}`))).toEqual([
        'warning lint/suppression-without-reason:8',
        `warning ${RULE}:9`,
      ]);
  });

  it('end with their day, by the day that is given, and the same is rendered', () => {
    const text = model(`modelwatch-disable-next-line ${RULE} until=2026-06-30 ${REASON}`);
    expect(findings(text, '2026-06-30')).toEqual([]);
    expect(findings(text, '2026-07-01')).toEqual(['warning lint/suppression-expired:8', `warning ${RULE}:9`]);
    expect(findings(text, undefined)).toEqual(['warning lint/suppression-expired:8', `warning ${RULE}:9`]);
    const [before, after] = ['2026-06-30', '2026-07-01'].map((day) => compiled(text, day).files);
    expect(before?.length).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });

  it('name rules that exist and that can be suppressed', () => {
    const unknown = compiled(model(`modelwatch-disable-next-line slo/too-few-event ${REASON}`)).diagnostics;
    expect(unknown.find(({ code }) => code === 'lint/suppression-unknown-rule')).toMatchObject({
      message: 'there is no rule slo/too-few-event to suppress',
      suggestions: [RULE],
    });
    expect(findings(model(`modelwatch-disable-next-line unit/duration, ${RULE} ${REASON}`))).toEqual([
      'warning lint/suppression-unknown-rule:8',
    ]);
  });

  it('suppress no error of the specs', () => {
    const broken = model(`modelwatch-disable-next-line unit/objective ${REASON}`).replace('99.9%', '100%');
    expect(findings(broken)).toContain('error unit/objective:9');
  });

  it.each([
    ['modelwatch-disable slo/duplicate reason="x"', 'there is no modelwatch-disable'],
    ['modelwatch-disable-nextline slo/duplicate reason="x"', 'there is no modelwatch-disable-nextline'],
    ['modelwatch-disable-line reason="x"', 'it names no rule'],
    ['modelwatch-disable-line', 'it names no rule'],
    ['modelwatch-disable-line duplicate reason="x"', '"duplicate" is no id of a rule'],
    ['modelwatch-disable-line slo/duplicate reason="x', '"reason="x" can\'t be read'],
    ['modelwatch-disable-line slo/duplicate untill=2026-12-31', 'there is no untill='],
    ['modelwatch-disable-line slo/duplicate until=2026-02-30 reason="x"', '"2026-02-30" is no day'],
    ['modelwatch-disable-line slo/duplicate until=31.12.2026 reason="x"', '"31.12.2026" is no day'],
  ])('are told when they are not well written: %s', (comment, problem) => {
    const [first] = compiled(model(comment)).diagnostics;
    expect(first).toMatchObject({
      code: 'lint/suppression-malformed',
      severity: 'warning',
      message: `this comment suppresses nothing: ${problem}`,
    });
    expect(first?.span?.start).toMatchObject({ line: 8, column: 3 });
  });

  it('are comments of YAML, not text that looks like one', () => {
    const text = documents(
      exampleObject('Runbook', 'name: notes', [
        'steps:',
        '  - |',
        '    # modelwatch-disable-file slo/duplicate',
        '  - "look: # modelwatch-disable-file slo/duplicate"',
        "  - 'and # modelwatch-disable-line'",
        '  - see#modelwatch-disable-line',
      ]),
      exampleModel([AVAILABILITY]),
    );
    expect(findings(text)).toEqual([]);
  });

  it('work at the object when Defaults wrote the value, and at the Defaults', () => {
    const project = (atDefaults: string, atObject: string) =>
      documents(
        exampleObject('Defaults', 'name: all', [
          '- match: { kind: SLO }',
          `  set: { objective: 99.9%, alerting: { burnPolicy: none } } ${atDefaults}`,
        ]),
        ...['a', 'b'].map((name) =>
          exampleObject('Model', `name: ${name}`, [
            'owner: ml',
            'runbook: fraud',
            `select: { job: ${name} }`,
            'serving: { expectedTraffic: { typical: 10/day } }',
            `slos: [{ name: up, sli: { type: availability } }] ${name === 'a' ? atObject : ''}`,
          ]),
        ),
      );
    const comment = `# modelwatch-disable-line ${RULE} ${REASON}`;
    const rules = (text: string) =>
      findings(text).filter((each) => each.includes('slo/') || each.includes('lint/'));
    expect(rules(project('', ''))).toHaveLength(2);
    expect(rules(project('', comment))).toHaveLength(1);
    expect(rules(project(comment, ''))).toEqual([]);
  });
});

describe('levels of a project', () => {
  const withLint = (lint: string, text = model('')) => {
    const project = exampleProject('')
      .replace(/---\n$/, '')
      .replace('owner: ml\n', `owner: ml\n  lint: ${lint}\n`);
    return compile({
      specs: [
        { path: 'modelwatch.yaml', text: project },
        { path: 'model.yaml', text },
      ],
      readAuxiliary: () => undefined,
      today: TODAY,
    });
  };
  const level = (lint: string, code = RULE) =>
    withLint(lint).diagnostics.find((diagnostic) => diagnostic.code === code)?.severity;

  it('make a finding an error that renders nothing, or turn it off', () => {
    expect(level('{}')).toBe('warning');
    expect(level(`{ rules: { ${RULE}: info } }`)).toBe('info');
    expect(level(`{ rules: { ${RULE}: off } }`)).toBeUndefined();
    expect(level('{ extends: [strict] }')).toBe('error');
    expect(level(`{ extends: [strict], rules: { ${RULE}: info } }`)).toBe('info');
    expect(withLint(`{ rules: { ${RULE}: info } }`).files.length).toBeGreaterThan(0);
    expect(withLint(`{ rules: { ${RULE}: error } }`).files).toEqual([]);
  });

  it('hold for findings that are graver than their rule', () => {
    const late = exampleModel(
      ['groundTruth: { delay: { p95: 45d } }', AVAILABILITY],
      'name: fraud, labels: { tier: "1" }',
    );
    const at = (lint: string) =>
      withLint(lint, late).diagnostics.find(({ code }) => code === 'quality/no-proxy')?.severity;
    expect(at('{}')).toBe('error');
    expect(at('{ extends: [strict] }')).toBe('error');
    expect(at('{ rules: { quality/no-proxy: info } }')).toBe('info');
    expect(at('{ rules: { quality/no-proxy: off } }')).toBeUndefined();
  });

  it('render again once the error is suppressed', () => {
    const text = model(`modelwatch-disable-next-line ${RULE} ${REASON}`);
    const { files, diagnostics } = withLint(`{ rules: { ${RULE}: error } }`, text);
    expect(files.length).toBeGreaterThan(0);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('hold for what other rooms remark, and not for their errors', () => {
    const unused = documents(
      model(''),
      exampleObject('Defaults', 'name: none', [
        '- match: { kind: SLO, name: nobody }',
        '  set: { objective: 99% }',
      ]),
    );
    const severity = (lint: string) =>
      withLint(lint, unused).diagnostics.find(({ code }) => code === 'env/unused-default')?.severity;
    expect(severity('{}')).toBe('info');
    expect(severity('{ rules: { env/unused-default: off } }')).toBeUndefined();
    expect(severity('{ rules: { env/unused-default: error } }')).toBe('error');
    expect(withLint('{ rules: { env/unused-default: error } }', unused).files).toEqual([]);
    expect(level('{ rules: { unit/objective: info } }', 'lint/fixed-level')).toBe('error');
    expect(level('{ rules: { slo/unreachable-burn-rate: error } }', 'lint/fixed-level')).toBeUndefined();
  });

  it('are refused for planned rules that are none, with the reason', () => {
    const found = withLint('{ rules: { slo/objective-100: error } }').diagnostics.find(
      ({ code }) => code === 'lint/unknown-rule',
    );
    expect(found?.message).toBe(
      'slo/objective-100 is no rule: an objective of 100% leaves no budget and is no value of the type (unit/objective)',
    );
    const comment = compiled(model(`modelwatch-disable-next-line alert/flappy ${REASON}`)).diagnostics;
    expect(comment.find(({ code }) => code === 'lint/suppression-unknown-rule')?.message).toBe(
      'alert/flappy is no rule: needs recorded data to replay the alerts over',
    );
  });

  it('are refused for rules that do not exist, at their place', () => {
    const found = withLint('{ rules: { slo/to-few-events: error } }').diagnostics.find(
      ({ code }) => code === 'lint/unknown-rule',
    );
    expect(found).toMatchObject({
      severity: 'error',
      message: 'there is no rule slo/to-few-events',
      suggestions: [RULE],
      field: 'spec.lint.rules.slo/to-few-events',
      span: { file: 'modelwatch.yaml', start: { column: 20 } },
    });
  });
});
