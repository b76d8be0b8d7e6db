import { expect, it } from 'vitest';
import { exampleProject } from '../support/example-project.ts';
import { fuzz, inOneEnvironment } from '../support/fuzz-campaign.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { readInBatches } from '../support/read-in-batches.ts';

describeWithPrograms(['promtool', 'amtool'], 'specs changed at random', () => {
  it('are refused with a place, or rendered to what the real programs accept', async () => {
    const projects = [exampleProject('minimal'), inOneEnvironment(exampleProject('fraud-detector'), 'prod')];
    // A bound for what hangs, not a measure.
    const figures = fuzz(projects, { count: 1000, seed: 606, mostMilliseconds: 10_000 });
    expect(figures.failures.slice(0, 5)).toEqual([]);
    expect(figures.mutants).toBeGreaterThanOrEqual(1000);
    expect(figures.accepted).toBeGreaterThan(25);
    expect(figures.refused).toBeGreaterThan(100);
    expect(await readInBatches(figures.rendered, program)).toEqual([]);
  }, 600_000);
});
