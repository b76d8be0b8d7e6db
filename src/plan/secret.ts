/** Where a secret will be found at run time. Its value is never read by the compiler. */
export type SecretRef =
  /** A file as the reading program sees it; relative paths are relative to that program's own configuration file. */
  { readonly from: 'file'; readonly path: string } | { readonly from: 'env'; readonly variable: string };
