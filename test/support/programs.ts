import path from 'node:path';
import { describe, it } from 'vitest';
import { findProgram, isCi, PROGRAMS } from '../../scripts/programs.mjs';

/** A real program that set-up builds or installs at a pinned version. */
export type ProgramName =
  | 'promtool'
  | 'prometheus'
  | 'amtool'
  | 'alertmanager'
  | 'cfn-lint'
  | 'moto_server'
  | 'httpfs.duckdb_extension'
  | 'influxd'
  | 'victoria-metrics'
  | 'prometheus-node-exporter'
  | 'prometheus-pushgateway'
  | 'postgres'
  | 'chromium'
  | 'zipkin-server.jar'
  | 'otelcol-0.130.0'
  | 'otelcol-0.110.0'
  | 'jaeger'
  | 'percli'
  | 'mypy';

/** The path of a real program: from the cache that set-up fills, else from PATH. Throws if it is in neither. */
export function program(name: ProgramName): string {
  const file = findProgram(name);
  if (file === undefined) throw new Error(`${name} is missing; run: node scripts/setup.mjs`);
  return file;
}

/** A copy of this process's environment whose PATH finds every real program that there is, for commands that run them. */
export function environmentWithPrograms(): NodeJS.ProcessEnv {
  const files = PROGRAMS.map(({ name }) => findProgram(name)).filter((file) => file !== undefined);
  const folders = new Set(files.map((file) => path.dirname(file)));
  return { ...process.env, PATH: [...folders, process.env['PATH'] ?? ''].join(path.delimiter) };
}

/**
 * `describe` for tests that run real programs. If one is missing the tests are skipped with a warning; in CI,
 * where set-up makes sure of them, that is a failure.
 */
export function describeWithPrograms(names: readonly ProgramName[], title: string, tests: () => void): void {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const reason = `missing: ${missing.join(', ')}; run: node scripts/setup.mjs`;
  if (!isCi()) console.warn(`SKIPPED: ${title} (${reason})`);
  // The tests are not even collected: they may ask for the programs at once.
  describe(title, () => {
    const needsPrograms = isCi() ? it : it.skip;
    needsPrograms(`needs ${names.join(', ')}`, () => {
      throw new Error(reason);
    });
  });
}
