import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  labelEquals,
  labelHasItem,
  labelIsOneOf,
  regexLiteral,
} from '../../../src/targets/alertmanager/matchers.ts';

/** The regular expression of a matcher, as Alertmanager reads it: unquoted, anchored on both ends. */
function patternOf(matcher: string): RegExp {
  const [, quoted = ''] = /=~"(.*)"$/s.exec(matcher) ?? [];
  return new RegExp(`^(?:${quoted.replace(/\\(["\\])/g, '$1')})$`, 'su');
}

describe('matchers', () => {
  it('quotes values', () => {
    expect(labelEquals('env', 'a "b" \\ c\nd')).toBe(String.raw`env="a \"b\" \\ c\nd"`);
  });

  it('says one value plainly and several as a choice', () => {
    expect(labelIsOneOf('alertname', ['FraudDown'])).toBe('alertname="FraudDown"');
    expect(labelIsOneOf('severity', ['ticket', 'info'])).toBe('severity=~"ticket|info"');
  });

  it('finds an item of a list wherever it stands, and no other', () => {
    const pattern = patternOf(labelHasItem('upstream', 'pipeline:tx.v1'));
    expect(labelHasItem('upstream', 'pipeline:tx.v1')).toBe(
      String.raw`upstream=~"(.*,)?pipeline:tx\\.v1(,.*)?"`,
    );
    for (const list of ['pipeline:tx.v1', 'a,pipeline:tx.v1', 'pipeline:tx.v1,b', 'a,pipeline:tx.v1,b']) {
      expect(list).toMatch(pattern);
    }
    for (const list of ['', 'pipeline:tx-v1', 'pipeline:tx.v12', 'a-pipeline:tx.v1', 'a,b']) {
      expect(list).not.toMatch(pattern);
    }
  });

  it('takes any text literally', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const pattern = new RegExp(`^(?:${regexLiteral(text)})$`, 's');
        expect(pattern.test(text)).toBe(true);
        expect(pattern.test(other)).toBe(other === text);
      }),
      { seed: 4 },
    );
  });
});
