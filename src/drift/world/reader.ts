import type { JobSource } from '../../plan/drift-job.ts';
import { quoteText } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { csvReader } from './csv.ts';
import { isEmptyFile } from './files.ts';

export interface ReaderRequest {
  readonly source: JobSource;
  /** A name that no other relation has. */
  readonly name: string;
  readonly wanted?: readonly string[];
}

/** What reads files, and those that are read: text files may be empty, and say nothing then. */
export interface Reader {
  readonly files: readonly string[];
  readonly reader: string;
  /** Of all columns, where not all are read. */
  readonly names?: readonly string[];
  readonly asText?: readonly string[];
  /** Names that more than one column has: the first is meant. */
  readonly repeated?: readonly string[];
  /** Removes what was made for it, once the rows are elsewhere. */
  drop?(): Promise<void>;
}

/** Values of texts are read as texts: what they are is declared, or told by all of them, not by the first some thousand. */
export async function readerOf(
  engine: Engine,
  { source: { type, timestamp }, name, wanted }: ReaderRequest,
  files: readonly string[],
): Promise<Reader> {
  if (type === 'csv') return csvReader(engine, files);
  if (type === 'arrow' && files.length > 0) {
    const { readArrow } = await import('./arrow.ts');
    return {
      files,
      ...(await readArrow(engine, files, {
        name,
        wanted: wanted && [...wanted, ...(timestamp === undefined ? [] : [timestamp])],
      })),
    };
  }
  const filled = type === 'jsonl' ? files.filter((file) => !isEmptyFile(file)) : files;
  const list = `[${filled.map(quoteText).join(', ')}]`;
  const reader =
    type === 'jsonl'
      ? `read_json(${list}, format = 'newline_delimited', union_by_name = true, sample_size = -1, convert_strings_to_integers = false)`
      : `read_parquet(${list}, union_by_name = true)`;
  return { files: filled, reader };
}
