// The main job on real input, with Node alone: compile the fraud detector, show who is told what on a Sunday night, then show what
// a reviewer sees when one threshold is changed, and what the change means; then run a drift job on real data. `npm run demo` sets everything up first.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { structuredPatch } from 'diff';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CLI = path.join(ROOT, 'dist', 'cli.js');
const EXAMPLE = path.join('examples', 'fraud-detector');
const scratch = mkdtempSync(path.join(tmpdir(), 'modelwatch-demo-'));

try {
  title(`1. modelwatch compile ${EXAMPLE}`);
  const out = path.join(scratch, 'generated');
  run(['compile', EXAMPLE, '--out', out, '--quiet']);
  countFiles(path.join(out, 'acme-ml'));

  title('2. modelwatch route explain --env prod --at "sun 03:00": who hears of what on a Sunday night');
  console.log(run(['route', 'explain', EXAMPLE, '--env', 'prod', '--at', 'sun 03:00']));

  title('3. A change in review: fraud-latency, 250ms → 500ms');
  const project = reviewChange(out);

  title('4. modelwatch diff: what the change means for people');
  console.log(run(['diff', EXAMPLE, project]));

  title(
    '5. modelwatch drift run: three million real flights, May beside January, and a week beside the one before',
  );
  const report = path.join(ROOT, '.cache', 'demo-drift.html');
  const flights = ['examples', 'flight-delays'].join('/');
  run(['compile', flights, '--out', out, '--quiet']);
  const plan = path.join(out, 'flights', 'default', 'driftJob', 'plan.json');
  const data = path.join(ROOT, 'node_modules', 'vega-datasets', 'data');
  console.log(
    run(['drift', 'run', '--plan', plan, '--root', data, '--at', '2001-05-14T00:00Z', '--report', report]),
  );
  console.log(`The report, one file that needs nothing else: ${path.relative(ROOT, report)}`);
  console.log(
    '\nThe committed output of this example is in generated/acme-ml; the specs are in examples/fraud-detector.',
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function run(args) {
  return execFileSync(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function title(text) {
  console.log(`\n${text}\n${'─'.repeat([...text].length)}`);
}

function countFiles(folder) {
  for (const environment of folders(folder)) {
    const counts = folders(path.join(folder, environment)).map((target) => {
      const files = listFiles(path.join(folder, environment, target));
      const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
      const rules =
        target === 'prometheus'
          ? ` (${count(text, /^ +- record:/gm)} recording rules, ${count(text, /^ +- alert:/gm)} alerts)`
          : '';
      return `${target}: ${files.length} files${rules}`;
    });
    console.log(`generated/acme-ml/${environment}/  ${counts.join(', ')}`);
  }
}

function reviewChange(before) {
  const project = path.join(scratch, 'project');
  cpSync(path.join(ROOT, EXAMPLE), project, { recursive: true });
  const spec = path.join(project, 'models', 'fraud-detector', 'latency.yaml');
  const old = readFileSync(spec, 'utf8');
  const changed = old.replace('threshold: 250ms', 'threshold: 500ms');
  writeFileSync(spec, changed);
  printPatch('models/fraud-detector/latency.yaml', old, changed, Number.POSITIVE_INFINITY);
  const after = path.join(scratch, 'after');
  run(['compile', project, '--out', after, '--quiet']);
  for (const file of listFiles(before)) {
    const name = path.relative(before, file).split(path.sep).join('/');
    // Runbooks, CloudWatch and the other environments change alike; the manifest by hashes only.
    if (!name.includes('/prod/prometheus/')) continue;
    printPatch(
      `generated/${name}`,
      readFileSync(file, 'utf8'),
      readFileSync(path.join(after, name), 'utf8'),
      2,
    );
  }
  return project;
}

function printPatch(name, old, next, mostHunks) {
  const { hunks } = structuredPatch(name, name, old, next, '', '', { context: 1 });
  if (hunks.length === 0) return;
  console.log(`--- ${name}`);
  for (const hunk of hunks.slice(0, mostHunks)) {
    console.log(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`);
    for (const line of hunk.lines) console.log(line);
  }
  if (hunks.length > mostHunks) console.log(`… and ${hunks.length - mostHunks} more places in this file`);
}

function count(text, pattern) {
  return text.match(pattern)?.length ?? 0;
}

function folders(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    )
    .toSorted();
}
