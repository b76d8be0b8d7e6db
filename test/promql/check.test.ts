import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuery, parseProblems, ruleProblems } from '../../src/promql/check.ts';

function sum(operands: number): string {
  return Array.from({ length: operands }, () => 'x').join(' + ');
}

/** Problems below the query, each as a line with the place marked. */
function shown(query: string, problems = ruleProblems(query)): string {
  const lines = problems.map(({ from, to, message }) => {
    const marker = ' '.repeat(from) + '^'.repeat(Math.max(1, to - from));
    return `${marker} ${message}`;
  });
  return [query, ...lines].join('\n');
}

describe('numbers that Prometheus cannot hold', () => {
  it.each(['293y', '9223372037s', '292y99w'])('refuses the duration %s', (number) => {
    expect(shown(`x > ${number}`)).toBe(
      `x > ${number}\n    ${'^'.repeat(number.length)} a duration cannot be longer than about 292 years`,
    );
  });

  it.each(['1e309', '1_0e400', '0xFFFFFFFFFFFFFFFF', '9'.repeat(400)])('refuses %s', (number) => {
    expect(shown(`x > ${number}`)).toBe(
      `x > ${number}\n    ${'^'.repeat(number.length)} \`${number}\` is a larger number than Prometheus can hold; write \`Inf\` if that is meant`,
    );
  });

  it.each(['1e308', '1e-400', '0x7FFFFFFFFFFFFFFF', '99999999999999999999', 'Inf', '5m', '292y', '0xdd'])(
    'takes %s',
    (number) => {
      expect(ruleProblems(`x > ${number}`)).toEqual([]);
    },
  );
});

describe('queries that stock Prometheus accepts', () => {
  it.each([
    'up',
    'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.01',
    'histogram_quantile(0.99, sum by (le) (rate(latency_bucket[5m])))',
    'x - x offset 1w > 0',
    'a and on (job) b unless ignoring (code) c',
    'a * on (job) group_left (team) b',
    'max_over_time(rate(x[5m])[1h:] @ end())',
    '-sum_over_time(x[5m:] offset 1h)',
    '{"utf.8", "k8s.pod"="x"}',
    "{__name__=~'a|b', job!=''}",
    'hour() > bool 8',
    'vector(1)',
    '1',
    '1 > bool 2',
    'rate(x[2 * 5m])',
    'absent(up{job="api"}) # no scrape',
    'SUM(x) BY (job)',
    'label_join(x, "a", "-")',
    'round(x) + round(x, 5)',
    'sum',
    'a offset -5m',
    'a @ 1609746000',
    'quantile_over_time(0.5, x[5m])',
    'rate(x[5m # recent\n])',
    'without{without="a"}',
    'count_values("v", x)',
  ])('%s', (query) => {
    expect(ruleProblems(query)).toEqual([]);
  });
});

