import path from 'node:path';
import { expect, it } from 'vitest';
import { bundleKillChild, killCampaign, killChildCommands } from '../../scripts/kill-campaign.mjs';
import { tempFolder } from './helpers.ts';

// The whole campaign of 200 is scripts/kill-campaign.mjs; here is a slice of it.
it('25 real kills at random moments: the next command finds the old tree or the new one', async () => {
  const folder = tempFolder();
  const outDir = path.join(folder, 'generated', 'campaign');
  const commands = killChildCommands(await bundleKillChild(folder), outDir);
  const figures = await killCampaign({ ...commands, outDir, kills: 25, seed: 4 });
  expect(figures.mixed).toEqual([]);
  expect(figures.old + figures.new).toBe(25);
  // Otherwise the kills hit nothing, and prove nothing.
  expect(figures.staged + figures.committed).toBeGreaterThan(0);
}, 300_000);
