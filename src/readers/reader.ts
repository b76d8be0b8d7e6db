/** A file as a real program is to read it. */
export interface ReadableFile {
  /** Relative to the environment's target folder, where the program runs. */
  readonly path: string;
  readonly text: string;
  /** What precedes a path inside this text in the rendered file: `['spec']` for the rules inside a custom resource. */
  readonly prefix: readonly string[];
}

/** What a program says is wrong. */
export interface Complaint {
  /** Which of the files; absent when the program does not say. */
  readonly path?: string;
  /** From 1, in the text that it read. */
  readonly line?: number;
  /** Path inside the data that it read: `['groups', 0, 'rules', 3]`. */
  readonly pointer?: readonly (string | number)[];
  /** A text that stands where the trouble is, when there is no better clue. */
  readonly quoted?: string;
  readonly message: string;
}

/**
 * A program that reads a target's files in production, and how it is asked whether it accepts them. One file per program,
 * one line in `registry.ts`.
 */
export interface Reader {
  readonly program: string;
  /** The target whose files it reads. */
  readonly target: string;
  readonly versionArgs: readonly string[];
  /** The first match is the version. */
  readonly versionPattern: RegExp;
  /** How to get the program, when it is missing. */
  readonly help: string;
  /** The files in the form that the program reads; empty when there is nothing for it. */
  prepare(files: readonly { path: string; text: string }[]): readonly ReadableFile[];
  /** One command line per run, for the prepared files, relative to their folder. */
  commands(files: readonly ReadableFile[]): readonly (readonly string[])[];
  /** Reads the output of a failed run. */
  complaints(output: string, files: readonly ReadableFile[]): Complaint[];
}
