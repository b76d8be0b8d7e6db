import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { spanOfText } from './helpers.ts';

const TEXT = 'a: 1\nb: 2\n';
const finding = (more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'x/y',
  severity: 'error',
  message: 'm',
  span: spanOfText(TEXT, 'b', 'f.yaml'),
  ...more,
});

function collect(...findings: Diagnostic[]): Diagnostic[] {
  const collector = createCollector();
  for (const one of findings) collector.report(one);
  return collector.all();
}

describe('collector', () => {
  test('sorts by file, place, code, message; findings without a place first', () => {
    const { span: _, ...placeless } = finding({ message: 'no place' });
    const sorted: Diagnostic[] = [
      placeless,
      finding({ span: spanOfText(TEXT, 'b', 'F.yaml') }),
      finding({ span: spanOfText(TEXT, 'a'), message: 'z' }),
      finding({ span: spanOfText(TEXT, 'a: 1'), message: 'a' }),
      finding({ span: spanOfText(TEXT, 'b'), code: 'w/y', message: 'z' }),
      finding({ span: spanOfText(TEXT, 'b'), message: 'a' }),
      finding({ span: spanOfText(TEXT, 'b'), message: 'b' }),
    ];
    expect(collect(...sorted.toReversed())).toEqual(sorted);
  });

  test('tells an exact duplicate once, but not what differs in anything', () => {
    expect(collect(finding(), finding(), finding({ message: 'm' }))).toHaveLength(1);
    const { span: _, ...placeless } = finding();
    expect(
      collect(
        finding(),
        placeless,
        finding({ severity: 'warning' }),
        finding({ hint: 'h' }),
        finding({ data: { n: 1 } }),
        finding({ data: { n: 2 } }),
        finding({ object: { kind: 'SLO', name: 'a' } }),
      ),
    ).toHaveLength(7);
  });

  test('merges the environments of one finding', () => {
    expect(collect(finding({ env: ['prod'] }), finding({ env: ['dev', 'prod'] }))).toEqual([
      finding({ env: ['dev', 'prod'] }),
    ]);
    expect(collect(finding({ env: ['prod'] }), finding({ env: ['dev'], data: { n: 1 } }))).toHaveLength(2);
  });

  test('a finding of every environment swallows those of single ones', () => {
    expect(collect(finding({ env: ['prod'] }), finding(), finding({ env: ['dev'] }))).toEqual([finding()]);
  });

  test('data that JSON cannot hold does no harm', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(
      collect(finding({ data: { limit: Number.POSITIVE_INFINITY } }), finding({ data: loop })),
    ).toHaveLength(1);
  });

  test('may be asked at any time, and is not changed by asking', () => {
    const collector = createCollector();
    collector.report(finding({ env: ['prod'] }));
    expect(collector.all()).toEqual([finding({ env: ['prod'] })]);
    collector.report(finding({ env: ['dev'] }));
    expect(collector.all()).toEqual([finding({ env: ['dev', 'prod'] })]);
  });

  test('the order of reporting never shows', () => {
    const some = fc.record<Diagnostic>(
      {
        code: fc.constantFrom('a/a', 'b/b'),
        severity: fc.constantFrom('error', 'info'),
        message: fc.constantFrom('m', 'n'),
        span: fc.constantFrom(spanOfText(TEXT, 'a'), spanOfText(TEXT, 'b'), spanOfText(TEXT, 'b', 'g')),
        env: fc.subarray(['dev', 'staging', 'prod'], { minLength: 1 }),
        data: fc.record({ n: fc.nat(1) }),
      },
      { requiredKeys: ['code', 'severity', 'message'] },
    );
    fc.assert(
      fc.property(
        fc
          .array(some, { maxLength: 12 })
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, shuffled]) => {
          expect(collect(...shuffled)).toEqual(collect(...list));
          expect(collect(...collect(...list))).toEqual(collect(...list));
        },
      ),
      { seed: 12 },
    );
  });
});
