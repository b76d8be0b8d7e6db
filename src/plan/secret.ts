/** Where a secret will be found at run time. Its value is never read by the compiler. */
export type SecretRef =
  /** A file as the program that needs it sees it. What a relative path is relative to is up to that program. */
  { readonly from: 'file'; readonly path: string } | { readonly from: 'env'; readonly variable: string };
