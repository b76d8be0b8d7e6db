import type { CatalogueEntry } from './entry.ts';

/** What is reported about the real programs that read what is rendered. */
export const TOOL_CODES: readonly CatalogueEntry[] = [
  {
    code: 'tool/missing',
    title: 'program that is not installed',
    exit: 'tool',
    explain:
      '`modelwatch check` has promtool, amtool, cfn-lint and the OpenTelemetry Collector read the rendered files that are theirs, since only they know for certain what they, and CloudFormation, accept. The program is not in PATH, so nothing was checked.',
  },
  {
    code: 'tool/failed',
    title: 'program that could not be used',
    exit: 'tool',
    explain:
      'The program was started and did not do its work: it crashed, took too long, or ended with an error that says nothing about a file. Its first lines of output are told. Nothing is known about the files.',
  },
  {
    code: 'tool/complaint',
    title: 'rendered file that a real program refuses',
    exit: 'finding',
    explain:
      "The program that reads the file refuses it, and the message is its own. The place is the spec that the refused part was rendered from. Values that are passed on as they are, such as queries, labels and URLs, are the usual cause; if you can't find one, it is a mistake of the compiler: please report it.",
  },
];
