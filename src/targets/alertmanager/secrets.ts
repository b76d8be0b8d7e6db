import type { SecretRef } from '../../plan/secret.ts';

/** The file in which Alertmanager, which reads no environment variables, finds the secret. */
export function secretFile(secret: SecretRef, secretsDir: string): string {
  return secret.from === 'file' ? secret.path : `${secretsDir.replace(/\/+$/, '')}/${secret.variable}`;
}
