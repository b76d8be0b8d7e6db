import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EngineError } from '../drift/engine.ts';
import type { ExtensionName } from '../drift/extensions.ts';
import { installExtension } from '../drift/world/extension.ts';
import { withEngine } from './drift-engine.ts';
import type { DriftOptions } from './drift-options.ts';
import { type FindingOptions, reportFindings } from './findings.ts';

export interface InstallOptions extends FindingOptions, Pick<DriftOptions, 'extensionFolder'> {
  readonly extension: ExtensionName;
  /** A file, or a repository: a folder or a URL. */
  readonly from?: string;
}

/** Installs an extension of DuckDB for the version that this program has, and tells where it is. Gives the exit code. */
export async function installExtensions(options: InstallOptions): Promise<number> {
  const { extension, from } = options;
  const report = (diagnostics: readonly Diagnostic[]): number =>
    reportFindings({ diagnostics, texts: new Map(), root: process.cwd() }, options);
  return withEngine({ ...options, memoryLimit: '256MB' }, report, async (engine) => {
    try {
      const { version, platform, file } = await installExtension(engine, extension, from);
      process.stdout.write(`${extension} for DuckDB ${version} on ${platform}: ${file}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const message = `the extension ${extension} was not installed: ${error.message}`;
      const hint =
        from === undefined
          ? 'Without network: --from FILE, with a file that was brought here.'
          : 'A file ends in .duckdb_extension: unpack one that ends in .gz; a folder has <version>/<platform>/ in it.';
      return report([{ code: 'job/extension', severity: 'error', message, hint }]);
    }
  });
}
