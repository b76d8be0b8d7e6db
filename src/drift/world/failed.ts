import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Delivery, type OutputName, publishFinding } from '../delivery.ts';
import { type Reply, told } from './http.ts';

/** A delivery that was not begun. */
export function refusedBefore(output: OutputName, problem: Diagnostic): Delivery {
  return { output, target: '', state: 'refused', series: 0, findings: [problem] };
}

/**
 * A delivery, after a reply that is not 2xx to a message with `what`: unreachable is worse than refused, since the rest is
 * then not tried.
 */
export function failed(delivery: Delivery, reply: Reply, what: string): Delivery {
  const { target, findings } = delivery;
  if ('unreachable' in reply) {
    const message = `${target} does not take ${what}: ${reply.unreachable}`;
    const finding = publishFinding('publish/unreachable', message, hintForUnreachable(reply.unreachable));
    return { ...delivery, state: 'unreachable', findings: [...findings, finding] };
  }
  const message = `${target} refuses ${what}: ${told(reply.status, reply.text)}`;
  const finding = publishFinding('publish/refused', message, hintForRefused(reply.status, delivery.output));
  return { ...delivery, state: 'refused', findings: [...findings, finding] };
}

function hintForUnreachable(reason: string): string | undefined {
  // Names of errors as OpenSSL and Node have them: https://nodejs.org/api/tls.html#x509-certificate-error-codes
  if (/certificate|CERT_|SELF_SIGNED|UNABLE_TO_/i.test(reason))
    return 'Name the authority that signed the certificate: NODE_EXTRA_CA_CERTS=ca.pem';
  return undefined;
}

const PATHS: Readonly<Record<OutputName, string>> = {
  textfile: '',
  pushgateway: 'Give the address of the Pushgateway without /metrics, such as http://localhost:9091',
  otlp: 'Give the address before /v1/metrics: http://localhost:4318, or http://localhost:9090/api/v1/otlp of a Prometheus that runs with --web.enable-otlp-receiver.',
  'remote-write':
    'Give the whole address, such as http://localhost:9090/api/v1/write of a Prometheus that runs with --web.enable-remote-write-receiver.',
};

function hintForRefused(status: number, output: OutputName): string | undefined {
  if (status === 401 || status === 403) return 'Is there a token, is it the right one, and may it write?';
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return PATHS[output];
  return undefined;
}
