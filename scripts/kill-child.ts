// The process that the kill campaign kills: writes one of two trees through the real output room, or recovers.
// Usage: kill-child (write-a | write-b | check-a | recover) OUTPUT_FOLDER. Prints what it did as JSON.
// AS_USER=<uid> gives up root first, since root may write everywhere.
import { checkTree } from '../src/output/check.ts';
import { buildManifest } from '../src/output/manifest.ts';
import { recover } from '../src/output/recover.ts';
import { writeTree } from '../src/output/transaction.ts';

const FILES = 40;

/** Two trees that differ in content, in which files there are, and in what is a file and what a folder. */
function treeFor(variant: 'a' | 'b'): Map<string, string> {
  const files = new Map<string, string>();
  for (let i = 0; i < FILES; i += 1) {
    const text = `file: ${i}\nvariant: ${variant}\n${'- a line of a rule file\n'.repeat(i * 8)}`;
    if (i % 4 === 0) files.set(`prod/only-in-${variant}/${i}.yml`, text);
    else files.set(`prod/prometheus/${i % 3}/${i}.yml`, text);
  }
  files.set('prod/same.yml', 'the same in both\n');
  files.set(variant === 'a' ? 'dev/turns' : 'dev/turns/into/a-folder', 'turns\n');
  return files;
}

const [command = '', outDir = ''] = process.argv.slice(2);
const user = Number(process.env['AS_USER'] ?? '');
if (user > 0) {
  process.setgid?.(user);
  process.setuid?.(user);
}

const next = treeFor(command.endsWith('b') ? 'b' : 'a');
const listed = [...next].map(([path, text]) => ({
  path,
  text,
  sources: [{ object: `Model/${path}`, at: 'specs/model.yaml:1' }],
}));
const manifest = buildManifest('campaign', '0.0.0', listed);

let result: unknown;
if (command === 'recover') result = recover(outDir);
else if (command === 'check-a') result = checkTree(outDir, next, manifest);
else result = writeTree(outDir, next, manifest, 'all', { waitMs: 60_000 });
process.stdout.write(`${JSON.stringify(result)}\n`);
