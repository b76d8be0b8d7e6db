// Bundles src/cli.ts into dist/ (one small cli.js and the chunks that it loads when they are needed), unless
// dist/ was built from these very sources. Two builds at once, or one that is killed, leave a dist/ that works.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lazyPackages } from './lazy-packages.mjs';
import { withLock } from './lock.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const SOURCE_FOLDER = 'src';
const OTHER_SOURCES = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'scripts/lazy-packages.mjs'];
const ENTRY = 'cli.js';
const STAMP = 'built.json';
/** Built by preview-page.mjs, and its own. */
const PREVIEW_FOLDER = 'preview/';

/** Builds `root`'s dist/ if it is not current; returns whether it built. Throws if the sources do not bundle. */
export async function build(root = ROOT) {
  if (isCurrent(root, hashSources(root))) return false;
  return withLock(path.join(root, '.cache', 'build.lock'), async () => {
    // Hashed again, under the lock: while we waited, the other build may have done it.
    const hash = hashSources(root);
    if (isCurrent(root, hash)) return false;
    removeLeftovers(root);
    const temporary = mkdtempSync(path.join(root, '.cache', 'dist-'));
    try {
      await bundle(root, temporary);
      publish(temporary, path.join(root, 'dist'), hash);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return true;
  });
}

async function bundle(root, folder) {
  const { build: esbuild } = await import('esbuild');
  const { metafile } = await esbuild({
    absWorkingDir: root,
    entryPoints: [`${SOURCE_FOLDER}/cli.ts`],
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    packages: 'bundle',
    // Native code, which can't be bundled; loaded when a drift job runs.
    external: ['@duckdb/node-api'],
    // A third of the time of a short command is reading the bundle. Names stay, for whoever reads a stack trace.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [withoutUnusedZod, lazyPackages],
    legalComments: 'external',
    logLevel: 'warning',
    metafile: true,
  });
  refuseUnhashed(metafile);
  for (const name of listFiles(folder).filter((name) => name.endsWith('.js'))) {
    const file = path.join(folder, name);
    writeFileSync(file, addPreamble(name, readFileSync(file, 'utf8')));
  }
  chmodSync(path.join(folder, ENTRY), 0o755);
}

/**
 * `import { z }` takes all of zod, its forty languages included; of a namespace esbuild takes what is used. The sources keep
 * the form that zod's own documentation has.
 */
const withoutUnusedZod = {
  name: 'without-unused-zod',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      return { loader: 'ts', contents: text.replace("import { z } from 'zod'", "import * as z from 'zod'") };
    });
  },
};

/** An input that the hash does not cover would change without a new build. */
function refuseUnhashed({ inputs }) {
  const other = Object.keys(inputs).find((name) => !isHashed(name));
  if (other !== undefined) throw new Error(`${other} is bundled, but is neither in src/ nor a package`);
}

// Packages by package-lock.json; `<…>` is esbuild's own helper code; `lazy:`, `absent:` and `sdk:` are of lazy-packages.mjs.
function isHashed(name) {
  return /^(src\/|node_modules\/|<|lazy:|absent:|sdk:)/.test(name) || OTHER_SOURCES.includes(name);
}

function addPreamble(name, text) {
  const shebang = name === ENTRY && !text.startsWith('#!') ? '#!/usr/bin/env node\n' : '';
  // esbuild's stand-in for CommonJS packages looks for a `require`, which an ES module does not have.
  const needsRequire = /typeof require\s*(?:!==\s*"undefined"|<\s*"u")/.test(text);
  const require = needsRequire
    ? "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n"
    : '';
  if (!text.startsWith('#!')) return shebang + require + text;
  const end = text.indexOf('\n') + 1;
  return text.slice(0, end) + require + text.slice(end);
}

/**
 * Moves the new files over the old: chunks first (their names hold their hash), then cli.js, which refers to
 * them, then the stamp; what is no longer used goes last. At each moment dist/cli.js finds its chunks.
 */
function publish(from, to, hash) {
  const files = listFiles(from).toSorted((a, b) => Number(a === ENTRY) - Number(b === ENTRY));
  const sizes = Object.fromEntries(files.map((name) => [name, statSync(path.join(from, name)).size]));
  for (const name of files) {
    mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    renameSync(path.join(from, name), path.join(to, name));
  }
  writeFileSync(path.join(from, STAMP), `${JSON.stringify({ hash, sizes }, undefined, 2)}\n`);
  renameSync(path.join(from, STAMP), path.join(to, STAMP));
  for (const name of listFiles(to)) {
    if (name !== STAMP && !name.startsWith(PREVIEW_FOLDER) && !Object.hasOwn(sizes, name))
      rmSync(path.join(to, name));
  }
}

function isCurrent(root, hash) {
  const folder = path.join(root, 'dist');
  try {
    const stamp = JSON.parse(readFileSync(path.join(folder, STAMP), 'utf8'));
    const isWhole = ([name, size]) => statSync(path.join(folder, name)).size === size;
    return stamp.hash === hash && Object.entries(stamp.sizes).every(isWhole);
  } catch {
    return false;
  }
}

function hashSources(root) {
  const hash = createHash('sha256');
  const sources = listFiles(path.join(root, SOURCE_FOLDER)).map((name) => `${SOURCE_FOLDER}/${name}`);
  for (const name of [...sources, ...OTHER_SOURCES]) {
    const text = readFileSync(path.join(root, name));
    hash.update(`${name}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

/** The files below a folder, as sorted relative paths with `/`. */
function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted();
}

/** Removes what killed builds left. Only called under the lock: no live build has a folder there. */
function removeLeftovers(root) {
  for (const name of readdirSync(path.join(root, '.cache'))) {
    if (name.startsWith('dist-')) rmSync(path.join(root, '.cache', name), { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  }
}
