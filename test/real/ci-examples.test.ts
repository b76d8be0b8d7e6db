import { beforeAll, expect, it } from 'vitest';
import { type CiCheckout, callsModelwatch, ciCheckout, ciSteps } from '../support/ci-examples.ts';
import { describeWithPrograms, environmentWithPrograms } from '../support/programs.ts';

describeWithPrograms(['promtool', 'amtool'], 'the pipelines of examples/ci, step by step', () => {
  let checkout: CiCheckout;
  beforeAll(() => {
    checkout = ciCheckout();
  });

  it.each(['github', 'gitlab', 'pre-commit'] as const)('%s', (system) => {
    const steps = ciSteps()[system].filter(callsModelwatch);
    expect(steps.length).toBeGreaterThan(1);
    for (const { name, script } of steps) {
      const { code, output } = checkout.run(script, environmentWithPrograms());
      // The branch loosens a model of tier 1: only the gate closes.
      const expected = script.includes('--fail-on') ? 1 : 0;
      expect([name, code, expected === code ? '' : output]).toEqual([name, expected, '']);
    }
  });
});
