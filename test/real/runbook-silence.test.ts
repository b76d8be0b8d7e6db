import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import type { LabelSet } from '../../src/plan/signal.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, environmentWithPrograms } from '../support/programs.ts';
import { startAlertmanager } from '../support/servers.ts';
import { fencesOf, pageOf, withAlert } from '../targets/runbooks/pages.ts';
import { plan } from '../targets/runbooks/plan.ts';

const run = promisify(execFile);
const CONFIG = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n';
const NAME = 'FraudAvailabilityBurnFast';

interface Silence {
  readonly id: string;
  readonly matchers: readonly {
    readonly name: string;
    readonly value: string;
    readonly isRegex: boolean;
    readonly isEqual: boolean;
  }[];
}

describeWithPrograms(['alertmanager', 'amtool'], 'the commands of a runbook page', () => {
  const services = useServices();
  let url = '';
  beforeAll(async () => {
    url = (await startAlertmanager(services, { config: CONFIG })).url;
  });

  /** Runs a command of a page in a shell, as somebody would who pasted it, and returns what it silences. */
  async function silencedBy(command: string): Promise<LabelSet> {
    const { stdout } = await run('sh', ['-c', `${command} --alertmanager.url=${url}`], {
      env: environmentWithPrograms(),
    });
    const response = await fetch(`${url}/api/v2/silence/${stdout.trim()}`);
    const { matchers } = (await response.json()) as Silence;
    expect(matchers.every(({ isRegex, isEqual }) => isEqual && !isRegex)).toBe(true);
    return Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
  }

  it.each([
    ['plain labels', 'prod', 'fraud'],
    ['quotes and a variable of the shell', `it's "prod" $HOME`, '`date`'],
    ['backslashes and line ends', 'a\\nb\nc', '\\\\'],
    ['what matchers act upon', '=~".*",x="y"', '{}'],
  ])('silence just the alert, then all about its model: %s', async (_, env, model) => {
    const page = pageOf(withAlert(plan, NAME, { labels: { env, model } }), NAME);
    const [alone = '', all = ''] = fencesOf(page, 'sh');
    expect(await silencedBy(alone)).toEqual({ alertname: NAME, env });
    expect(await silencedBy(all)).toEqual({ model, env });
  });
});
