import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Services } from './processes.ts';

/** Makes keys and certificates of a day in a new folder. */
export function openssl(services: Services) {
  const folder = services.folder();
  const run = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  return {
    at: (name: string): string => path.join(folder, name),
    /** An authority that signs: ca.key, ca.pem. */
    authority: (): void =>
      run('req', '-x509', ...newKey, '-subj', '/CN=test authority', '-keyout', 'ca.key', '-out', 'ca.pem'),
    /** A certificate that it has signed, for this machine's loopback address: NAME.key, NAME.pem. */
    signed: (name: string): void => {
      const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'subjectAltName=IP:127.0.0.1'];
      const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
      run('req', '-x509', ...newKey, ...signer, '-subj', `/CN=${name}`, ...files);
    },
  };
}
