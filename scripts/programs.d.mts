/** A pinned real program, built from a Go module. */
export interface PinnedProgram {
  readonly name: string;
  readonly module: string;
  readonly moduleVersion: string;
  /** What its `--version` prints. */
  readonly version: string;
  /** Added to the module's folder before the build: path → text. */
  readonly files: Readonly<Record<string, string>>;
}

export declare const PROGRAMS: readonly PinnedProgram[];
export declare const GO_VERSION: string;
export declare function cacheFolder(env?: NodeJS.ProcessEnv): string;
export declare function programFolder(program: PinnedProgram, cache?: string): string;
export declare function cachedProgram(program: PinnedProgram, cache?: string): string | undefined;
export declare function programOnPath(name: string, env?: NodeJS.ProcessEnv): string | undefined;
export declare function findProgram(name: string, env?: NodeJS.ProcessEnv): string | undefined;
export declare function isCi(env?: NodeJS.ProcessEnv): boolean;
