import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, tempFolder } from '../support/cli.ts';
import { describeWithPage, runCli, type StandIn, startStandIn } from '../support/preview.ts';

const MINIMAL = ['preview', 'examples/minimal'];
const EMPTY = '{"status":"success","data":{"resultType":"vector","result":[]}}';
const RANGE = ['--from', '2026-11-29T06:00:00Z', '--to', '2026-11-29T12:00:00Z'];

describe('preview, called wrongly', () => {
  it.each([
    [[], 'a preview needs a source'],
    [['--live', 'http://x', '--record', 'http://x'], '--live goes with neither'],
    [['--live', 'http://x', '--png', 'x'], 'pictures are taken of a recording'],
    [['--record', 'http://x'], 'nothing is to be made of the answers'],
    [['--record', 'nonsense', '--out', 'x'], '"nonsense" is no URL of a Prometheus'],
    [['--record', 'file:///etc', '--out', 'x'], '"file:///etc" is no URL of a Prometheus'],
    [['--record', 'http://x', '--out', 'x', '--token-env', 'NOT_SET_HERE'], 'NOT_SET_HERE'],
    [['--live', 'http://x', '--out', 'x', '--token-env', 'HOME'], 'can hold no token'],
    [
      ['--record', 'http://x', '--out', 'x', ...RANGE.slice(0, 3), '2026-11-29T05:00:00Z'],
      'ends before it begins',
    ],
  ])('refuses %j', async (args, message) => {
    const { code, stdout } = await runCli([...MINIMAL, ...args]);
    expect(stdout).toContain(message);
    expect(code).toBe(2);
  });

  it('says nothing of a password in a URL', async () => {
    const { code, stdout, stderr } = await runCli([
      ...MINIMAL,
      '--record',
      'http://me:s3cr3t@x',
      '--out',
      'x',
    ]);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('--token-env');
    expect(stdout + stderr).not.toContain('s3cr3t');
  });

  it('asks which environment is meant', async () => {
    const { code, stdout } = await runCli([
      'preview',
      'examples/fraud-detector',
      '--recording',
      'x',
      '--out',
      'x',
    ]);
    expect(code).toBe(2);
    expect(stdout).toContain('one of dev, staging, prod');
  });

  it.each([
    ['--from', '2026-11-29'],
    ['--to', '2026-13-29T00:00:00Z'],
    ['--port', '70000'],
  ])('refuses %s %s', async (option, value) => {
    expect((await runCli([...MINIMAL, option, value])).code).toBe(2);
  });
});

