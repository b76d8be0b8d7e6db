import { printGithub } from './github.ts';
import { printJson } from './json.ts';
import { printPretty } from './pretty.ts';
import type { Printer } from './printer.ts';
import { printSarif } from './sarif.ts';

/** Every output format of findings, by the name that `--format` takes. */
export const PRINTERS = {
  pretty: printPretty,
  json: printJson,
  sarif: printSarif,
  github: printGithub,
} satisfies Record<string, Printer>;

export type Format = keyof typeof PRINTERS;
