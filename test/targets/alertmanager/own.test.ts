import { describe, expect, it } from 'vitest';
import { alertmanagerTarget } from '../../../src/targets/alertmanager/index.ts';
import { alert, level, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';

describe('a whole configuration', () => {
  it('leads a page of one team to its webhook', () => {
    const output = alertmanagerTarget.lower(
      plan({
        alerts: [alert('FraudDown')],
        routes: [route([severityRoute('page', [level(1, [webhook('pager')])])])],
      }),
      { mode: 'own' },
      () => undefined,
    );
    expect(output.notes).toEqual([]);
    expect(output.files.map(({ path }) => path)).toEqual(['alertmanager.yml']);
    expect(output.files[0]?.text).toContain('url_file: /secrets/pager');
  });
});
