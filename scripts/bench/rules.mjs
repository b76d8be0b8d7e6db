// Rules for the same objectives, ours and Sloth's, rendered below a folder.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { RULES_AND_ROUTES, writeProject, writeSlothSpecs } from './projects.mjs';
import { slothProgram } from './sloth.mjs';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');

/** The folder of our rules. The bundle must be built. */
export function ourRules(folder, slos) {
  const project = path.join(folder, 'ours');
  writeProject(project, slos, RULES_AND_ROUTES);
  execFileSync(process.execPath, [CLI, 'compile', project, '--quiet'], { stdio: 'ignore' });
  return path.join(project, 'generated/bench/default/prometheus/rules');
}

/** The folder of Sloth's; undefined, and a loud word about it, when Sloth is not there. */
export function slothRules(folder, slos) {
  const sloth = slothProgram();
  if (sloth === undefined) return undefined;
  const [specs, out] = ['sloth-specs', 'sloth-rules'].map((name) => path.join(folder, name));
  writeSlothSpecs(specs, slos);
  mkdirSync(out);
  execFileSync(sloth, ['generate', '-i', specs, '-o', out], { stdio: 'ignore' });
  return out;
}
