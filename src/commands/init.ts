import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { PROJECT_FILE } from '../workspace/project-file.ts';
import { minimalProject } from './init-template.ts';

/** Where the schema is in a folder that has the package installed. */
const INSTALLED_SCHEMA = 'node_modules/modelwatch/schemas/modelwatch.schema.json';

/**
 * `modelwatch init`: writes a project of one file that compiles as it is. Never overwrites: an existing project is refused
 * (exit code 2).
 */
export function init(folder: string | undefined): number {
  const root = resolve(folder ?? '.');
  const path = join(root, PROJECT_FILE);
  const shown = relative(process.cwd(), path) || PROJECT_FILE;
  if (existsSync(path)) {
    process.stderr.write(`${shown} is there already; nothing was written\n`);
    return 2;
  }
  try {
    mkdirSync(root, { recursive: true });
    writeFileSync(path, minimalProject(INSTALLED_SCHEMA), { flag: 'wx' });
  } catch (error) {
    process.stderr.write(
      `${shown} can't be written: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 2;
  }
  process.stdout.write(
    `${shown} written: a model, two SLOs, a team with somebody on call.\n` +
      `Next: put your names into it, then run \`modelwatch compile\` and \`modelwatch check\`, and commit both the specs and generated/.\n`,
  );
  return 0;
}
