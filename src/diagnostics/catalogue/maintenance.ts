import type { CatalogueEntry } from './entry.ts';

/** What is reported about planned quiet. */
export const MAINTENANCE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'maintenance/matches-nothing',
    title: 'maintenance window that mutes nothing',
    exit: 'finding',
    explain:
      'No alert of this environment is about what the window names, so the planned work will page. All criteria must fit the same alert: a window for a model does not mute the feature sets and pipelines that the model reads, since others may depend on them.',
  },
];
