import type { CatalogueEntry } from './entry.ts';

/** What a run of the drift job tells of the sources that it reads. */
export const DRIFT_SOURCE_CODES: readonly CatalogueEntry[] = [
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
];
