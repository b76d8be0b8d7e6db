import type { CatalogueEntry } from './entry.ts';

/** What is reported about how metrics are collected. */
export const SCRAPE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'scrape/targets-or-kubernetes',
    title: 'neither addresses nor pods, or both',
    exit: 'invalid-spec',
    explain:
      "`scrape` says where the metrics are: a list of addresses (`targets: [fraud:8000]`) or pods to discover (`kubernetes`), and exactly one of them. Without `scrape` nothing is rendered, and the team's own configuration must collect them.",
  },
];
