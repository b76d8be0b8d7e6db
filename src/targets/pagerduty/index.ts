import type { Target } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { lower } from './lower.ts';
import { TARGET_NAME } from './notes.ts';
import { type PagerdutyOptions, zPagerdutyOptions } from './options.ts';

/** Services, escalation policies, schedules and suppression of PagerDuty, as Terraform's JSON, for its provider 3.x. */
export const pagerdutyTarget: Target<PagerdutyOptions> = {
  name: TARGET_NAME,
  description: 'Terraform: services, escalation policies, schedules and suppression of PagerDuty',
  options: zPagerdutyOptions,
  capabilities,
  onlyWhenAsked: true,
  lower,
};
