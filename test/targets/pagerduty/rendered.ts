import type { PagingLevel, PagingService } from '../../../src/plan/paging.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Signal } from '../../../src/plan/signal.ts';
import { pagerdutyTarget } from '../../../src/targets/pagerduty/index.ts';
import type { TargetOutput } from '../../../src/targets/target.ts';
import { counter, originOf, planOf } from '../../support/plan.ts';

/** A main.tf.json as tests read it. */
export interface Configuration {
  readonly data?: Readonly<Record<string, Blocks>>;
  readonly resource: Readonly<Record<string, Blocks>>;
  readonly output: Readonly<Record<string, { readonly value: string; readonly description: string }>>;
}
type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function lower(plan: Plan): TargetOutput {
  return pagerdutyTarget.lower(plan, { format: 'terraform-json' }, () => undefined);
}

/** The text of the one file. Throws if there is none. */
export function textOf({ files, notes }: TargetOutput): string {
  const [file] = files;
  if (file === undefined) throw new Error(`nothing was rendered: ${JSON.stringify(notes)}`);
  return file.text;
}

export function configurationOf(output: TargetOutput): Configuration {
  return JSON.parse(textOf(output)) as Configuration;
}

/** A service of the team `risk` that calls the schedules `first`, `second`, … after so many seconds. */
export function serviceOf(
  afterSeconds: readonly number[],
  changes: Partial<PagingService> = {},
): PagingService {
  const origin = originOf('EscalationPolicy', 'critical', 'org/critical.yaml');
  const levels = afterSeconds.map(
    (after, index): PagingLevel => ({
      afterSeconds: after,
      onCall: [{ by: 'name', name: `line-${index + 1}` }],
      origin: originOf('EscalationPolicy', 'critical', 'org/critical.yaml', index + 2),
    }),
  );
  return {
    id: 'risk/primary',
    team: 'risk',
    routes: [{ escalation: 'critical', severity: 'page' }],
    routingKey: { from: 'file', path: '/secrets/pd-risk-primary' },
    levels,
    repeat: 0,
    origin,
    ...changes,
  };
}

export function pagedPlan(service: PagingService, changes: Partial<Plan> = {}): Plan {
  return planOf({ pagingServices: [service], ...changes });
}

/** A signal that CloudWatch keeps. */
export const IN_CLOUDWATCH: Signal = counter('model:fraud/requests', 'requests', {
  cloudwatch: {
    found: true,
    metric: {
      namespace: 'ML/Serving',
      name: 'requests',
      dimensions: { model: 'fraud' },
      scale: 1,
      facetDimensions: {},
      origin: originOf('Model', 'fraud'),
    },
  },
});

export interface Rule {
  readonly escalation_delay_in_minutes: number;
  readonly target: readonly { readonly type: string; readonly id: string }[];
}

/** The rules of the only escalation policy. */
export function rulesOf({ resource }: Configuration): readonly Rule[] {
  const [policy] = Object.values(resource['pagerduty_escalation_policy'] ?? {});
  return (policy?.['rule'] ?? []) as readonly Rule[];
}
