import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { probe } from './host-zone-probe.ts';

const bundle = buildSync({
  stdin: {
    contents:
      "import { probe } from './host-zone-probe.ts'; console.log(new Date(Date.UTC(2026, 6, 1)).getTimezoneOffset()); console.log(probe());",
    resolveDir: fileURLToPath(new URL('.', import.meta.url)),
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
  logLevel: 'silent',
}).outputFiles[0]?.text;

describe('the zone of the host', () => {
  it.each([
    ['UTC', 0],
    ['America/New_York', 240],
    ['Pacific/Apia', -780],
    ['Asia/Kathmandu', -345],
  ])('does not matter: %s', { timeout: 60_000 }, (zone, offset) => {
    const child = spawnSync(process.execPath, ['--input-type=module', '-'], {
      input: bundle ?? '',
      env: { ...process.env, TZ: zone, LC_ALL: 'tr_TR.UTF-8' },
      encoding: 'utf8',
    });
    expect(child.stderr).toBe('');
    const [hostOffset, result] = child.stdout.trimEnd().split('\n');
    // The host is where we put it.
    expect(Number(hostOffset)).toBe(offset);
    expect(result).toBe(probe());
  });
});
