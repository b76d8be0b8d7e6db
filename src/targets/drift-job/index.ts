import type { Target } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { lower } from './lower.ts';
import { TARGET_NAME } from './notes.ts';
import { type DriftJobOptions, zDriftJobOptions } from './options.ts';

/** The plan of the drift job, and what runs it when: CronJobs, timers, workflows, DAGs. */
export const driftJobTarget: Target<DriftJobOptions> = {
  name: TARGET_NAME,
  description:
    'the plan of the drift job, and what runs it: CronJobs of Kubernetes, timers of systemd, workflows of GitHub Actions, DAGs of Airflow',
  options: zDriftJobOptions,
  capabilities,
  onlyWhenAsked: true,
  lower,
};
