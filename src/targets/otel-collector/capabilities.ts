import { capabilitiesOf, FULL } from '../capability.ts';

/** The collector carries what others measure, and alert on. */
export const capabilities = capabilitiesOf({
  scrape: FULL,
  'telemetry/traces': FULL,
  'telemetry/metrics': FULL,
  'telemetry/logs': FULL,
  'telemetry/redaction': FULL,
  'telemetry/sampling': FULL,
  'telemetry/durable-queue': {
    support: 'approximated',
    how: 'what waits is kept in memory, and is lost with it; what came in later waits where it came from',
  },
});
