import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { View } from '../../plan/view.ts';

/**
 * Dashboards mostly reach Grafana in a ConfigMap, which Kubernetes limits to 1 MiB
 * (https://kubernetes.io/docs/concepts/configuration/configmap/). Grafana itself takes 16 MB in MySQL, and more elsewhere.
 */
const MOST_BYTES = 1_048_576;

/** The finding for a dashboard that is too large to be deployed in the usual way. */
export function sizeNote({ title, origin }: View, bytes: number, isCompact: boolean): Diagnostic | undefined {
  if (bytes <= MOST_BYTES) return undefined;
  const [span] = origin.spans;
  return {
    code: 'target/limit',
    severity: 'warning',
    message: `grafana: the dashboard "${title}" has ${bytes} bytes, and a ConfigMap takes at most ${MOST_BYTES}; rendered all the same`,
    ...(span && { span }),
    object: origin.object,
    hint: isCompact
      ? 'Split the project, or load the file from a volume.'
      : 'compact: true under targets.grafana takes about a third of the bytes.',
    data: { target: 'grafana', bytes, most: MOST_BYTES },
  };
}