describe('a Prometheus that', () => {
  it('is not there ends with 5, and nothing is written', async () => {
    const file = join(tempFolder(), 'r.json');
    const { code, stdout } = await runCli([
      ...MINIMAL,
      '--record',
      'http://127.0.0.1:1',
      '--recording',
      file,
    ]);
    expect(code).toBe(5);
    expect(stdout).toContain('preview/unreachable');
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it('is another server ends with 5', async () => {
    const { url, server } = await startStandIn('<html>Please log in</html>');
    const { code, stdout } = await runCli([...MINIMAL, '--live', url, '--out', join(tempFolder(), 'p.html')]);
    server.close();
    expect(code).toBe(5);
    expect(stdout).toContain('what it says is not its API');
  });

  it('refuses queries is told of, query by query', async () => {
    const { url, server } = await startStandIn('{"status":"error","error":"too many samples"}');
    const file = join(tempFolder(), 'r.json');
    const { code, stdout } = await runCli([...MINIMAL, '--record', url, '--recording', file]);
    server.close();
    expect(code).toBe(1);
    expect(stdout).toContain('preview/query-failed');
    expect(stdout).toContain('is refused: too many samples');
  });
});

describe('a recording', () => {
  const folder = tempFolder();
  const file = join(folder, 'fraud.json');
  let prometheus: StandIn;
  beforeAll(async () => {
    prometheus = await startStandIn(EMPTY);
    const env = { PROM_TOKEN: 'a-token-of-ours' };
    const args = ['--record', prometheus.url, '--recording', file, '--token-env', 'PROM_TOKEN', ...RANGE];
    const { code, stdout } = await runCli([...MINIMAL, ...args], env);
    expect(code, stdout).toBe(0);
  });
  afterAll(() => prometheus.server.close());

  it('holds no token, although every request had it, nor where it was made', () => {
    expect(prometheus.headers.length).toBeGreaterThan(10);
    for (const { authorization } of prometheus.headers) expect(authorization).toBe('Bearer a-token-of-ours');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('a-token-of-ours');
    expect(text).not.toContain(prometheus.url);
  });

  it('is the same bytes when the answers are', async () => {
    const again = join(folder, 'again.json');
    await runCli([...MINIMAL, '--record', prometheus.url, '--recording', again, ...RANGE]);
    expect(readFileSync(again)).toEqual(readFileSync(file));
  });

  it.each([
    ['that is not there', undefined, 'it does not exist'],
    ['that is no JSON', '{"format": ', 'it is no JSON'],
    ['of another form', '{"format": "modelwatch-recording/9"}', 'at format'],
    ['with an answer that is none', undefined, 'at answers'],
  ])('%s is refused', async (what, text, message) => {
    const bad = join(folder, `${what}.json`);
    if (text !== undefined) writeFileSync(bad, text);
    if (what.includes('answer')) {
      const data = JSON.parse(readFileSync(file, 'utf8')) as { answers: Record<string, unknown> };
      writeFileSync(bad, JSON.stringify({ ...data, answers: { 'instant x': { data: 5 } } }));
    }
    const { code, stdout } = await runCli([...MINIMAL, '--recording', bad, '--out', join(folder, 'p.html')]);
    expect(stdout).toContain('preview/broken-recording');
    expect(stdout).toContain(message);
    expect(code).toBe(2);
  });

  it('that is huge is not even read', async () => {
    const huge = join(folder, 'huge.json');
    writeFileSync(huge, '');
    truncateSync(huge, 3 * 2 ** 30);
    const { code, stdout } = await runCli([...MINIMAL, '--recording', huge, '--out', join(folder, 'p.html')]);
    expect(stdout).toContain('it has 3072 MB, and a recording has at most 64');
    expect(code).toBe(2);
  });

  it('of another project or environment is refused', async () => {
    const data = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    for (const [name, change] of Object.entries({
      other: { project: 'other' },
      dev: { environment: 'dev' },
    })) {
      const foreign = join(folder, `${name}.json`);
      writeFileSync(foreign, JSON.stringify({ ...data, ...change }));
      const { code, stdout } = await runCli([...MINIMAL, '--recording', foreign, '--out', join(folder, 'p')]);
      expect(stdout).toContain('preview/other-recording');
      expect(stdout).toContain('and this is minimal in default');
      expect(code).toBe(2);
    }
  });

  describeWithPage('with the page', () => {
    it('of older dashboards is drawn, and what it lacks is listed', async () => {
      const data = JSON.parse(readFileSync(file, 'utf8')) as { answers: Record<string, unknown> };
      const keys = Object.keys(data.answers).filter((key) => key.includes('slo_burn_rate'));
      expect(keys.length).toBeGreaterThan(2);
      const old = join(folder, 'old.json');
      const answers = Object.fromEntries(Object.entries(data.answers).filter(([key]) => !keys.includes(key)));
      writeFileSync(old, JSON.stringify({ ...data, answers }));
      const page = join(folder, 'old.html');
      const { code, stdout } = await runCli([...MINIMAL, '--recording', old, '--out', page]);
      expect(code).toBe(0);
      expect(stdout.match(/preview\/not-recorded/g)).toHaveLength(keys.length);
      expect(stdout).toContain('Burn rate');
      expect(readFileSync(page, 'utf8')).toContain('"environment":"default"');
    });

    it('gives the same page each time', async () => {
      const one = join(folder, 'one.html');
      const two = join(folder, 'two.html');
      for (const out of [one, two])
        expect((await runCli([...MINIMAL, '--recording', file, '--out', out])).code).toBe(0);
      expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
      expect(readFileSync(one, 'utf8')).not.toContain(REPOSITORY);
    });

    it('asks for Chromium when pictures are wanted and there is none', async () => {
      const args = [...MINIMAL, '--recording', file, '--png', join(folder, 'png')];
      const { code, stdout } = await runCli(args, { PATH: '/nowhere' });
      expect(stdout).toContain('neither Chromium nor Chrome is in PATH');
      expect(code).toBe(4);
    });

    it('is refused a place that can not be written', async () => {
      const { code, stdout } = await runCli([...MINIMAL, '--recording', file, '--out', join(file, 'p.html')]);
      expect(stdout).toContain('preview/unwritable');
      expect(code).toBe(2);
    });
  });
});

describeWithPage('a live page', () => {
  it('is not served where another program listens', async () => {
    const { url, server } = await startStandIn(EMPTY);
    const { code, stdout } = await runCli([...MINIMAL, '--live', url, '--port', new URL(url).port]);
    server.close();
    expect(stdout).toContain('another program listens there');
    expect(code).toBe(2);
  });
});
