import { describe, expect, it } from 'vitest';
import { readExposition } from '../../src/support/exposition.ts';

describe('readExposition', () => {
  it("reads Prometheus' text format", () => {
    const read = readExposition(
      [
        '# HELP a_total What it is, with a } and a "',
        '# TYPE a_total counter',
        'a_total{path="C:\\\\x",text="one\\ntwo \\"three\\"",} 1.5e3 1700000000000',
        'a_total 2',
        '',
        '# TYPE h histogram',
        'h_bucket{le="0.25"} 1',
        'h_bucket{le="+Inf"} +Inf',
        'h_sum NaN',
        '# a comment',
        'rule:of:ours { a = "b" } 0\r',
      ].join('\n'),
    );
    expect(read).toEqual({
      types: new Map([
        ['a_total', 'counter'],
        ['h', 'histogram'],
      ]),
      series: [
        { name: 'a_total', labels: { path: 'C:\\x', text: 'one\ntwo "three"' }, value: 1500 },
        { name: 'a_total', labels: {}, value: 2 },
        { name: 'h_bucket', labels: { le: '0.25' }, value: 1 },
        { name: 'h_bucket', labels: { le: '+Inf' }, value: Infinity },
        { name: 'h_sum', labels: {}, value: NaN },
        { name: 'rule:of:ours', labels: { a: 'b' }, value: 0 },
      ],
    });
  });

  it('reads OpenMetrics with its exemplars', () => {
    const read = readExposition(
      '# TYPE a counter\na_total{x="#"} 1 # {trace_id="abc"} 0.5 1700000000.1\n# EOF\n',
    );
    expect(read).toMatchObject({ series: [{ name: 'a_total', labels: { x: '#' } }] });
  });

  it.each([
    ['a 1\nb{x="1" 2\n', 2, 'labels are separated by commas and end with }'],
    ['a{x=1} 2', 1, 'labels are written as {name="value",other="value"}'],
    ['a{x="1",x="2"} 2', 1, 'the label x is there twice'],
    ['a', 1, 'a has no value'],
    ['a one', 1, '"one" is no number'],
    ['a 1 soon', 1, '"soon" is no time'],
    ['a 1 2 3', 1, '"3" stands after the value'],
    ['a 1 # {x="1"} 1', 1, '"#" is no time'],
    ['<html>', 1, 'a line begins with the name of a metric, or with #'],
    ['a-b 1', 1, '"-b 1" stands where labels or the value should'],
    ['# TYPE a thing', 1, '"thing" is no type of a metric'],
    ['# TYPE a', 1, '"" is no type of a metric'],
    ['# TYPE a counter\n# TYPE a counter', 2, 'a has a second TYPE line'],
    ['a{b="1",c="2"} 1\na{c="2",b="1"} 1', 2, 'the series a with these labels is there a second time'],
    ['a 1\n# EOF\nb 1\n', 3, 'there is more text after # EOF'],
  ])('refuses %j with its line', (text, line, problem) => {
    expect(readExposition(text)).toEqual({ line, problem });
  });

  it('never throws', () => {
    const parts = [
      'a',
      '{',
      '}',
      '"',
      '\\',
      'x="1"',
      ' ',
      '#',
      '1',
      '\n',
      '# TYPE',
      '# EOF',
      ',',
      '=',
      '\u0000',
      '日',
    ];
    let state = 1;
    for (let round = 0; round < 3000; round += 1) {
      let text = '';
      for (let part = 0; part < 12; part += 1) {
        state = (state * 48_271) % 2_147_483_647;
        text += parts[state % parts.length] ?? '';
      }
      const read = readExposition(text);
      expect('series' in read || read.line >= 1).toBe(true);
    }
  });
});