describe('text that is no PromQL', () => {
  it('is told by what stands around the error', () => {
    const queries = [
      '',
      '# only a comment',
      'rate(x',
      'x[5m',
      'x{a="b"',
      'a)',
      'sum(x]',
      'x{a="b}',
      'x “a”',
      'a\u00a0+ b',
      'größe > 1',
      '$service > 1',
      'a = 1',
      'a && b',
      'a || b',
      'a >',
      'a and',
      'a b',
      'a == == b',
      '(a, b)',
      'foo(x)',
      'rte(x[5m])',
      'Rate(x[5m])',
      'max_of(1, 2)',
      'topk 5 x',
      'sum by job (x)',
      'sum(x) by',
      'x{a=b}',
      'x{a}',
      'x{a="1" b="2"}',
      'x{,}',
      'x[5x]',
      'x[]',
      'x offset',
      'x @ now',
      'rate(x[5m],)',
      'x[inf]',
      'x[ # recent\n5m]',
      'sum by (without, "") (x)',
      String.raw`x{a=~"\d"}`,
    ];
    expect(`\n${queries.map((query) => shown(query)).join('\n')}\n`).toMatchInlineSnapshot(`
      "

      ^ the query is empty
      # only a comment
      ^^^^^^^^^^^^^^^^ the query is empty
      rate(x
          ^ expected a closing parenthesis: this \`(\` is never closed
      x[5m
       ^ expected a closing bracket: this \`[\` is never closed
      x{a="b"
       ^ expected a closing brace: this \`{\` is never closed
      a)
       ^ a closing parenthesis without an opening one
      sum(x]
           ^ expected a closing parenthesis \`)\`, found \`]\`
      x{a="b}
          ^^^ the string is not closed
      x “a”
        ^ a typographic quote (U+201C); PromQL needs " or '
          ^ a typographic quote (U+201D); PromQL needs " or '
      a + b
       ^ an invisible character (U+00A0) that PromQL does not take for a space; replace it by a plain space
      größe > 1
        ^ \`ö\` cannot stand in a bare name; quote the name: {"…"}
         ^ \`ß\` cannot stand in a bare name; quote the name: {"…"}
      $service > 1
      ^ \`$\` has no meaning in PromQL
      a = 1
        ^ \`=\` compares labels inside braces; values are compared with \`==\`
      a && b
        ^^ \`&&\` is written \`and\` in PromQL
      a || b
        ^^ \`||\` is written \`or\` in PromQL
      a >
         ^ expected an expression after \`>\`
      a and
           ^ expected an expression after \`and\`
      a b
        ^ expected an operator between \`a\` and \`b\`
      a == == b
           ^^ expected an expression after \`==\`, found \`==\`
      (a, b)
        ^ unexpected \`,\`
      foo(x)
      ^^^ PromQL has no function \`foo\`
      rte(x[5m])
      ^^^ PromQL has no function \`rte\`; did you mean \`rate\`?
      Rate(x[5m])
      ^^^^ functions are written in lower case: \`rate\`
      max_of(1, 2)
      ^^^^^^ \`max_of\` is experimental: Prometheus refuses it unless started with --enable-feature=promql-experimental-functions
      topk 5 x
           ^ \`topk\` takes its arguments in parentheses
      sum by job (x)
             ^^^ expected labels in parentheses after \`by\`, as in \`by (job)\`, found \`job\`
      sum(x) by
               ^ expected labels in parentheses after \`by\`, as in \`by (job)\`
      x{a=b}
          ^ expected a value in quotes after \`=\`, found \`b\`
      x{a}
         ^ expected \`=\`, \`!=\`, \`=~\` or \`!~\` after the label \`a\`, found \`}\`
      x{a="1" b="2"}
              ^ expected \`,\` or \`}\` after "1", found \`b\`
      x{,}
        ^ expected a label such as \`job="api"\` or \`}\`, found \`,\`
      x[5x]
        ^^ expected a duration in the brackets, such as \`[5m]\`, or \`[1h:5m]\` for a subquery
      x[]
        ^ expected a duration in the brackets, such as \`[5m]\`, or \`[1h:5m]\` for a subquery
      x offset
              ^ expected a duration after \`offset\`, such as \`5m\`
      x @ now
          ^^^ expected a Unix time, \`start()\` or \`end()\` after \`@\`, found \`now\`
      rate(x[5m],)
                 ^ expected an expression after \`,\`, found \`)\`
      x[inf]
        ^^^ \`inf\` is no duration; expected one such as \`5m\` or \`1h30m\`
      x[ # recent
      5m]
         ^ a comment cannot stand between \`[\` and the duration
      sum by (without, "") (x)
              ^^^^^^^ the label \`without\` must be quoted here: \`"without"\`
                       ^^ a label must have a name
      x{a=~"\\d"}
            ^^ \`\\d\` is no escape of PromQL; a backslash is written \`\\\\\`
      "
    `);
  });
});

