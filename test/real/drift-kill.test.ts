import path from 'node:path';
import { expect, it } from 'vitest';
import { killDriftCampaign } from '../../scripts/kill-drift.mjs';
import { cliPath, tempFolder } from '../support/cli.ts';

// The whole campaign of 100 is `node scripts/kill-drift.mjs`; here is a slice of it.
it('8 kills of modelwatch drift run: nothing is half-written, and the next run is right', async () => {
  const folder = path.join(tempFolder(), 'job');
  const figures = await killDriftCampaign({ cli: cliPath(), folder, kills: 8, seed: 11 });
  expect(figures.wrong).toEqual([]);
  expect(figures.old + figures.new).toBe(8);
  // Otherwise the kills hit nothing, and prove nothing.
  expect(figures.writing).toBeGreaterThan(0);
});
