import { expect, it } from 'vitest';
import { runArguments } from '../../../src/targets/drift-job/command.ts';
import { zDriftJobOptions } from '../../../src/targets/drift-job/options.ts';

it('a run is told where relative paths begin, and where extensions are', () => {
  const calendar = {
    timezone: 'UTC',
    everySeconds: 86_400,
    isExact: true,
    minutes: [0],
    hours: [6],
    isWeekly: false,
  };
  const run = { name: 'daily', policies: ['drift'], datasets: [], qualities: [], isWhole: true, calendar };
  const options = zDriftJobOptions.parse({
    root: 's3://acme',
    extensionFolder: '/opt/modelwatch/extensions',
  });
  const places = { plan: '/etc/plan.json', history: '/var/lib/drift' };
  expect(runArguments({ project: 'acme', environment: 'prod' }, run, options, places).join(' ')).toBe(
    'drift run --root s3://acme --extension-folder /opt/modelwatch/extensions --history /var/lib/drift --memory-limit 512MB --plan /etc/plan.json',
  );
});
