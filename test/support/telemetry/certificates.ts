import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Services } from '../processes.ts';

/** Certificates of a day for this machine's loopback address, as `tls` of a gateway wants them: both sides signed by one authority. */
export function mutualTls(services: Services): string {
  const folder = services.folder();
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  openssl('req', '-x509', ...newKey, '-subj', '/CN=test authority', '-keyout', 'ca.key', '-out', 'ca.pem');
  for (const side of ['gateway', 'agent']) {
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'subjectAltName=IP:127.0.0.1'];
    openssl(
      'req',
      '-x509',
      ...newKey,
      ...signed,
      '-subj',
      `/CN=${side}`,
      '-keyout',
      `${side}.key`,
      '-out',
      `${side}.pem`,
    );
  }
  const agent = `{ clientCa: ${at('ca.pem')}, cert: ${at('agent.pem')}, key: ${at('agent.key')} }`;
  return `tls: { cert: ${at('gateway.pem')}, key: ${at('gateway.key')}, ca: ${at('ca.pem')}, mutual: ${agent} }`;
}
