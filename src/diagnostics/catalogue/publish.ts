import type { CatalogueEntry } from './entry.ts';

/** What is reported while the drift job hands its metrics on. */
export const PUBLISH_CODES = [
  {
    code: 'publish/textfile-name',
    title: 'text file that no collector would read',
    exit: 'usage',
    explain:
      'The textfile collector of node_exporter reads the files of its folder whose names end in `.prom`, and no others. Under another name the metrics would never be seen: `--textfile /var/lib/node_exporter/drift.prom`.',
  },
  {
    code: 'publish/textfile-folder',
    title: 'folder of the text file that is not there',
    exit: 'usage',
    explain:
      'The folder must exist: it is the one that `--collector.textfile.directory` of node_exporter names, and a new one would be read by nobody. Look at how node_exporter is started, or whether the folder is mounted.',
  },
  {
    code: 'publish/textfile-not-a-file',
    title: 'something else where the text file belongs',
    exit: 'usage',
    explain:
      'A folder, a link that leads nowhere, or a device has the name of the text file. It was left as it is. Name a file in the folder that node_exporter reads.',
  },
  {
    code: 'publish/textfile-foreign',
    title: 'text file of another program',
    exit: 'usage',
    explain:
      'The file has series that the drift job does not write. Replacing it would take them from whoever writes them, so it was left as it is. Give the drift job a file of its own: node_exporter reads as many as there are.',
  },
  {
    code: 'publish/textfile-broken',
    title: 'text file that could not be read was replaced',
    exit: 'finding',
    explain:
      'The file of earlier runs is not in the text format, as after a power cut or an edit. node_exporter refuses such a file as a whole, so it was written anew with the series of this run alone. Those of other policies come back with their next run.',
  },
  {
    code: 'publish/textfile-busy',
    title: 'text file that another job is writing',
    exit: 'usage',
    explain:
      'Jobs that share a text file write it one after the other, since each keeps the series of the others. Another job has been at it for some seconds; or one on another machine or in another container was killed at it less than ten seconds ago. Run again, or give each job a file of its own.',
  },
  {
    code: 'publish/textfile-write-failed',
    title: 'text file that could not be written',
    exit: 'usage',
    explain:
      'The disk is full or read-only, or the user that runs the job may not write in the folder. The file of the last run is as it was, so that alerts see old values until they notice that the job is late.',
  },
  {
    code: 'publish/url',
    title: 'address to which metrics cannot be sent',
    exit: 'usage',
    explain:
      'Metrics are sent to an address that begins with http:// or https:// and holds neither user nor password: addresses are shown in messages and lists of processes. Tokens and passwords are read from a file or from a variable of the environment.',
  },
  {
    code: 'publish/credentials',
    title: 'token or password that is not there',
    exit: 'usage',
    explain:
      'The variable or the file with the token or password is missing, empty or unreadable, or what it holds cannot be sent as a header (it has a line break or a character outside of Latin-1 in the middle). Nothing was sent. The value is never shown.',
  },
  {
    code: 'publish/label',
    title: 'additional label that cannot be sent',
    exit: 'usage',
    explain:
      'Labels that are added to every series, such as an environment, have names of letters, digits and underscores, do not begin with `__`, have a value, and are none of those that the drift contract gives its series: rules would then find another model or feature.',
  },
  {
    code: 'publish/unreachable',
    title: 'server that does not take the metrics now',
    exit: 'remote',
    explain:
      'Nobody answers at the address, or the server says that it cannot work now (429, 5xx), also after several attempts. The results of the run are not lost: the report has them. The exit code is 5, so that a job may try again later.',
  },
  {
    code: 'publish/refused',
    title: 'server that refuses the metrics',
    exit: 'remote',
    explain:
      'The server answers and refuses: a token that is missing or wrong (401, 403), a path at which nothing takes metrics (404, or a redirect, which is not followed), or series that it does not take (400). Its own words are in the message. Trying again changes nothing.',
  },
  {
    code: 'publish/partly-taken',
    title: 'server that took a part of the metrics',
    exit: 'finding',
    explain:
      'A receiver of OTLP took the request and dropped some of its data points, or took all and has something to say. Its own words are in the message. What it dropped is not sent again, as the protocol demands.',
  },
] as const satisfies readonly CatalogueEntry[];
