import { existsSync } from 'node:fs';
import path from 'node:path';
import { quoteText } from '../counting/sql.ts';
import { type Engine, EngineError } from '../engine.ts';
import type { ExtensionName } from '../extensions.ts';
import { DriftProblem } from '../problem.ts';

/** Where an extension was loaded from, and for what it was built. */
export interface LoadedExtension {
  /** Of DuckDB: v1.5.5. */
  readonly version: string;
  /** linux_amd64. */
  readonly platform: string;
  readonly file: string;
}

/**
 * Loads an extension that is installed, or that lies in the folder of extensions by its name alone, as image builders copy it. What it
 * is, is not checked here: DuckDB loads none without the signature of its makers. Throws a DriftProblem that says how to get it.
 */
export async function loadExtension(engine: Engine, name: ExtensionName, who: string): Promise<void> {
  try {
    await engine.run(`LOAD ${await installed(engine, name)}`);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { version, platform } = await buildOf(engine);
    const file = `${name}.duckdb_extension`;
    const isAbsent = error.message.includes('not found');
    throw new DriftProblem(
      'source/no-extension',
      `${who} needs DuckDB's extension ${name}, which ${isAbsent ? 'is not installed' : `does not load: ${error.message}`}`,
      `modelwatch drift install ${name}. Without network: bring ${file} for DuckDB ${version} on ${platform} (as PyPI's duckdb-extension-${name} ${version.slice(1)} has it, or extensions.duckdb.org/${version}/${platform}/${file}.gz, unpacked), and modelwatch drift install ${name} --from ${file}.`,
    );
  }
}

/** What LOAD takes: the name of an extension, or a file. */
async function installed(engine: Engine, name: ExtensionName): Promise<string> {
  const [[folder] = []] = await engine.rows(`SELECT current_setting('extension_directory')`);
  if (typeof folder !== 'string' || folder === '') return name;
  const file = path.join(folder, `${name}.duckdb_extension`);
  return existsSync(file) ? quoteText(file) : name;
}

/**
 * Installs an extension into the folder of extensions: from DuckDB's servers, or `from` a file or a repository (a folder or a URL).
 * Throws an EngineError; a file that does not load is not installed.
 */
export async function installExtension(
  engine: Engine,
  name: ExtensionName,
  from?: string,
): Promise<LoadedExtension> {
  if (from?.endsWith('.duckdb_extension')) {
    await engine.run(`LOAD ${quoteText(path.resolve(from))}`);
    await engine.run(`FORCE INSTALL ${quoteText(path.resolve(from))}`);
  } else {
    await engine.run(`FORCE INSTALL ${name}${from === undefined ? '' : ` FROM ${quoteText(from)}`}`);
    await engine.run(`LOAD ${name}`);
  }
  const [row] = await engine.rows(
    `SELECT install_path FROM duckdb_extensions() WHERE extension_name = ${quoteText(name)} AND installed`,
  );
  if (row === undefined) throw new EngineError(`${from ?? name} is not the extension ${name}`);
  return { ...(await buildOf(engine)), file: String(row[0]) };
}

async function buildOf(engine: Engine): Promise<Pick<LoadedExtension, 'version' | 'platform'>> {
  const [[version] = []] = await engine.rows('SELECT version()');
  const [[platform] = []] = await engine.rows('PRAGMA platform');
  return { version: String(version), platform: String(platform) };
}
