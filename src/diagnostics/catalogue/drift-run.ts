import type { CatalogueEntry } from './entry.ts';

/** What a run of the drift job tells: of its plan, its baselines, its history and its feature sets. */
export const DRIFT_RUN_CODES: readonly CatalogueEntry[] = [
  {
    code: 'job/plan-unreadable',
    title: 'plan file that cannot be read',
    exit: 'usage',
    explain:
      'A drift job reads one plan file, which `modelwatch compile` writes when the project has the target `driftJob`: `generated/<project>/<env>/driftJob/plan.json`. It needs that file and the data, not the specs.',
  },
  {
    code: 'job/plan-empty',
    title: 'plan file without content',
    exit: 'usage',
    explain:
      'The file is there and holds nothing, or no map: most likely something else was written over it, or a copy was cut off. Compile it anew.',
  },
  {
    code: 'job/plan-version',
    title: 'plan file of another version',
    exit: 'usage',
    explain:
      'The shape of plan files has a version of its own, and the file is of another one than this program reads: it was compiled by an older or newer modelwatch. Compile it with the one that runs it.',
  },
  {
    code: 'job/plan-times',
    title: 'plan whose windows can not be cut',
    exit: 'usage',
    explain:
      'The time zone of a schedule is not in the IANA database, a day of the baseline is none, or a window is longer than dates reach. Plans that were compiled are never like that; one that was edited by hand can be.',
  },
  {
    code: 'job/unknown-name',
    title: 'policy, feature set or model that the plan does not have',
    exit: 'usage',
    explain:
      '`--policy` names a DriftPolicy of the plan, `--dataset` a FeatureSet, `--quality` a Model with objectives on quality. A plan is of one environment: overlays may have taken it away there.',
  },
  {
    code: 'job/engine',
    title: 'DuckDB that does not start',
    exit: 'tool',
    explain:
      'The drift job counts with DuckDB inside its own process, from the package `@duckdb/node-api`, which has builds for Linux, macOS and Windows on x64 and arm64. On others it cannot run; a container of one of these can.',
  },
  {
    code: 'job/extension',
    title: 'extension of DuckDB that was not installed',
    exit: 'tool',
    explain:
      '`modelwatch drift install` asks the servers of DuckDB for an extension, or takes it from `--from`: a file, or a folder or address with extensions as these servers have them. It must be built for the version of DuckDB and the platform that are used, and be signed by its makers. What was installed before is still there.',
  },
  {
    code: 'job/not-written',
    title: 'report that cannot be written',
    exit: 'finding',
    explain:
      'The result was found, and a file of it (`--json`, `--report`, `--markdown`) could not be written: its folder is missing or read-only, or the disk is full. What was there before is untouched; other outputs were written.',
  },
  {
    code: 'job/same-file',
    title: 'one file for two outputs',
    exit: 'usage',
    explain:
      'Two options of a run name the same file, or an output would overwrite the plan, data that it reads or a stored baseline: only the last that is written would be left. Nothing was compared.',
  },
  {
    code: 'segment/missing',
    title: 'segment without its column',
    exit: 'finding',
    explain:
      'The policy tests segments, and the data have no column of the label that tells them. The data as a whole are compared.',
  },
  {
    code: 'snapshot/not-captured',
    title: 'stored baseline that does not exist yet',
    exit: 'finding',
    explain:
      'The specs name a file for the baseline and it is not there, so that its rows are read in each run. `modelwatch drift baseline capture` writes it: bins and counts, none of the rows.',
  },
  {
    code: 'snapshot/unreadable',
    title: 'stored baseline that cannot be read',
    exit: 'finding',
    explain:
      'The file is no stored baseline of this version. Capture it anew; it is made of data that are still there.',
  },
  {
    code: 'snapshot/empty',
    title: 'baseline without rows',
    exit: 'finding',
    explain:
      'The source has no rows in the time that the baseline is said to be, so that there is nothing to store.',
  },
  {
    code: 'snapshot/no-rows',
    title: 'baseline that is stored only, and lacks columns',
    exit: 'finding',
    explain:
      'The baseline of the model is a file alone, and a column of the policy is not in it, or has a test that needs every value. Name the `dataset` that the file was made of, or capture it anew.',
  },
  {
    code: 'snapshot/none',
    title: 'nothing to store',
    exit: 'finding',
    explain:
      'Only baselines of fixed data can be stored, and only where `snapshot` names a file. A baseline that moves with time is read in each run.',
  },
  {
    code: 'snapshot/stale',
    title: 'stored baseline that is not current',
    exit: 'finding',
    explain:
      'With `--check` the data are read and compared with the file. A difference means that the data of the baseline, the columns of the policies or the bins have changed since it was captured.',
  },
  {
    code: 'history/busy',
    title: 'history that another run writes',
    exit: 'finding',
    explain:
      'Verdicts stand on the runs before, so that two runs at once would each miss the other. A run waits some seconds and gives up. The lock of a run that was killed is taken over.',
  },
  {
    code: 'history/overtaken',
    title: 'history that another run took over',
    exit: 'finding',
    explain:
      'A run makes its lock of the history new every 30 seconds. This one did not for two minutes (its machine was suspended or the disk was away), so that a run of another machine took it for dead and went on. Both have been kept; the verdicts of each may lack the other.',
  },
  {
    code: 'history/not-writable',
    title: 'history that cannot be written',
    exit: 'usage',
    explain:
      'The folder of `--history` cannot be made or written by the user that the job runs as. Nothing was compared.',
  },
  {
    code: 'history/not-written',
    title: 'run that could not be kept',
    exit: 'finding',
    explain:
      'The run was decided and its metrics written; the history could not be (a full disk, a folder that became read-only). The next run knows nothing of it: a verdict that needs consecutive runs takes one longer.',
  },
  {
    code: 'history/unreadable',
    title: 'history that cannot be read',
    exit: 'finding',
    explain: 'The folder of the history is there and cannot be listed by the user that the job runs as.',
  },
  {
    code: 'history/broken',
    title: 'run of the history that cannot be read',
    exit: 'finding',
    explain:
      'A file of the history is not what this program writes. It is passed over; remove it. Runs that were killed leave no such file.',
  },
  {
    code: 'dataset/extra-columns',
    title: 'columns that the specs do not name',
    exit: 'finding',
    explain: 'The rows have columns that no feature of the set describes. They are not checked.',
  },
  {
    code: 'dataset/no-key',
    title: 'feature set without its key',
    exit: 'finding',
    explain:
      'Rows are to be told apart by columns that the data do not have; that no two are the same was not checked.',
  },
  {
    code: 'dataset/no-served-values',
    title: 'skew that cannot be told',
    exit: 'finding',
    explain:
      'A feature has `online.skewMax`, and the feature set does not say where its values are as they were served (`served`).',
  },
];
