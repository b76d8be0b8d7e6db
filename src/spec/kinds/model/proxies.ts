import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zDuration, zRelativeTo } from '../../fields.ts';
import { type Reference, reference } from '../../kind.ts';
import { zName, zRef } from '../../names.ts';
import { statisticFields, zThresholdValue } from '../monitor/threshold.ts';
import { zRole } from '../role.ts';
import { zSeverity } from '../severity.ts';

const zConfirm = z.union(
  [
    strictObject({ proxy: zName.meta({ description: 'Another proxy of this model.' }) }),
    strictObject({ monitor: zRef('Monitor') }),
    strictObject({ slo: zRef('SLO') }),
  ],
  expects('one of { proxy: NAME }, { monitor: NAME }, { slo: NAME }'),
);
export type ConfirmSpec = z.output<typeof zConfirm>;

/** What is watched while labels mature. */
export const zProxies = z
  .array(
    strictObject({
      name: zName.meta({ description: 'Its name among the proxies of the model.' }),
      from: zRole.optional().meta({ description: 'Role that it is calculated from.' }),
      ...statisticFields,
      expect: strictObject({
        within: zRelativeTo(['baseline', 'same-time-last-week']).optional().meta({
          description: 'Not further from it, either way: 10% of baseline, 25% of same-time-last-week.',
        }),
        min: zThresholdValue.optional().meta({ description: 'Not less than this.' }),
        max: zThresholdValue.optional().meta({ description: 'Not more than this.' }),
      }).meta({ description: 'What is normal.' }),
      for: zDuration.prefault('10m').meta({ description: 'How long it must be out of bounds.' }),
      keepFiringFor: zDuration
        .prefault('5m')
        .meta({ description: 'How long the alert stays once the value is back.' }),
      severity: zSeverity
        .default('ticket')
        .meta({ description: 'Who is told; page only together with confirmWith.' }),
      confirmWith: zConfirm
        .optional()
        .meta({ description: 'Alert only while this second signal holds as well.' }),
      onNoData: oneOf(['ok', 'alert'])
        .default('ok')
        .meta({ description: 'Whether missing data is an alert of its own.' }),
      impact: z
        .string(expects('text'))
        .optional()
        .meta({ description: 'What users feel; part of the alert.' }),
    }),
    expects('a list of proxies'),
  )
  .default([]);
export type ProxySpec = z.output<typeof zProxies>[number];

export function proxyReferences(proxies: readonly ProxySpec[]): Reference[] {
  return proxies.flatMap(({ confirmWith }, index) => {
    const path = ['proxies', index, 'confirmWith'] as const;
    if (confirmWith === undefined || 'proxy' in confirmWith) return [];
    return 'monitor' in confirmWith
      ? reference('Monitor', confirmWith.monitor, ...path, 'monitor')
      : reference('SLO', confirmWith.slo, ...path, 'slo');
  });
}
