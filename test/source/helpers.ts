import { createCollector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import type { SpecDocument } from '../../src/source/document.ts';
import { parseSpecFile } from '../../src/source/parse.ts';

export interface Parsed {
  readonly documents: SpecDocument[];
  readonly diagnostics: Diagnostic[];
  /** What a person would read. */
  readonly printed: string;
}

/** Parses a text as the file `spec.yaml`. */
export function parse(text: string, path = 'spec.yaml'): Parsed {
  const collector = createCollector();
  const documents = parseSpecFile({ path, text }, collector.report);
  const diagnostics = collector.all();
  const printed = printPretty(diagnostics, { texts: new Map([[path, text]]), color: false });
  return { documents, diagnostics, printed };
}

/** The only document of a text without errors. */
export function parseOne(text: string): SpecDocument {
  const { documents, printed } = parse(text);
  const [document] = documents;
  if (document === undefined || documents.length > 1) throw new Error(`not one document: ${printed}`);
  return document;
}
