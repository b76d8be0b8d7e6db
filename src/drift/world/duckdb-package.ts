import nodeModule from 'node:module';

interface Packages {
  readonly '@duckdb/node-api': typeof import('@duckdb/node-api');
  readonly '@duckdb/node-bindings': typeof import('@duckdb/node-bindings');
}

/**
 * A package of DuckDB, by `require`: for `import` Node reads the names of all its 120 files of CommonJS first, which takes longer than to run
 * them. Throws what `require` throws where it is not installed, or not for this platform.
 */
export function requireDuckDb<Name extends keyof Packages>(name: Name): Packages[Name] {
  return nodeModule.createRequire(import.meta.url)(name) as Packages[Name];
}
