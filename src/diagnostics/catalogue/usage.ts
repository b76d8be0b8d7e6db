import type { CatalogueEntry } from './entry.ts';

/** What is reported about how the command was called. */
export const USAGE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'usage/not-found',
    title: 'no project where one was looked for',
    exit: 'usage',
    explain:
      'A project is a folder with a modelwatch.yaml. Without an argument the nearest one upwards from the working folder is taken; with one, the named folder or file.',
  },
  {
    code: 'usage/unknown-environment',
    title: 'environment that the project does not have',
    exit: 'usage',
    explain:
      'The command was asked for an environment that the project neither lists nor defines. Nothing was written: a misspelt name would otherwise look like an environment without output.',
  },
  {
    code: 'usage/unknown-target',
    title: 'target that does not exist',
    exit: 'usage',
    explain: 'The command was asked for an output format that this version does not have.',
  },
  {
    code: 'usage/unknown-object',
    title: 'object that the project does not have',
    exit: 'usage',
    explain:
      '`modelwatch show --object` was asked for an object that no environment in question has: misspelt, disabled there, or removed by an overlay. Objects written inside a Model are named `<model>-<name>`.',
  },
];
