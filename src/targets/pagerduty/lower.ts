import type { Plan } from '../../plan/plan.ts';
import { distinctNotes } from '../capability.ts';
import type { TargetOutput } from '../target.ts';
import { mainFile, type Part } from './print.ts';
import { schedulesOf } from './schedules.ts';
import { CLOUDWATCH_VENDOR, serviceParts } from './service.ts';

/** One file with everything of the environment; none where nobody is paged. */
export function lower(plan: Plan): TargetOutput {
  const [first] = plan.pagingServices;
  if (first === undefined) return { files: [], notes: [] };
  const hasCloudWatch = plan.signals.some(({ cloudwatch }) => cloudwatch?.found);
  const schedules = schedulesOf(plan.pagingServices);
  const services = plan.pagingServices.map((service) =>
    serviceParts(plan, service, schedules, hasCloudWatch),
  );
  const vendor: Part = {
    section: 'data',
    type: 'pagerduty_vendor',
    name: CLOUDWATCH_VENDOR,
    body: { name: 'Amazon CloudWatch' },
    origin: first.origin,
  };
  return {
    files: [
      mainFile(
        [...(hasCloudWatch ? [vendor] : []), ...schedules.parts, ...services.flatMap(({ parts }) => parts)],
        services.flatMap(({ outputs }) => outputs),
      ),
    ],
    notes: distinctNotes([...schedules.notes, ...services.flatMap(({ notes }) => notes)]),
  };
}
