/** One code that a room other than the linter may report. */
export interface CatalogueEntry {
  /** `<group>/<kebab-name>`. Never changed once released: people suppress and search by it. */
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /**
   * What an error with this code says about the run: the specs cannot be read or understood (exit code 2), they can but
   * something is to be mended (1), an outside program failed (4), a server can't be reached (5), or the command was called
   * wrongly (2).
   */
  readonly exit: 'invalid-spec' | 'finding' | 'tool' | 'server' | 'usage';
  /** Why it is refused and what to do, one paragraph. */
  readonly explain: string;
}