describe('types', () => {
  it('are checked as Prometheus checks them', () => {
    const queries = [
      'rate(x)',
      'sum(x[5m])',
      'rate(sum(x)[5m])',
      'rate(x offset 1h [5m])',
      'x[5m]',
      '"text"',
      'x[5m] > 1',
      '-x[5m]',
      'a and 1',
      '1 > 2',
      'a + bool b',
      'a and on (job) group_left () b',
      'a * on (job) group_left (job) b',
      'a * on (job) 2',
      'clamp_min(x)',
      'hour(x, y)',
      'label_join(x)',
      'time(1)',
      'abs(1)',
      'vector(x)',
      'topk(x, y)',
      'topk(y)',
      'count_values(1, x)',
      'sum(1)',
      '{}',
      '{job=""}',
      '{job=~".*"}',
      'up{__name__="x"}',
      'x{a=~"(?=b)"}',
      String.raw`x{a=~"(a"}`,
      'sum(x) offset 5m',
      'x offset 5m offset 5m',
      '1[5m:]',
      'x[0s]',
      'step()',
      'limitk(1, x)',
      'a + fill (0) b',
      'rate(x[5m] anchored)',
      'rate(x) + abs(1)',
      'atan2 + 1',
      '{""}',
      'x offset inf',
      'x[300y]',
    ];
    expect(`\n${queries.map((query) => shown(query)).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      rate(x)
           ^ \`rate\` takes a range vector, not an instant vector; give it a range, as in \`rate(metric[5m])\`
      sum(x[5m])
          ^^^^^ \`sum\` takes an instant vector here, not a range vector; put it in a function over time, such as \`rate(…)\`
      rate(sum(x)[5m])
                  ^^ only a plain selector can have a range; a subquery needs a colon, as in \`(…)[1h:5m]\`
      rate(x offset 1h [5m])
                        ^^ \`offset\` comes after the brackets: \`metric[5m] offset 1h\`
      x[5m]
      ^^^^^ a rule needs an instant vector or a scalar, not a range vector; a function over time, such as \`rate(…)\` or \`max_over_time(…)\`, makes one of it
      "text"
      ^^^^^^ a rule needs an instant vector or a scalar, not a string
      x[5m] > 1
      ^^^^^ \`>\` takes scalars and instant vectors, not a range vector; put it in a function over time, such as \`rate(…)\`
      -x[5m]
       ^^^^^ only a scalar or an instant vector can have a sign, not a range vector
      a and 1
        ^^^ \`and\` takes two instant vectors, not a scalar
      1 > 2
        ^ a comparison of two scalars needs \`bool\`: \`> bool\`
      a + bool b
        ^ \`bool\` only goes with a comparison
      a and on (job) group_left () b
        ^^^ \`and\` takes no group_left
      a * on (job) group_left (job) b
        ^ the label \`job\` stands in \`on\` and in \`group_left\`
      a * on (job) 2
        ^ \`on\` only goes between two instant vectors
      clamp_min(x)
      ^^^^^^^^^ \`clamp_min\` takes 2 arguments, not 1 argument
      hour(x, y)
      ^^^^ \`hour\` takes 0 or 1 argument, not 2 arguments
      label_join(x)
      ^^^^^^^^^^ \`label_join\` takes at least 3 arguments, not 1 argument
      time(1)
      ^^^^ \`time\` takes no argument, not 1 argument
      abs(1)
          ^ \`abs\` takes an instant vector, not a scalar; \`vector(…)\` makes one of a scalar
      vector(x)
             ^ \`vector\` takes a scalar, not an instant vector; \`scalar(…)\` makes one of a vector with one series
      topk(x, y)
           ^ \`topk\` takes a scalar here, not an instant vector
      topk(y)
      ^^^^ \`topk\` takes a scalar and an instant vector, not 1 arguments
      count_values(1, x)
                   ^ \`count_values\` takes a string here, not a scalar
      sum(1)
          ^ \`sum\` takes an instant vector here, not a scalar
      {}
      ^^ at least one matcher must demand a value, else every series of the server is selected
      {job=""}
      ^^^^^^^^ at least one matcher must demand a value, else every series of the server is selected
      {job=~".*"}
      ^^^^^^^^^^^ at least one matcher must demand a value, else every series of the server is selected
      up{__name__="x"}
         ^^^^^^^^^^^^ the metric's name is already given: \`up\`
      x{a=~"(?=b)"}
        ^^^^^^^^^^ Prometheus cannot read the pattern (RE2): no look-around (\`(?=\`, \`(?!\`, \`(?<=\`, \`(?<!\`)
      x{a=~"(a"}
        ^^^^^^^ Prometheus cannot read the pattern (RE2): a \`(\` without its \`)\`
      sum(x) offset 5m
            ^^^^^^^^^^ \`offset\` can only follow a selector, a range or a subquery
      x offset 5m offset 5m
                 ^^^^^^^^^^ \`offset\` is given twice
      1[5m:]
      ^ a subquery takes an instant vector, not a scalar
      x[0s]
        ^^ a range must be longer than 0
      step()
      ^^^^ \`step\` is experimental: Prometheus refuses it unless started with --enable-feature=promql-experimental-functions
      limitk(1, x)
      ^^^^^^ \`limitk\` is experimental; stock Prometheus refuses it
      a + fill (0) b
          ^^^^^^^^ filling in missing series is experimental; stock Prometheus refuses it
      rate(x[5m] anchored)
                ^^^^^^^^^ \`anchored\` is experimental; stock Prometheus refuses it
      rate(x) + abs(1)
           ^ \`rate\` takes a range vector, not an instant vector; give it a range, as in \`rate(metric[5m])\`
                    ^ \`abs\` takes an instant vector, not a scalar; \`vector(…)\` makes one of a scalar
      atan2 + 1
      ^^^^^ \`atan2\` is an operator; a metric of this name is written \`{"atan2"}\`
      {""}
      ^^^^ at least one matcher must demand a value, else every series of the server is selected
      x offset inf
               ^^^ a duration cannot be longer than about 292 years
      x[300y]
        ^^^^ a duration cannot be longer than about 292 years
      "
    `);
  });

  it.each([
    ['x', 'vector'],
    ['1 + 1', 'scalar'],
    ['1 + x', 'vector'],
    ['x[5m]', 'range'],
    ['x[1h:5m] offset 1d', 'range'],
    ['"a"', 'string'],
    ['-(time())', 'scalar'],
    ['scalar(x) > bool 1', 'scalar'],
  ])('%s is a %s', (query, type) => {
    expect(checkQuery(query)).toMatchObject({ problems: [], type });
  });
});

