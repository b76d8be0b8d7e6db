import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unmetExpectations } from '../../../src/proof/testing/judge.ts';
import type { AlertCase } from '../../../src/proof/testing/promtool-case.ts';
import { observation, readReport, readSamples } from '../../../src/proof/testing/promtool-result.ts';

/** As promtool 3.16 wrote it. */
const REPORT = String.raw`<testsuites><testsuite name="t.json" tests="3" failures="4" errors="0" skipped="0" timestamp="2026-11-29T00:45:17"><testcase name="0"><failure>    expr: &#34;ALERTS{alertstate=\&#34;firing\&#34;}&#34;, time: 0s,&#xA;        exp: {modelwatch_probe=&#34;0&#34;} 1E+00&#xA;        got: nil</failure><failure>    expr: &#34;ALERTS{alertstate=\&#34;firing\&#34;}&#34;, time: 1m30s,&#xA;        exp: {modelwatch_probe=&#34;1&#34;} 1E+00&#xA;        got: {__name__=&#34;ALERTS&#34;, alertname=&#34;A&#34;, alertstate=&#34;firing&#34;, env=&#34;prod&#34;, odd=&#34;q\&#34;uo\\te, } {\n&lt;&amp;&gt;é\a&#34;} 1E+00, {__name__=&#34;ALERTS&#34;, alertname=&#34;B&#34;, alertstate=&#34;firing&#34;} 1E+00</failure></testcase><testcase name="1"><failure>2:10: parse error: unexpected character inside braces: &#39;5&#39;</failure></testcase><testcase name="2"></testcase></testsuite><testsuite name="broken.json" tests="0" failures="0" errors="1" skipped="0" timestamp=""><testcase name="unknown"><error>yaml: unmarshal errors</error></testcase></testsuite></testsuites>`;

const CASE: AlertCase = {
  id: 'one',
  intervalSeconds: 30,
  evaluationSeconds: 30,
  series: [],
  expectations: [
    { atSeconds: 0, alert: 'A', labels: {}, state: 'not-firing' },
    { atSeconds: 90, alert: 'A', labels: { env: 'prod', level: '' }, state: 'firing' },
    { atSeconds: 90, alert: 'A', labels: { env: 'dev' }, state: 'firing' },
    { atSeconds: 90, alert: 'B', labels: {}, state: 'not-firing' },
  ],
};

const complaints = (file: string, test: string): readonly string[] =>
  readReport(REPORT)?.get(file)?.get(test) ?? [];

describe("promtool's report", () => {
  it('tells what fires at each moment, with all labels', () => {
    expect(observation(CASE, complaints('t.json', '0'))).toEqual({
      id: 'one',
      problems: [],
      moments: [
        { atSeconds: 0, firing: [] },
        {
          atSeconds: 90,
          firing: [{ alertname: 'A', env: 'prod', odd: 'q"uo\\te, } {\n<&>é\u0007' }, { alertname: 'B' }],
        },
      ],
    });
  });

  it('is judged by subsets of labels', () => {
    const seen = observation(CASE, complaints('t.json', '0'));
    expect(
      unmetExpectations(CASE, seen).map(({ expectation }) => [expectation.alert, expectation.state]),
    ).toEqual([
      ['A', 'firing'],
      ['B', 'not-firing'],
    ]);
  });

  it('tells why a test could not be run', () => {
    const failed = observation(CASE, complaints('t.json', '1'));
    expect(failed.problems).toEqual(["2:10: parse error: unexpected character inside braces: '5'"]);
    expect(unmetExpectations(CASE, failed)).toEqual([]);
  });

  it('does not take silence for an answer', () => {
    expect(observation(CASE, complaints('t.json', '2')).problems).toEqual([
      'promtool says nothing of 2 of 2 moments',
    ]);
  });

  it('has what is wrong with a whole file', () => {
    expect(complaints('broken.json', 'unknown')).toEqual(['yaml: unmarshal errors']);
  });

  it.each(['', '<testsuites><testsuite name="a"', 'panic: runtime error'])(
    'is none when it is %j',
    (text) => {
      expect(readReport(text)).toBeUndefined();
    },
  );
});

/** As Go's strconv.Quote does it, as far as it matters: quotes, backslashes and what does not print are escaped. */
function goQuote(text: string): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character === '\n') return String.raw`\n`;
    if (code < 0x20 || code === 0x7f) return String.raw`\x${code.toString(16).padStart(2, '0')}`;
    if (/\p{C}|\p{Z}/u.test(character) && character !== ' ')
      return code > 0xffff
        ? String.raw`\U${code.toString(16).padStart(8, '0')}`
        : String.raw`\u${code.toString(16).padStart(4, '0')}`;
    return character;
  });
  return `"${escaped.join('')}"`;
}

describe('printed samples', () => {
  it('are read whatever the labels hold', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
      fc.string({ unit: 'grapheme', minLength: 1 }),
    );
    const labels = fc.dictionary(name, fc.string({ unit: 'grapheme' }), { maxKeys: 4 });
    fc.assert(
      fc.property(fc.array(labels, { minLength: 1, maxLength: 3 }), (sets) => {
        const wanted = sets.map((set) =>
          Object.fromEntries(
            Object.entries(set).filter(([key]) => key !== '__name__' && key !== 'alertstate'),
          ),
        );
        const text = sets
          .map((set) => {
            const inside = Object.entries(set).map(
              ([key, value]) =>
                `${/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key) ? key : goQuote(key)}=${goQuote(value)}`,
            );
            return `{${inside.join(', ')}} 1E+00`;
          })
          .join(', ');
        expect(readSamples(text)).toEqual(wanted);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each(['{a="b"', '{a="b"} ', '{a=b} 1', 'x', '{a="b" c="d"} 1'])('are not made of %j', (text) => {
    expect(readSamples(text)).toBeUndefined();
  });
});
