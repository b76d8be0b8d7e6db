import type { SecretRef } from '../../plan/secret.ts';

/**
 * Grafana looks for variables in most values of provisioning files, and `$$` stands for a dollar
 * (https://grafana.com/docs/grafana/latest/administration/provisioning/#using-environment-variables).
 */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** Grafana replaces it by the secret when it reads the file. */
export function reference(secret: SecretRef): string {
  return secret.from === 'env' ? `$__env{${secret.variable}}` : `$__file{${secret.path}}`;
}
