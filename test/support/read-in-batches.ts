import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Rendered } from './fuzz-campaign.ts';

const run = promisify(execFile);
const COMMANDS = { promtool: ['check', 'rules'], amtool: ['check-config'] } as const;
const BATCH = 200;

/**
 * Has the programs read the files, many at a time. Returns what they complain of; each complaint names a file, whose text is
 * beside it.
 */
export async function readInBatches(
  files: readonly Rendered[],
  programOf: (name: Rendered['program']) => string,
): Promise<string[]> {
  const complaints: string[] = [];
  for (const program of ['promtool', 'amtool'] as const) {
    const own = files.filter((file) => file.program === program);
    for (let from = 0; from < own.length; from += BATCH) {
      const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-batch-'));
      try {
        const names = own.slice(from, from + BATCH).map(({ text }, index) => {
          const name = path.join(folder, `${index}.yaml`);
          writeFileSync(name, text);
          return name;
        });
        await run(programOf(program), [...COMMANDS[program], ...names], { maxBuffer: 1 << 28 }).catch(
          (error: unknown) => {
            const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
            complaints.push(
              `${program}: ${stdout
                .split('\n')
                .filter((line) => /FAIL|error/i.test(line))
                .join('\n')}${stderr}`,
            );
          },
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
  return complaints;
}
