// Fetches the pinned programs that are jars, with Maven.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';

/** Fetches a jar into `folder` and checks its hash. `work` is an empty folder. Throws with a reason. */
export async function downloadJar(program, folder, work) {
  const [group, name, version, packaging, classifier] = program.artifact.split(':');
  await maven(['dependency:get', `-Dartifact=${program.artifact}`, '-Dtransitive=false'], work);
  const to = path.join(work, 'jar');
  mkdirSync(to);
  // Where Maven keeps its own copy is the user's to say; this one asks it for a copy.
  await maven(
    [
      'dependency:copy',
      `-Dartifact=${program.artifact}`,
      `-DoutputDirectory=${to}`,
      '-Dmdep.useBaseVersion=true',
    ],
    work,
  );
  const fetched = path.join(to, `${name}-${version}-${classifier}.${packaging}`);
  const hash = createHash('sha256').update(readFileSync(fetched)).digest('hex');
  if (hash !== program.sha256)
    throw new Error(`${group}:${name} ${version} has the SHA-256 hash ${hash}, and not the pinned one`);
  const file = path.join(folder, program.name);
  copyFileSync(fetched, file);
  // What is in the cache and may be executed counts as a program.
  chmodSync(file, 0o755);
}

async function maven(args, cwd) {
  const { code, problem } = await run('mvn', ['-q', '-B', ...args], { cwd });
  if (problem === 'ENOENT') throw new Error('Maven is not installed');
  if (code !== 0) throw new Error(`${args[0]} failed (${problem ?? `exit code ${code}, see above`})`);
}
