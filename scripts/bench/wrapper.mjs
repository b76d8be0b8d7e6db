// `npm run bench:wrapper`: what a prediction costs with generated Python code, beside hand-written prometheus_client code that
// records the same, in one run. Figures, no verdicts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../build.mjs';
import { findProgram } from '../programs.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ROUNDS = process.argv[2] ?? '15';

const mypy = findProgram('mypy');
if (mypy === undefined) {
  console.error('mypy and prometheus_client are missing; run: node scripts/setup.mjs');
  process.exit(1);
}
const python = path.join(path.dirname(realpathSync(mypy)), 'python');
await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-wrapper-'));
try {
  const example = path.join(ROOT, 'examples/fraud-detector');
  execFileSync(process.execPath, [path.join(ROOT, 'dist/cli.js'), 'compile', example, '--out', folder], {
    stdio: 'ignore',
  });
  const modules = path.join(folder, 'acme-ml/prod/instrumentation/python');
  const version = execFileSync(python, ['--version'], { encoding: 'utf8' }).trim();
  console.log(
    `${version}, ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0].toFixed(1)}, ${ROUNDS} rounds`,
  );
  const told = execFileSync(python, [path.join(ROOT, 'scripts/bench/wrapper.py'), ROUNDS], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: modules, PYTHONDONTWRITEBYTECODE: '1' },
  });
  console.log('ns of CPU per prediction: median, least');
  for (const line of told.trim().split('\n')) {
    const [way = '', median = '', least = ''] = line.split('\t');
    console.log(`${way.padEnd(28)}${median.padStart(7)}${least.padStart(7)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
