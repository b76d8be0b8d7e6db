/** A pinned real program. */
export type PinnedProgram = GoProgram | PythonProgram;

/** Built from a Go module. */
export interface GoProgram {
  readonly name: string;
  readonly module: string;
  readonly moduleVersion: string;
  /** What its `--version` prints. */
  readonly version: string;
  /** Added to the module's folder before the build: path → text. */
  readonly files: Readonly<Record<string, string>>;
}

/** Installed from Python packages into a virtual environment. */
export interface PythonProgram {
  readonly name: string;
  /** The package that it is in. */
  readonly package: string;
  /** Of the package. */
  readonly version: string;
  /** The file that pins, with hashes, the package and all that it needs. */
  readonly requirements: string;
}

export declare const PROGRAMS: readonly PinnedProgram[];
export declare const GO_VERSION: string;
export declare const PYTHON_VERSION: string;
export declare function cacheFolder(env?: NodeJS.ProcessEnv): string;
export declare function programFolder(program: PinnedProgram, cache?: string): string;
export declare function cachedProgram(program: PinnedProgram, cache?: string): string | undefined;
export declare function virtualEnvironment(
  program: PythonProgram,
  folder: string,
): { readonly requirements: string; readonly python: string; readonly place: string };
export declare function programOnPath(name: string, env?: NodeJS.ProcessEnv): string | undefined;
export declare function findProgram(name: string, env?: NodeJS.ProcessEnv): string | undefined;
export declare function isCi(env?: NodeJS.ProcessEnv): boolean;
