import path from 'node:path';
import { expect, it } from 'vitest';
import { killCampaign } from '../../scripts/kill-campaign.mjs';
import { alternatingCompile } from '../../scripts/kill-compile.mjs';
import { cliPath, tempFolder } from '../support/cli.ts';

// The whole campaign of 200 is `node scripts/kill-compile.mjs`; here is a slice of it.
it('12 kills of modelwatch compile: the next command finds the old output or the new one', async () => {
  const { outDir, ...commands } = alternatingCompile(cliPath(), path.join(tempFolder(), 'project'));
  const figures = await killCampaign({ ...commands, outDir, kills: 12, seed: 11 });
  expect(figures.mixed).toEqual([]);
  expect(figures.old + figures.new).toBe(12);
  // Otherwise the kills hit nothing, and prove nothing.
  expect(figures.staged + figures.committed).toBeGreaterThan(0);
});
