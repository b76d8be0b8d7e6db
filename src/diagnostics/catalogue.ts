import type { CatalogueEntry } from './catalogue/entry.ts';
import { FILE_CODES } from './catalogue/file.ts';
import { OUTPUT_CODES } from './catalogue/output.ts';
import { YAML_CODES } from './catalogue/yaml.ts';

export type { CatalogueEntry } from './catalogue/entry.ts';

/**
 * Every code that something other than a lint rule reports (lint rules document themselves). One file a group, in
 * `catalogue/`. A test compares the list with the codes that the source reports.
 */
export const CATALOGUE: readonly CatalogueEntry[] = [...FILE_CODES, ...OUTPUT_CODES, ...YAML_CODES];

const BY_CODE: ReadonlyMap<string, CatalogueEntry> = new Map(CATALOGUE.map((entry) => [entry.code, entry]));

/** The entry of a code; undefined for lint rules and for codes that do not exist. */
export function catalogueEntry(code: string): CatalogueEntry | undefined {
  return BY_CODE.get(code);
}
