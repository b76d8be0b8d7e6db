import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { ruleLabels } from '../../src/proof/routing/alert-levels.ts';
import { compareLines, compareRoutes, compareSets } from '../proof/routing/against-amtool.ts';
import { tempFolder } from '../support/cli.ts';
import { exampleProject } from '../support/example-project.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

// Campaigns with more: scripts/route-campaign.mjs.
describeWithPrograms(['amtool'], 'our router', () => {
  it('takes alerts where amtool does, for 2,500 pairs of a random tree and random labels', async () => {
    const { pairs, below, disagreements } = await compareRoutes(program('amtool'), tempFolder(), {
      count: 2500,
      seed: 20_261_128,
    });
    expect(disagreements).toEqual([]);
    expect(pairs).toBeGreaterThanOrEqual(2500);
    // Not a comparison of trees that match nothing.
    expect(below).toBeGreaterThan(pairs / 20);
  });

  it('takes every level of every alert of the example where amtool does, and what is nearly such an alert', async () => {
    const files = compile(exampleProject('fraud-detector')).files.filter(
      ({ environment }) => environment === 'prod',
    );
    const config = files.find(({ target }) => target === 'alertmanager')?.text ?? '';
    const rules = ruleLabels(files.filter(({ target }) => target === 'prometheus').map(({ text }) => text));
    const sets = [...rules.values()].flat();
    const near = fc.sample(
      fc.tuple(
        fc.constantFrom(...sets),
        fc.constantFrom(...sets),
        fc.constantFrom('env', 'team', 'severity', 'escalation', 'level', 'alertname'),
      ),
      { seed: 20_261_130, numRuns: 60 },
    );
    // A label of one alert on another, or gone.
    const mixed = near.map(([one, other, label], index) => {
      const { [label]: _gone, ...rest } = one;
      return index % 2 === 0 ? rest : { ...rest, [label]: other[label] ?? '' };
    });
    expect(sets.length).toBeGreaterThan(40);
    const disagreements = await compareSets(program('amtool'), tempFolder(), config, [...sets, ...mixed]);
    expect(disagreements).toEqual([]);
  });

  it('reads and refuses lines of matchers as amtool does', async () => {
    const { accepted, refused, disagreements } = await compareLines(
      program('amtool'),
      path.join(tempFolder(), 'lines'),
      { count: 200, seed: 20_261_129 },
    );
    expect(disagreements).toEqual([]);
    expect(accepted).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(50);
  });
});
