import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cli, folderWith, REPOSITORY } from '../support/cli.ts';
import { freePort, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { until } from '../support/until.ts';

const PAGE = readFileSync(path.join(REPOSITORY, 'docs/tutorial.md'), 'utf8');

/** The files that the page shows: a name on a line of its own, and the block below it. */
function filesOf(page: string): Record<string, string> {
  const files = [...page.matchAll(/^`([\w./-]+)`\n\n```\w+\n([^]*?)^```$/gm)];
  return Object.fromEntries(files.map(([, name = '', text = '']) => [name, text]));
}

/** The commands in blocks that a reader types one after the other. */
function commandsOf(page: string): string[] {
  return [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, text = '']) => text.trim().split('\n'));
}

/** Words of a command line, as a shell parts them. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

async function answering(port: number, path = '/'): Promise<void> {
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { what: `an answer on port ${port}` },
  );
}

describeWithPrograms(['promtool', 'prometheus', 'amtool', 'alertmanager'], 'the tutorial', () => {
  const children: ChildProcess[] = [];
  // Registered before the services, so that folders are removed once nobody writes to them.
  const services = useServices();
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  it('ends with a page received', async () => {
    const service = await freePort();
    const receiver = await freePort();
    const alertmanager = await freePort();
    const here = (text: string) =>
      text
        .replaceAll('8000', `${service}`)
        .replaceAll('9095', `${receiver}`)
        .replaceAll('9093', `${alertmanager}`);
    const files = Object.fromEntries(Object.entries(filesOf(PAGE)).map(([name, text]) => [name, here(text)]));
    expect(Object.keys(files)).toEqual(['service.mjs', 'receiver.mjs', 'secrets/me', 'modelwatch.yaml']);
    const folder = folderWith(files);

    const commands = commandsOf(PAGE);
    expect(commands).toHaveLength(6);
    const env = {
      PATH: (['promtool', 'amtool'] as const).map((name) => path.dirname(program(name))).join(path.delimiter),
    };
    for (const line of commands) {
      const [name, ...args] = words(line);
      expect(name).toBe('modelwatch');
      const run = cli(args, { cwd: folder, env });
      expect(run.code, `${line}\n${run.stdout}${run.stderr}`).toBe(0);
    }

    const prometheus = await freePort();
    const generated = 'generated/tutorial/default';
    const start = (command: string, args: readonly string[]) => {
      const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
      children.push(child);
      return child;
    };
    let printed = '';
    start(process.execPath, ['service.mjs']);
    start(process.execPath, ['receiver.mjs']).stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    start(program('alertmanager'), [
      `--config.file=${generated}/alertmanager/alertmanager.yml`,
      `--storage.path=${services.folder()}`,
      `--web.listen-address=127.0.0.1:${alertmanager}`,
      '--cluster.listen-address=',
    ]);
    start(program('prometheus'), [
      `--config.file=${generated}/prometheus/prometheus.yml`,
      `--storage.tsdb.path=${services.folder()}`,
      `--web.listen-address=127.0.0.1:${prometheus}`,
    ]);
    await answering(service);
    await answering(receiver);
    await answering(alertmanager, '/-/ready');
    await answering(prometheus, '/-/ready');
    await fetch(`http://127.0.0.1:${service}/break`, { method: 'POST' });
    const [promised = ''] = /^firing: page .*$/m.exec(PAGE) ?? [];
    expect(promised).not.toBe('');
    // Two lines of the receiver may come in two pieces: both are waited for.
    const lines = [promised, '30-day budget gone in'];
    await until(() => lines.every((line) => printed.includes(line)) || Promise.reject(new Error(printed)), {
      what: lines.map((line) => `"${line}"`).join(' and '),
      timeoutMs: 200_000,
    });
  }, 280_000);
});
