/** The `code` of a file error (`ENOSPC`), or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than this user or disk allows',
  EROFS: 'the disk is mounted read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  ENOTEMPTY: 'the folder is not empty',
  ENOENT: 'it does not exist',
  EEXIST: 'it exists already',
  ENAMETOOLONG: 'the path is too long for this disk',
  EXDEV: 'it lies on another disk than the output folder',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  EIO: 'the disk reports an input/output error',
  EBUSY: 'it is in use',
};

/** What a file error means, in words, with its code. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const words = REASONS[code];
  if (words !== undefined) return `${words} (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/** The path a file error names, if it does. */
export function pathOfError(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}
