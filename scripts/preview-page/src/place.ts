import type { PageData } from '../../../src/preview/page-data.ts';

/** What the address asks for: `#dashboard/<name>` or `#changes`, and after a `?` the theme if one is wished for. */
export interface Place {
  readonly path: string;
  readonly theme?: 'light' | 'dark';
}

/** The place that the part of an address after `#` names; without one, the changes if there are any, else the first dashboard. */
export function placeOf(hash: string, { before, dashboards }: PageData): Place {
  const [path = '', search = ''] = decodeURIComponent(hash.replace(/^#/, '')).split('?');
  const theme = new URLSearchParams(search).get('theme');
  const first =
    before && before.changes.length > 0
      ? 'changes'
      : `dashboard/${dashboards[0]?.dashboard.metadata.name ?? ''}`;
  return { path: path === '' ? first : path, ...((theme === 'light' || theme === 'dark') && { theme }) };
}
