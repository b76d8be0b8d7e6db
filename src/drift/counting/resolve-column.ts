import { type Engine, EngineError } from '../engine.ts';
import { type PhysicalColumn, physicalKind } from './columns.ts';
import { quoteName, quoteText, type SqlColumn } from './sql.ts';

/**
 * A column by its name, else whatever its case and however its accents are written; or a field of a struct, by a.b. Undefined when
 * the relation has none.
 */
export async function resolveColumn(
  engine: Engine,
  relation: string,
  columns: readonly PhysicalColumn[],
  wanted: string,
): Promise<SqlColumn | undefined> {
  const named = (name: string): PhysicalColumn | undefined =>
    columns.find((column) => column.name === name) ??
    columns.find((column) => foldedName(column.name) === foldedName(name));
  const whole = named(wanted);
  if (whole !== undefined) return { expression: quoteName(whole.name), kind: physicalKind(whole.type) };
  const [head = '', ...fields] = wanted.split('.');
  const outer = named(head);
  if (outer === undefined || fields.length === 0) return undefined;
  const isJson = outer.type === 'JSON';
  const expression = isJson
    ? `${quoteName(outer.name)}->${quoteText(`$${fields.map((field) => `."${field}"`).join('')}`)}`
    : [outer.name, ...fields].map(quoteName).join('.');
  try {
    const [field] = await engine.columns(`(SELECT ${expression} AS field FROM ${relation})`);
    return field && { expression: isJson ? `(${expression})` : expression, kind: physicalKind(field.type) };
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/** A name as it is compared: whatever its case, and however its accents are written. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
