// `npm run test:deep`: the test of sinks that are down and collectors that are killed, with outages of a minute.
import { run } from './run.mjs';

const { code } = await run(
  'npx',
  ['vitest', 'run', '--project', 'real', 'test/real/telemetry-outage.test.ts'],
  {
    env: { ...process.env, OUTAGE_SECONDS: '60' },
  },
);
process.exitCode = code ?? 1;
