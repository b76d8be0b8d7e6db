import path from 'node:path';
import { expect, it } from 'vitest';
import { compareLines, compareRoutes } from '../proof/routing/against-amtool.ts';
import { tempFolder } from '../support/cli.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

// Campaigns with more: scripts/route-campaign.mjs.
describeWithPrograms(['amtool'], 'our router', () => {
  it('takes alerts where amtool does, for 5,000 pairs of a random tree and random labels', async () => {
    const { pairs, below, disagreements } = await compareRoutes(program('amtool'), tempFolder(), {
      count: 5000,
      seed: 20_261_128,
    });
    expect(disagreements).toEqual([]);
    expect(pairs).toBeGreaterThanOrEqual(5000);
    // Not a comparison of trees that match nothing.
    expect(below).toBeGreaterThan(pairs / 20);
  });

  it('reads and refuses lines of matchers as amtool does', async () => {
    const { accepted, refused, disagreements } = await compareLines(
      program('amtool'),
      path.join(tempFolder(), 'lines'),
      { count: 300, seed: 20_261_129 },
    );
    expect(disagreements).toEqual([]);
    expect(accepted).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(50);
  });
});
