import type { DriftPolicySpec, TestSpec } from '../drift-policy.ts';
import { DRIFT_DEFAULTS } from './defaults.ts';
import { type ShareLevels, zShareLevels } from './test-fields.ts';
import { driftTest } from './tests.ts';

/** Values from which a test warns and alerts; an absent level never comes. */
export interface DriftLevels {
  readonly warn?: number;
  readonly alert?: number;
}

/**
 * What a test is judged by: a distance by itself, a significant difference by its effect. Without `minEffect` every
 * significant one alerts: the level is 0.
 */
export function levelsOf({ test, warn, alert, minEffect }: TestSpec): DriftLevels {
  if (driftTest(test).judgedBy === 'distance') return present({ warn, alert });
  return typeof minEffect === 'object' ? present(minEffect) : { alert: minEffect ?? 0 };
}

/** Levels of the shares of missing and of unseen values; the usual ones of a policy that tests no features. */
export function sharesOf(features: DriftPolicySpec['features']): {
  readonly nulls: DriftLevels;
  readonly unseen: DriftLevels;
} {
  const { nulls, unseen } = features ?? {
    nulls: zShareLevels.parse(DRIFT_DEFAULTS.nulls),
    unseen: zShareLevels.parse(DRIFT_DEFAULTS.unseen),
  };
  return { nulls: shareLevels(nulls), unseen: shareLevels(unseen) };
}

function shareLevels(levels: ShareLevels): DriftLevels {
  return levels === 'none' ? {} : present({ warn: levels.warn?.ratio, alert: levels.alert?.ratio });
}

function present({
  warn,
  alert,
}: {
  readonly warn?: number | undefined;
  readonly alert?: number | undefined;
}): DriftLevels {
  return { ...(warn !== undefined && { warn }), ...(alert !== undefined && { alert }) };
}
