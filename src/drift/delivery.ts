import type { PUBLISH_CODES } from '../diagnostics/catalogue/publish.ts';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { DRIFT_CONTRACT } from '../plan/drift-contract.ts';

export type PublishCode = (typeof PUBLISH_CODES)[number]['code'];

export const OUTPUTS = ['textfile', 'pushgateway', 'otlp', 'remote-write'] as const;
export type OutputName = (typeof OUTPUTS)[number];

/**
 * How an output fared: all was taken; the receiver took a part; it, or the disk, refuses what another attempt would not
 * change; or it cannot be reached now. Whoever runs the job decides what that means for its exit code; each finding's code has
 * its own in the catalogue.
 */
export type DeliveryState = 'delivered' | 'partly' | 'refused' | 'unreachable';

export interface Delivery {
  readonly output: OutputName;
  /** Path of the file, or address without credentials and query; empty if the options were refused before one was known. */
  readonly target: string;
  readonly state: DeliveryState;
  /** Series that were taken. */
  readonly series: number;
  readonly findings: readonly Diagnostic[];
}

/** A finding about an output. No span: it is about a server or a file, not about a line of a spec. */
export function publishFinding(
  code: PublishCode,
  message: string,
  hint?: string,
  severity: Severity = 'error',
): Diagnostic {
  return { code, severity, message, ...(hint !== undefined && { hint }) };
}

/** Labels that an output adds to every series, as a scrape does: an environment, a job. */
export type AddedLabels = Readonly<Record<string, string>>;

const OURS = new Set<string>(Object.values(DRIFT_CONTRACT).flatMap(({ labels }) => labels));

/** What is wrong with added labels; undefined if nothing is. */
export function addedLabelsProblem(labels: AddedLabels): Diagnostic | undefined {
  for (const [label, value] of Object.entries(labels)) {
    const why = labelProblem(label, value);
    if (why !== undefined)
      return publishFinding('publish/label', `the label ${JSON.stringify(label)} cannot be added: ${why}`);
  }
  return undefined;
}

function labelProblem(label: string, value: string): string | undefined {
  // https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) return 'a name has letters, digits and underscores';
  if (label.startsWith('__')) return 'names that begin with __ are for Prometheus itself';
  if (OURS.has(label)) return 'the drift contract uses it';
  return value === '' ? 'it has no value' : undefined;
}
