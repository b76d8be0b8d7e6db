import type { z } from 'zod';
import { strictObject } from '../../expectation.ts';
import { zDuration, zRelativeTo } from '../../fields.ts';

/** What a model costs, projected from its latest consumption. */
export const zMonitorCost = strictObject({
  forecast: zDuration.prefault('1d').meta({ description: 'Time that the cost is projected over.' }),
  over: zDuration.prefault('1h').meta({ description: 'Window whose consumption is projected.' }),
  warn: zRelativeTo(['budget'])
    .optional()
    .meta({ description: 'Alert one severity lower beyond this: 80% of budget.' }),
  alert: zRelativeTo(['budget']).meta({ description: 'Alert beyond this: 100% of budget.' }),
});
export type MonitorCostSpec = z.output<typeof zMonitorCost>;
