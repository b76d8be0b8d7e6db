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
  {
    code: 'usage/not-a-repository',
    title: 'revision asked for where there is no Git repository',
    exit: 'usage',
    explain:
      '`modelwatch diff` was asked to compare with a Git revision, and the folder of the project is in no repository. Two folders can be compared without Git: `modelwatch diff old/ new/`.',
  },
  {
    code: 'usage/unknown-revision',
    title: 'revision that the repository does not have',
    exit: 'usage',
    explain:
      'An argument of `modelwatch diff` is neither a folder with a modelwatch.yaml nor a commit, branch or tag of the repository. CI systems clone shallowly: fetch the branch that is compared with before.',
  },
  {
    code: 'usage/no-base',
    title: 'no common history to compare with',
    exit: 'usage',
    explain:
      '`modelwatch diff` without arguments compares with the commit where the work parted from the branch main (or master), at origin or here, and there is none: no such branch, or no common history, as in a shallow clone.',
  },
  {
    code: 'usage/unknown-gate',
    title: 'class of changes that does not exist',
    exit: 'usage',
    explain:
      '`modelwatch diff --fail-on` takes classes of changes, each with a tier if wanted: `loosened`, `protection-removed:tier=1`. A misspelt one would be a gate that never closes, so nothing was compared.',
  },
  {
    code: 'usage/one-environment',
    title: 'file of one environment, and several environments',
    exit: 'usage',
    explain:
      'A configuration that is named with `--config` belongs to one environment, whose alerts it is judged by. Name that environment with `--env`.',
  },
  {
    code: 'usage/unknown-alert',
    title: 'alert that the project does not have',
    exit: 'usage',
    explain:
      '`modelwatch route explain --alert` takes the name of an alert as people see it when it fires, its id, or the name of the object that has it, and none of the environments in question has such a one.',
  },
  {
    code: 'usage/unknown-model',
    title: 'model that no alert is about',
    exit: 'usage',
    explain:
      '`modelwatch route explain --model` was asked for a model that no alert of the environments in question is about: misspelt, or without objectives and monitors there.',
  },
  {
    code: 'usage/unreadable-moment',
    title: 'moment or time zone that can not be understood',
    exit: 'usage',
    explain:
      '`--at` takes a weekday with a time of day, which is the next such time, or a date with a time of day. Without an offset they are read by the clock of each team, or of the zone that `--timezone` names.',
  },
  {
    code: 'usage/metric-source',
    title: 'no place, or two, where metrics are looked for',
    exit: 'usage',
    explain:
      '`modelwatch check metrics` compares with a Prometheus (`--prometheus`) or with an answer to a scrape (`--openmetrics`), which belongs to one environment. A token for the Prometheus comes from a file or an environment variable, never from the command line.',
  },
  {
    code: 'usage/preview',
    title: 'preview without a source or a place, or with too many',
    exit: 'usage',
    explain:
      'A preview has one source: `--record URL`, `--recording FILE` (both: the recording is written there), or `--live URL`. From a recording a page is made with `--out FILE`, pictures with `--png FOLDER`.',
  },
];
