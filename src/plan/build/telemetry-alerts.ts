import type { BuildContext } from './context.ts';

export function addTelemetryAlerts(_context: BuildContext): void {}
