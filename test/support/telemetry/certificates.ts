import { openssl } from '../openssl.ts';
import type { Services } from '../processes.ts';

/** Certificates of a day for this machine's loopback address, as `tls` of a gateway wants them: both sides signed by one authority. */
export function mutualTls(services: Services): string {
  const { at, authority, signed } = openssl(services);
  authority();
  signed('gateway');
  signed('agent');
  const agent = `{ clientCa: ${at('ca.pem')}, cert: ${at('agent.pem')}, key: ${at('agent.key')} }`;
  return `tls: { cert: ${at('gateway.pem')}, key: ${at('gateway.key')}, ca: ${at('ca.pem')}, mutual: ${agent} }`;
}
