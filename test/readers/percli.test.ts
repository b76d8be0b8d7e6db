import { describe, expect, it } from 'vitest';
import { percli } from '../../src/readers/percli.ts';

const FLEET = { path: 'dashboards/fleet.json', text: '{}\n', prefix: [] };

describe('percli', () => {
  it('reads every resource in a run of its own', () => {
    const files = percli.prepare([
      FLEET,
      { path: 'notes.md', text: '' },
      { path: 'project.json', text: '{}' },
    ]);
    expect(percli.commands(files)).toEqual([
      ['lint', '-f', 'dashboards/fleet.json'],
      ['lint', '-f', 'project.json'],
    ]);
  });

  it('is understood: the file, and what stands where the trouble is', () => {
    const output =
      'Error: cannot extract Dashboard, unmarshalling error: no panel found for ref "row1panelX"\n';
    expect(percli.complaints(output, [FLEET])).toEqual([
      {
        path: FLEET.path,
        quoted: 'row1panelX',
        message: 'cannot extract Dashboard, unmarshalling error: no panel found for ref "row1panelX"',
      },
    ]);
  });
});
