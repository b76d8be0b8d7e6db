import type { CatalogueEntry } from './entry.ts';

/** What is reported about routes as Alertmanager's configuration has them, by `modelwatch route` and by tests. */
export const ROUTE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'route/config-unreadable',
    title: 'configuration that Alertmanager would not load',
    exit: 'finding',
    explain:
      'The routes of the file can not be followed, since Alertmanager would refuse the file: it is no YAML, a matcher or a time cannot be read, or a route names a receiver or a time interval that does not exist. Such a file is never loaded, so that the one before it stays in force, or nothing at all; mend it at the place that is told. `amtool check-config` says the same and judges the settings of receivers too.',
  },
];
