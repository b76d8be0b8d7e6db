import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/**
 * Root may read everything, so what a lack of permission looks like is seen by a child process that gave root's privileges
 * away before it looked. Without root the child is as unprivileged as its parent. Windows has other permissions.
 */
test.skipIf(process.platform === 'win32')(
  'a folder and a file without read permission are named, and nothing else is missed',
  async () => {
    const base = mkdtempSync(join(tmpdir(), 'modelwatch-eacces-'));
    try {
      const root = join(base, 'project');
      mkdirSync(join(root, 'models/locked'), { recursive: true });
      writeFileSync(join(root, 'models/open.yaml'), 'a: 1\n');
      writeFileSync(join(root, 'models/shut.yaml'), 'b: 2\n');
      writeFileSync(join(root, 'models/locked/c.yaml'), 'c: 3\n');
      const script = join(base, 'look.mjs');
      await build({
        stdin: { contents: LOOK, resolveDir: import.meta.dirname, loader: 'ts' },
        outfile: script,
        bundle: true,
        platform: 'node',
        format: 'esm',
        logLevel: 'error',
        // picomatch is CommonJS and asks for Node's own modules.
        banner: {
          js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
        },
      });
      chmodSync(base, 0o755);
      chmodSync(script, 0o644);
      chmodSync(join(root, 'models/shut.yaml'), 0o000);
      chmodSync(join(root, 'models/locked'), 0o000);
      const output = execFileSync(process.execPath, [script, root], { cwd: '/', encoding: 'utf8' });
      expect(JSON.parse(output)).toEqual({
        root: false,
        paths: ['models/open.yaml', 'models/shut.yaml'],
        read: ['models/open.yaml'],
        problems: [
          [
            'file/unreadable',
            'error',
            'the folder "models/locked" cannot be read: permission denied (EACCES)',
          ],
          ['file/unreadable', 'error', 'the spec file cannot be read: permission denied (EACCES)'],
        ],
      });
    } finally {
      // Without root, a locked folder cannot even be deleted.
      const locked = join(base, 'project/models/locked');
      if (existsSync(locked)) chmodSync(locked, 0o700);
      rmSync(base, { recursive: true });
    }
  },
  30_000,
);

const LOOK = `
import { createCollector } from '../../src/diagnostics/collector.ts';
import { discover } from '../../src/source/discover.ts';
import { readSpec } from '../../src/source/read.ts';

if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(65534);
  process.setuid?.(65534);
}
const root = String(process.argv[2]);
const collector = createCollector();
const { paths } = discover(root, ['models/**'], [], collector.report);
const read = paths.filter((path) => readSpec(root, path, collector.report) !== undefined);
const problems = collector.all().map(({ code, severity, message }) => [code, severity, message]);
process.stdout.write(JSON.stringify({ root: process.getuid?.() === 0, paths, read, problems }));
`;
