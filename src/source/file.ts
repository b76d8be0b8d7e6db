/** One text file of a project, read already. `path` is relative to the project's root, with `/` separators. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}
