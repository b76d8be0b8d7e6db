import type { CatalogueEntry } from './entry.ts';

/** What a run of the drift job tells: of its plan, its sources, its baselines and its history. */
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
      'Two options of a run name the same file, or an output would overwrite the plan: only the last that is written would be left. Nothing was compared.',
  },
  {
    code: 'source/unknown',
    title: 'source that the plan does not have',
    exit: 'invalid-spec',
    explain:
      'A policy or feature set of the plan names a source that is not in it. Plans that were compiled are never like that; one that was edited by hand can be.',
  },
  {
    code: 'source/unreadable',
    title: 'source that cannot be read',
    exit: 'finding',
    explain:
      'The files of a source are there and cannot be read: cut off, not of the declared type, of columns that do not fit together, or not readable by this user. DuckDB says which file and why. The policy stays undecided, its series stay as they were and grow old, and the rules tell that the job does not run.',
  },
  {
    code: 'source/failed',
    title: 'comparison that DuckDB could not finish',
    exit: 'finding',
    explain:
      'The files could be opened, and something that concerns more than one column failed: memory or space for temporary files ran out, or a part of a file is damaged. The policy stays undecided; others are decided.',
  },
  {
    code: 'source/no-files',
    title: 'source without files',
    exit: 'finding',
    explain:
      'No file has the name that the DataSource gives. Relative paths begin at `--root`, the current folder by default. A path with `{date}` may lack single days, but not every day.',
  },
  {
    code: 'source/empty-files',
    title: 'source with empty files only',
    exit: 'finding',
    explain:
      'Every file of the source is without a single byte, so that nothing tells its columns. One without rows still has a header (CSV) or a schema (Parquet). Where there are files of other days, an empty one says that there were no rows.',
  },
  {
    code: 'source/missing-days',
    title: 'days without files',
    exit: 'finding',
    explain:
      'The path of the source has a file for each day, and some days of the window have none. What is there is compared; the rows that are missing may be the drift that is found.',
  },
  {
    code: 'source/empty-window',
    title: 'window without rows',
    exit: 'finding',
    explain:
      'Files were found and none of their rows lies in the window. Nothing is decided; the alert on too few rows tells when that lasts. Times without a zone are taken for UTC.',
  },
  {
    code: 'source/uncut',
    title: 'source that no window cuts',
    exit: 'finding',
    explain:
      'The source has neither a `timestamp` nor a path with `{date}`, so that all its rows are compared in each run. That is right for a file that is written anew for each run.',
  },
  {
    code: 'source/no-times',
    title: 'earlier rows that cannot be told apart',
    exit: 'finding',
    explain:
      'The baseline is an earlier window of the same source, and nothing says when its rows were: it has neither a `timestamp` nor a path with `{date}`.',
  },
  {
    code: 'source/no-timestamp',
    title: 'source without its timestamp',
    exit: 'finding',
    explain:
      'The DataSource names a column with the time of events, and the files do not have it. Windows cannot be cut without it.',
  },
  {
    code: 'source/unreadable-times',
    title: 'source with times that cannot be read',
    exit: 'finding',
    explain:
      'The column that `timestamp` names holds nothing, or no time, in some rows: they are in no window and left out. The share is what they would be if all of them were of the window; an error is told where no row has a time. Of a table of PostgreSQL, rows whose column of times is null stay on the server and are not counted. Columns of times, ISO 8601 in texts, and Unix time in numbers or texts can be read, in seconds, milliseconds, microseconds or nanoseconds, as their size tells.',
  },
  {
    code: 'source/no-extension',
    title: 'extension of DuckDB that is not installed',
    exit: 'tool',
    explain:
      'Paths such as s3://… are read through an extension of DuckDB (`httpfs`, `azure`). A run never fetches one from the network by itself: `modelwatch drift install httpfs` does once, also from a file (`--from`) where there is no network. `--extension-folder` or the variable MODELWATCH_EXTENSION_FOLDER names another place than ~/.duckdb/extensions. An extension is for one version of DuckDB and one platform.',
  },
  {
    code: 'source/remote-credentials',
    title: 'credentials of a store that are not there',
    exit: 'usage',
    explain:
      'The file or variable that `auth.secretRef` names is missing, empty or of another form: it holds KEY_ID:SECRET (s3, or an HMAC key of gs), a connection string (az) or a bearer token (https). Or AWS_ENDPOINT_URL is no address. No message shows its value.',
  },
  {
    code: 'source/remote-login',
    title: 'store that does not let the job read',
    exit: 'remote',
    explain:
      'The store of files answers and refuses: there are no credentials, wrong ones, or the one who has them may not list the bucket or read the files. The policy stays undecided; others are decided. Where one may read and not list, a file that is missing is refused as well.',
  },
  {
    code: 'source/remote-connect',
    title: 'store that cannot be reached',
    exit: 'remote',
    explain:
      'The store of files does not answer, its name is not known, its certificate is not trusted, or it fails again when it is asked anew. The policy stays undecided; the next run tries again. AWS_ENDPOINT_URL names a store that is not of AWS.',
  },
  {
    code: 'source/no-bucket',
    title: 'bucket that does not exist',
    exit: 'finding',
    explain:
      'The store has no bucket or container of the name that the path of the DataSource has. Names are taken with their case; AWS_ENDPOINT_URL says which store is asked.',
  },
  {
    code: 'source/no-listing',
    title: 'pattern where files cannot be listed',
    exit: 'invalid-spec',
    explain:
      'A web server does not tell which files it has, so that a path with https:// cannot have a `*`. `{date}` is no pattern: each day of the window is asked for by its name. Stores of files (s3, gs, az) can be listed.',
  },
  {
    code: 'source/unknown-scheme',
    title: 'path of a kind that is not known',
    exit: 'invalid-spec',
    explain:
      'Local paths, s3://, gs://, az:// and https:// can be read. Other storage needs a mount, or a copy.',
  },
  {
    code: 'source/unsupported',
    title: 'source of a type that the job cannot read',
    exit: 'invalid-spec',
    explain:
      'The job reads Parquet, CSV, lines of JSON, Arrow and tables of PostgreSQL by itself. Tables of warehouses have to be exported to one of them; or a job of your own writes the metrics of the drift contract.',
  },
  {
    code: 'source/no-table',
    title: 'table that the server does not have',
    exit: 'finding',
    explain:
      'PostgreSQL has no table or view of the name that the DataSource gives, or the user of the job may not look into its schema. Names are taken with their case (`Events` is not `events`); a name without a schema is looked up by the `search_path` of the user.',
  },
  {
    code: 'source/read-as-text',
    title: 'columns of a type that is compared by its text',
    exit: 'finding',
    explain:
      'Some types of PostgreSQL (addresses, ranges, shapes, those of extensions) and of Arrow (maps, unions) have no counterpart in the engine. Their values are compared as the texts that are written for them. A view can make numbers, times or texts of them.',
  },
  {
    code: 'source/repeated-names',
    title: 'columns of the same name',
    exit: 'finding',
    explain:
      'The header of a CSV file names two columns alike, so that nothing says which one is meant. The first is compared; the second can be named with `_1` at its end. Most often two tables were joined without renaming their columns.',
  },
  {
    code: 'source/postgres-credentials',
    title: 'credentials of a database that are not there',
    exit: 'usage',
    explain:
      'The file or variable that `auth.secretRef` names is missing or empty, holds an address that is no URI, or the URI names a certificate that cannot be read. It holds `postgresql://user:password@host/database`, or the password alone; then the variables PGHOST, PGPORT, PGUSER and PGDATABASE say the rest. No message shows its value.',
  },
  {
    code: 'source/postgres-connect',
    title: 'database that cannot be reached',
    exit: 'remote',
    explain:
      'The server of a source of type `postgres` did not answer within 10 seconds, refused the connection, is starting up or full, has a certificate that is not trusted, or the connection was lost while rows were read. The policy stays undecided; the next run tries again.',
  },
  {
    code: 'source/postgres-login',
    title: 'database that does not let the job in',
    exit: 'remote',
    explain:
      'The server answers and refuses: a wrong user or password, a database that it does not have, or a rule of its `pg_hba.conf` against this host, user or connection without TLS.',
  },
  {
    code: 'source/postgres-query',
    title: 'table that the database does not read',
    exit: 'finding',
    explain:
      'The server ended the statement: the user may not read the table (`GRANT SELECT`), a timeout of the server passed, or a view fails. The code in brackets is that of PostgreSQL (SQLSTATE).',
  },
  {
    code: 'source/changed-while-read',
    title: 'files that were written while they were read',
    exit: 'finding',
    explain:
      'Between the first and the last look at the files, one changed its size or time. What was counted may be of both states. Files should appear whole under their name: write elsewhere and rename.',
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
