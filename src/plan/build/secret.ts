import type { SecretRef } from '../secret.ts';

/** The plan's reference for one of the specs: without the text that the user wrote. */
export function secretOf(
  ref: { readonly from: 'file'; readonly path: string } | { readonly from: 'env'; readonly variable: string },
): SecretRef {
  return ref.from === 'file' ? { from: 'file', path: ref.path } : { from: 'env', variable: ref.variable };
}
