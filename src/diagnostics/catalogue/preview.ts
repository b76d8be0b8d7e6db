import type { CatalogueEntry } from './entry.ts';

/** What is reported about previews of dashboards. */
export const PREVIEW_CODES: readonly CatalogueEntry[] = [
  {
    code: 'preview/unreachable',
    title: 'Prometheus that does not answer',
    exit: 'remote',
    explain:
      '`modelwatch preview --record` or `--live` was given the URL of a Prometheus that gives no answer, or an answer that is none of its API: a wrong host or port, a missing path prefix, a page that asks for a login (`--token-env` names the variable with a bearer token). Nothing was written.',
  },
  {
    code: 'preview/query-failed',
    title: 'query of a dashboard that Prometheus refuses',
    exit: 'finding',
    explain:
      'Prometheus answered a query of a panel or a variable with an error, which is told as it came and shown in the panel. A query that takes too long or reads too many samples fails so, and one that is wrong.',
  },
  {
    code: 'preview/no-data',
    title: 'query of a dashboard without data',
    exit: 'finding',
    explain:
      'Prometheus knows no series for a query in the range that was recorded, so that its panel is empty. That may be as it should be (nothing has failed yet), or a metric that nobody writes.',
  },
  {
    code: 'preview/not-recorded',
    title: 'query of a dashboard that a recording lacks',
    exit: 'finding',
    explain:
      'The recording was made from other dashboards than those of the specs of now: their new queries have no answers, and their panels say "not recorded". Record again.',
  },
  {
    code: 'preview/other-recording',
    title: 'recording of another project or environment',
    exit: 'usage',
    explain:
      'A recording holds the answers for the dashboards of one project in one environment. Those of another would be drawn on wrong data or none.',
  },
  {
    code: 'preview/broken-recording',
    title: 'file that is no recording',
    exit: 'usage',
    explain:
      'The file that `--recording` names can not be read, is no JSON, is larger than a recording may be, or is not what `modelwatch preview --record` writes.',
  },
  {
    code: 'preview/too-large',
    title: 'recording that is too large',
    exit: 'finding',
    explain:
      'The answers of Prometheus are more than a page can hold. Record a shorter range, or dashboards of one environment whose queries give fewer series.',
  },
  {
    code: 'preview/no-page',
    title: 'page that is not part of this build',
    exit: 'tool',
    explain:
      'The page that previews are made of is built apart from the program, as it needs packages that nothing else does. The published package has it; in a clone, `npm run build:preview` builds it.',
  },
  {
    code: 'preview/port-taken',
    title: 'port that another program listens on',
    exit: 'usage',
    explain:
      '`modelwatch preview --live` serves its page on a port of this machine, and the one that `--port` names is taken. Without `--port` a free one is found.',
  },
  {
    code: 'preview/unwritable',
    title: 'page or recording that can not be written',
    exit: 'usage',
    explain:
      'The disk refuses the file that `--out`, `--recording` or `--png` names: its folder can not be made, is read-only or is full. Nothing half-written is left.',
  },
];
