const REASONS: readonly [RegExp, string][] = [
  [
    /No magic bytes|too small to be a Parquet|TProtocol|Snappy|ZSTD|[Cc]orrupt/,
    'The file is cut off, damaged, or no Parquet. Write files elsewhere and rename them when they are whole.',
  ],
  [
    /^Arrow Error/,
    'The file is cut off, damaged, or neither of the two formats of Arrow (file and stream). Write files elsewhere and rename them when they are whole.',
  ],
  [/Malformed JSON/, 'The file is cut off, or has no object on each line.'],
  [/Out of Memory/, 'Give it more by --memory-limit: 512MB is the default, and 100MB are enough for most.'],
  [/Maximum line size/, 'A line of a CSV file has at most 2 MB: keep what is longer in Parquet.'],
  [
    /CSV Error|sniffing/,
    'Every line of a CSV file has as many values as its first line has names, and quotes are closed.',
  ],
  [/Permission denied|EACCES/, 'The user of the job must be able to read the files.'],
];

/** What to do about files that the engine can't read, by what it says of them. */
export function hintForUnreadable(message: string): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1];
}