describe('any text', () => {
  const words =
    'a rate sum by on offset ( ) [ ] { } 5m 1 , : @ "s" + - > and bool = =~ # " ` group_left start ^'.split(
      ' ',
    );
  const pieces = fc.constantFrom('\n', ...words);
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 25 }).map((all) => all.join(' ')),
  );

  it('is judged without throwing, with places inside the text', () => {
    fc.assert(
      fc.property(text, (query) => {
        for (const { from, to, message } of ruleProblems(query)) {
          expect(0 <= from && from <= to && to <= query.length).toBe(true);
          expect(message).not.toMatch(/undefined|\.$/u);
        }
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('may be nested deeply, up to a limit', () => {
    expect(parseProblems(`${'('.repeat(200)}x${')'.repeat(200)}`)).toEqual([]);
    expect(parseProblems(`${'('.repeat(2000)}x${')'.repeat(2000)}`)).toEqual([
      { from: 200, to: 201, message: 'brackets are nested more than 200 deep' },
    ]);
    expect(parseProblems(sum(500))).toEqual([]);
    expect(parseProblems(sum(1000))).toMatchObject([
      { message: 'more than 150 operations in a row; group them with parentheses' },
    ]);
    const long = `rate(${'x'.repeat(3000)}[5m])`;
    expect(parseProblems(Array.from({ length: 151 }, () => long).join(' or '))).toEqual([]);
    expect(parseProblems(Array.from({ length: 15 }, () => `(${sum(151)})`).join(' * '))).toEqual([]);
    expect(parseProblems(`${'-'.repeat(1990)}x`)).toEqual([]);
    expect(parseProblems(`x${'^x'.repeat(999)}`)).toEqual([]);
    expect(parseProblems(`x${' + x'.repeat(5000)}`)).toMatchObject([
      { message: 'the query is longer than 5000 words' },
    ]);
  });
});
