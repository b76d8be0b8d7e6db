import type { Reading } from '../../plan/view.ts';
import type { Expr } from '../ast.ts';
import { asVector, lowerMeasure } from '../lower/measure.ts';
import { alertsReading } from './alerts.ts';
import { driftReading } from './drift.ts';
import { objectiveReading, objectivesReading } from './objectives.ts';
import { gaugeReading, meanReading, quantileReading, rateReading, shareReading } from './signals.ts';
import type { ViewScope } from './view-scope.ts';

/** An expression, and the labels that its series are told apart by. */
export interface LoweredReading {
  readonly expr: Expr;
  readonly labels: readonly string[];
  /** Those that the legend names; all of them when absent. */
  readonly legendLabels?: readonly string[];
}

export function lowerReading(scope: ViewScope, reading: Reading): LoweredReading {
  switch (reading.read) {
    case 'measure':
      return { expr: asVector(lowerMeasure(scope.scope, reading.measure)), labels: [] };
    case 'rate':
      return rateReading(scope, reading);
    case 'share':
      return shareReading(scope, reading);
    case 'quantile':
      return quantileReading(scope, reading);
    case 'mean':
      return meanReading(scope, reading);
    case 'gauge':
      return gaugeReading(scope, reading);
    case 'objective':
      return objectiveReading(scope, reading);
    case 'objectives':
      return objectivesReading(scope, reading);
    case 'alerts':
      return alertsReading(scope, reading);
    case 'drift':
      return driftReading(scope, reading);
  }
}
