import { describe, expect, it } from 'vitest';
import { parseGates, stoppedBy } from '../../../src/proof/diff/fail-on.ts';
import { compared, edit } from './compare.ts';
import { WORLD } from './world.ts';

/** Objects of the changes that a gate stops. */
function stopped(gate: string, part: string, other: string): string[] {
  const parsed = parseGates(gate);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const { changes } = compared(WORLD, edit(WORLD, part, other));
  expect(changes.length).toBeGreaterThan(0);
  return parsed.gates
    .flatMap((each) => stoppedBy(each, changes))
    .map(({ objects }) => objects[0]?.name ?? '');
}

describe('a gate', () => {
  it('stops changes of its class', () => {
    expect(stopped('loosened', 'threshold: 250ms', 'threshold: 500ms')).toEqual(['fraud-latency']);
    expect(stopped('tightened', 'threshold: 250ms', 'threshold: 500ms')).toEqual([]);
    expect(stopped('tightened,loosened', 'threshold: 250ms', 'threshold: 500ms')).toEqual(['fraud-latency']);
  });

  it('for what is loosened stops what is removed, too', () => {
    const without: [string, string] = [
      'alerting: { severity: { fast: page, slow: ticket } }',
      'alerting: { burnPolicy: none }',
    ];
    expect(stopped('loosened', ...without)).toEqual(['fraud-availability']);
    expect(stopped('protection-removed', ...without)).toEqual(['fraud-availability']);
  });

  it('stops by the tier of the model: of its SLOs, its monitors, and what it stands on', () => {
    expect(stopped('loosened:tier=1', 'threshold: 250ms', 'threshold: 500ms')).toEqual(['fraud-latency']);
    expect(stopped('loosened:tier=2', 'threshold: 250ms', 'threshold: 500ms')).toEqual([]);
    expect(stopped('loosened:tier=1', 'gt: 3%', 'gt: 5%')).toEqual(['fraud-blocked']);
    expect(stopped('loosened:tier=1', 'page: 25m', 'page: 40m')).toEqual(['ingest']);
    expect(stopped('route-changed:tier=1', 'after: 15m', 'after: 30m')).toHaveLength(1);
  });

  it('is not passed by taking the tier away in the same change', () => {
    const head = edit(WORLD, 'tier: "1"', 'tier: "3"');
    const { changes } = compared(WORLD, edit(head, 'threshold: 250ms', 'threshold: 500ms'));
    const loosened = changes.find((change) => change.class === 'loosened');
    expect(loosened?.tiers).toEqual(['1', '3']);
  });

  it('that is misspelt is told', () => {
    expect(parseGates('loosend')).toEqual({
      problem: '"loosend" is no class of changes. Did you mean "loosened"?',
    });
    expect(parseGates('loosened:teir=1')).toEqual({
      problem: '"loosened:teir=1" is no gate. Write it as loosened or loosened:tier=1.',
    });
    expect(parseGates('loosened,')).toHaveProperty('problem');
  });
});
