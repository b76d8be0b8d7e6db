import { z } from 'zod';
import { stableJson } from '../support/stable-json.ts';
import { MANIFEST_NAME, pathProblem } from './paths.ts';

const JOURNAL_FORMAT = 'modelwatch-journal/1';

/** Names inside the transaction folder. */
export const JOURNAL_NAME = 'journal.json';
export const JOURNAL_DRAFT_NAME = 'journal.draft';
export const STAGE_NAME = 'new';
export const BALLAST_NAME = 'ballast';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().refine((p) => p === MANIFEST_NAME || pathProblem(p) === undefined, {
  error: 'not a path inside the output folder',
});

const operationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('remove'), path, old: hash }),
  z.object({
    op: z.literal('write'),
    path,
    stage: z.string().regex(/^\d+$/),
    old: hash.nullable(),
    new: hash,
  }),
]);

const journalSchema = z.object({ format: z.literal(JOURNAL_FORMAT), operations: z.array(operationSchema) });

/**
 * One change of the tree. `old` and `new` are SHA-256 of the file's bytes; `old` is null where nothing was. A written file
 * waits under its `stage` number and is renamed into place.
 */
export type Operation = Readonly<z.infer<typeof operationSchema>>;

/** The journal's text. Removals come first, so that a file may give way to a folder and the other way round. */
export function printJournal(operations: readonly Operation[]): string {
  return stableJson({ format: JOURNAL_FORMAT, operations }, 0);
}

/** Reads a journal; a text says why it cannot be read. Never throws. */
export function parseJournal(text: string): readonly Operation[] | string {
  try {
    const parsed = journalSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.operations;
    return parsed.error.issues[0]?.message ?? 'it has another shape';
  } catch {
    return 'it is not JSON';
  }
}
