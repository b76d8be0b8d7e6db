// Builds the page of `modelwatch preview` into dist/preview/, unless it was built from these very sources and packages.
// Its packages are a workspace of their own (scripts/preview-page): 350 of them, of which the program needs none.
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { say } from './run.mjs';
import { ensurePackages } from './setup-packages.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const FILES = ['template.html', 'NOTICE.txt'];
const STAMP = 'built.json';

/** Builds the page if it is not current; returns whether it built. Throws if the packages or the sources are not to be had. */
export async function buildPreviewPage(root = ROOT) {
  if (isCurrent(root)) return false;
  await ensurePackages(path.join(root, 'scripts', 'preview-page'));
  return withLock(path.join(root, '.cache', 'preview.lock'), async () => {
    if (isCurrent(root)) return false;
    const start = performance.now();
    const hash = hashSources(root);
    const temporary = mkdtempSync(path.join(root, '.cache', 'preview-'));
    try {
      const { buildPage } = await import('./preview-page-bundle.mjs');
      await buildPage(temporary);
      const folder = path.join(root, 'dist', 'preview');
      mkdirSync(folder, { recursive: true });
      for (const name of FILES) renameSync(path.join(temporary, name), path.join(folder, name));
      const sizes = Object.fromEntries(
        FILES.map((name) => [name, readFileSync(path.join(folder, name)).length]),
      );
      writeFileSync(path.join(folder, STAMP), `${JSON.stringify({ hash, sizes }, undefined, 2)}\n`);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    say(`built the page of previews in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    return true;
  });
}

function isCurrent(root) {
  const folder = path.join(root, 'dist', 'preview');
  try {
    const { hash, sizes } = JSON.parse(readFileSync(path.join(folder, STAMP), 'utf8'));
    return (
      hash === hashSources(root) &&
      FILES.every((name) => readFileSync(path.join(folder, name)).length === sizes[name])
    );
  } catch {
    return false;
  }
}

/** What the page is made of: its sources, those it shares with the program, its packages, and the bundler's. */
function hashSources(root) {
  const hash = createHash('sha256');
  const folders = ['scripts/preview-page/src', 'src/preview', 'src/support'];
  const sources = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const others = [
    'scripts/preview-page/package-lock.json',
    'scripts/preview-page-bundle.mjs',
    'scripts/preview-page.mjs',
    'package-lock.json',
  ].map((name) => path.join(root, name));
  for (const file of [...sources.toSorted((a, b) => (a < b ? -1 : 1)), ...others]) {
    const text = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await buildPreviewPage();
  } catch (error) {
    console.error(`preview page: ${error.message}`);
    process.exitCode = 1;
  }
}
