/** A pinned real program. */
export type PinnedProgram = GoProgram | CollectorProgram | PythonProgram | JarProgram | DebianProgram;

/** How a program tells its version. */
export interface Tells {
  /** The Go variable that the linker sets to the version. */
  readonly variable?: string;
  /** What it is asked with. Default: `--version`. */
  readonly args?: readonly string[];
  /** What its first line begins with. */
  readonly text: string;
}

/** Built from a Go module. */
export interface GoProgram {
  readonly name: string;
  readonly module: string;
  readonly moduleVersion: string;
  /** What its `--version` prints. */
  readonly version: string;
  /** Added to the module's folder before the build: path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether it is built in a copy of its module's folder. */
  readonly copy?: boolean;
  readonly tells?: Tells;
}

/** Put together by the OpenTelemetry Collector Builder. */
export interface CollectorProgram {
  readonly name: string;
  readonly version: string;
  /** The folder of builder.yaml, go.mod and go.sum. */
  readonly manifest: string;
  /** The builder's own module and version. */
  readonly builder: string;
  readonly tells?: Tells;
}

/** A jar of Maven's repository. */
export interface JarProgram {
  readonly name: string;
  readonly version: string;
  /** `group:artifact:version:packaging:classifier`. */
  readonly artifact: string;
  readonly sha256: string;
}

/** In a Debian package. */
export interface DebianProgram {
  readonly name: string;
  /** The package. */
  readonly debian: string;
  /** The one that was tried: Debian says which there is. */
  readonly version: string;
  /** The program's path in the package, if it is unpacked into the cache and not installed. */
  readonly unpack?: string;
  /** Whether all of the package is kept, and the program is a link into it. */
  readonly whole?: boolean;
  /** Packages that it needs and a small machine may lack. */
  readonly libraries?: readonly string[];
  readonly tells?: Tells;
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
  /** The file of the package that is wanted, below its site-packages, where it has no program. */
  readonly content?: string;
}

export declare const PROGRAMS: readonly PinnedProgram[];
export declare const GO_VERSION: string;
export declare const JAVA_VERSION: string;
export declare const PYTHON_VERSION: string;
export declare function cacheFolder(env?: NodeJS.ProcessEnv): string;
export declare function programFolder(program: PinnedProgram, cache?: string): string;
export declare function isOfTheSystem(program: PinnedProgram): boolean;
export declare function cachedProgram(program: PinnedProgram, cache?: string): string | undefined;
export declare function virtualEnvironment(
  program: PythonProgram,
  folder: string,
): { readonly requirements: string; readonly python: string; readonly place: string };
export declare function environmentOf(program: PinnedProgram, folder: string): string;
export declare function programOnPath(name: string, env?: NodeJS.ProcessEnv): string | undefined;
export declare function findProgram(name: string, env?: NodeJS.ProcessEnv): string | undefined;
export declare function isCi(env?: NodeJS.ProcessEnv): boolean;
