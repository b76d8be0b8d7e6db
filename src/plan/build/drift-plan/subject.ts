import { levelsOf } from '../../../spec/kinds/drift/levels.ts';
import type { TestSpec } from '../../../spec/kinds/drift-policy.ts';
import type { Entity } from '../../../workspace/entity.ts';
import type { JobTest } from '../../drift-job.ts';
import { originOf } from '../context.ts';
import type { DriftDraft, Unread } from './sources.ts';

/** A policy with its model. */
export interface Subject {
  readonly policy: Entity<'DriftPolicy'>;
  readonly model: Entity<'Model'>;
}

/** A test as the job makes it: what it is judged by, and the p-value that a difference must have. */
export function jobTest({ policy }: Pick<Subject, 'policy'>, spec: TestSpec): JobTest {
  return {
    test: spec.test,
    levels: levelsOf(spec),
    alpha: spec.pValue ?? policy.spec.significance,
    ...(spec.normalise !== undefined && { normalise: spec.normalise }),
  };
}

/** Notes that a part of a policy is left out. */
export function leaveOut(
  { gaps }: DriftDraft,
  { policy }: Pick<Subject, 'policy'>,
  { what, path, why, hint }: Unread & { readonly what: string; readonly path: (string | number)[] },
): void {
  gaps.push({
    what: `DriftPolicy ${policy.name}: ${what}`,
    why,
    ...(hint !== undefined && { hint }),
    origin: originOf(policy, path),
  });
}
