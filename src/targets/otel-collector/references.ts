import type { SecretRef } from '../../plan/secret.ts';

const PIECES = Symbol('pieces of a text with references');

/** A text with references in it, which the collector puts in when it starts. */
export interface Referring {
  readonly [PIECES]: readonly (string | SecretRef)[];
}

/** A text of which some pieces are secrets: `referring('Bearer ', token)`. */
export function referring(...pieces: readonly (string | SecretRef)[]): Referring {
  return { [PIECES]: pieces };
}

/**
 * Data with its references written as the collector reads them, and every other `$` doubled, since it would take it for the
 * beginning of one: https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export function withReferences(data: unknown): unknown {
  if (typeof data === 'string') return escaped(data);
  if (Array.isArray(data)) return data.map(withReferences);
  if (typeof data !== 'object' || data === null) return data;
  if (PIECES in data) return (data as Referring)[PIECES].map(written).join('');
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withReferences(value)]));
}

function written(piece: string | SecretRef): string {
  if (typeof piece === 'string') return escaped(piece);
  return piece.from === 'env' ? `\${env:${piece.variable}}` : `\${file:${piece.path}}`;
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** The environment variables that data refer to, sorted. */
export function variablesIn(data: unknown): string[] {
  const found = new Set<string>();
  visit(data, (piece) => {
    if (piece.from === 'env') found.add(piece.variable);
  });
  return [...found].toSorted();
}

/** The files with secrets that data refer to, sorted. */
export function secretFilesIn(data: unknown): string[] {
  const found = new Set<string>();
  visit(data, (piece) => {
    if (piece.from === 'file') found.add(piece.path);
  });
  return [...found].toSorted();
}

function visit(data: unknown, see: (piece: SecretRef) => void): void {
  if (typeof data !== 'object' || data === null) return;
  if (PIECES in data) {
    for (const piece of (data as Referring)[PIECES]) if (typeof piece !== 'string') see(piece);
    return;
  }
  for (const value of Object.values(data)) visit(value, see);
}
