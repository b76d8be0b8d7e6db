import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../src/plan/signal.ts';
import { literal } from '../../../src/targets/alert-template.ts';
import { template } from '../../../src/targets/prometheus/template.ts';

describe('literal text', () => {
  it.each([
    ['plain', 'plain'],
    ['{ $value }', '{ $value }'],
    ['{{ $value }}', '{{"{{"}} $value }}'],
    ['{{{x}}}', '{{"{{{"}}x}}}'],
    ['{{"{{"}}', '{{"{{"}}"{{"{{"}}"}}'],
    ['100 % }}', '100 % }}'],
    ['line\n{{- trim }}', 'line\n{{"{{"}}- trim }}'],
  ])('%s', (text, expected) => {
    expect(literal(text)).toBe(expected);
  });

  it('keeps its last brace apart from a value that follows', () => {
    expect(template([{ text: 'a {' }, { value: 'events' }, { text: '{' }], { from: 'alert' })).toBe(
      'a {{"{"}}{{ printf "%.0f" $value }}{',
    );
  });
});

it('braces of two texts cannot meet', () => {
  expect(template([{ text: '{' }, { text: '{' }, { text: ' x' }], { from: 'alert' })).toBe('{{"{{"}} x');
  expect(template([{ text: '{' }, { text: '' }, { value: 'none' }], { from: 'alert' })).toBe(
    '{{"{"}}{{ $value | humanize }}',
  );
});

describe('measured values', () => {
  it.each<[Unit, string]>([
    ['seconds', '{{ $value | humanizeDuration }}'],
    ['ratio', '{{ $value | humanizePercentage }}'],
    ['events', '{{ printf "%.0f" $value }}'],
    ['events-per-second', '{{ $value | humanize }}/s'],
    ['bytes', '{{ $value | humanize1024 }}B'],
    ['unix-seconds', '{{ $value | humanizeTimestamp }}'],
    ['none', '{{ $value | humanize }}'],
  ])('in %s', (unit, expected) => {
    expect(template([{ value: unit }], { from: 'alert' })).toBe(expected);
  });

  it('come from a query where the alert itself has none', () => {
    expect(template([{ value: 'ratio' }], { from: 'query', query: 'a{b="c"}' })).toBe(
      '{{ with query `a{b="c"}` }}{{ (. | first | value) | humanizePercentage }}{{ else }}(no value now){{ end }}',
    );
    expect(template([{ value: 'none' }], { from: 'query', query: 'a{b="`"}' })).toContain(
      'query "a{b=\\"`\\"}"',
    );
  });
});
