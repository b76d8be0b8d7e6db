import type { Diagnostic } from '../diagnostic.ts';

/** What printers need beside the findings. All of it is given: printers read no clock, disk or environment. */
export interface PrintContext {
  /** Texts of the spec files by `Span.file`; a file that could not be read is missing, and gets no code frame. */
  readonly texts: ReadonlyMap<string, string>;
  /** How much was looked at. */
  readonly summary?: { readonly objects: number };
  readonly color: boolean;
  /** Page that documents a code, when there is one. */
  readonly docsUrl?: (code: string) => string | undefined;
  /**
   * From where the reader stands to the project's folder, `''` or ending in `/`: put before every file, since terminals and
   * CI systems resolve names against the working folder.
   */
  readonly root?: string;
  /** Title and explanation of codes that are not in the catalogue, the lint rules'. */
  readonly describe?: (code: string) => { readonly title: string; readonly explain: string } | undefined;
}

/**
 * Prints findings in the order given (a collector's `all()` is sorted). The text ends with a newline, or is empty when there
 * is nothing to say.
 */
export type Printer = (diagnostics: readonly Diagnostic[], context: PrintContext) => string;

/** The name to show for a span's file. One that lies outside of the project is not named by way of it. */
export function shownFile(file: string, { root = '' }: PrintContext): string {
  let [base, rest] = [root, file];
  while (rest.startsWith('../') && /(?:^|\/)(?!\.\.\/)[^/]+\/$/.test(base)) {
    base = base.replace(/[^/]+\/$/, '');
    rest = rest.slice('../'.length);
  }
  return base + rest;
}
