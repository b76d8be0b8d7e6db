import type { SelfCheck } from '../../plan/condition.ts';
import type { Expr } from '../ast.ts';
import { gatewayDown, queueFilling, telemetryDropped, telemetryRefused } from './carriage.ts';
import type { Scope } from './scope.ts';
import { evaluationFailing, evaluationLate, notificationFailing } from './self.ts';

const CHECKS: Readonly<Record<SelfCheck, (scope: Scope) => Expr>> = {
  'evaluation-failing': evaluationFailing,
  'evaluation-late': evaluationLate,
  'notification-failing': notificationFailing,
  'telemetry-queue-filling': queueFilling,
  'telemetry-refused': telemetryRefused,
  'telemetry-dropped': telemetryDropped,
  'telemetry-down': gatewayDown,
};

/** The expression that has a value while the check fails. */
export function selfCheck(scope: Scope, check: SelfCheck): Expr {
  return CHECKS[check](scope);
}
