/** Extensions of DuckDB that sources are read with: `aws` finds credentials of roles for `httpfs`. */
export const EXTENSIONS = ['httpfs', 'azure', 'aws'] as const;
export type ExtensionName = (typeof EXTENSIONS)[number];
