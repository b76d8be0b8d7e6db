import type { SourceFile } from './file.ts';
import type { SpecNode } from './node.ts';

/** One YAML document of a spec file (a file may hold several, parted by `---`). */
export interface SpecDocument {
  readonly file: SourceFile;
  /** Position among the file's documents, from 0. */
  readonly index: number;
  readonly root: SpecNode;
}
