import { isCollection, isMap, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Origin } from '../plan/origin.ts';
import type { FileMark } from '../targets/target.ts';
import type { Complaint, ReadableFile } from './reader.ts';

/** What is known of a rendered file: its place for messages, and which specs its parts come from. */
export interface JudgedFile {
  /** As the user finds it: `generated/acme/prod/prometheus/rules/model-x.yaml`. */
  readonly shown: string;
  readonly marks: readonly FileMark[];
}

/** The finding for a program's complaint, placed at the spec that the complained-of part was rendered from. */
export function complaintToDiagnostic(
  program: string,
  complaint: Complaint,
  read: ReadableFile | undefined,
  file: JudgedFile | undefined,
): Diagnostic {
  const pointer = complaint.pointer ?? (read && pointerAt(read.text, complaint));
  const origin = file && read && nearestOrigin(file.marks, [...read.prefix, ...(pointer ?? [])]);
  const [span, ...more] = distinct(origin?.spans ?? []);
  const where = file
    ? `${file.shown}${complaint.line !== undefined && read?.prefix.length === 0 ? `:${complaint.line}` : ''}`
    : 'the rendered files';
  return {
    code: 'tool/complaint',
    severity: 'error',
    message: `${program} refuses ${where}: ${complaint.message}`,
    ...(span && { span }),
    ...(origin && { object: origin.object }),
    ...(more.length > 0 && {
      related: more.map((place) => ({ message: 'this has a part in it', span: place })),
    }),
    hint: 'What this spec says is rendered into something that the program refuses.',
    data: {
      program,
      ...(file && { file: file.shown }),
      ...(complaint.line !== undefined && { line: complaint.line }),
    },
  };
}

/** Each place once: several parts of a spec may stand on one. */
function distinct(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [placeOf(span), span])).values()];
}

function placeOf({ file, start, end }: Span): string {
  return `${file} ${start.offset} ${end.offset}`;
}

/** The mark with the longest pointer that leads to the place. */
function nearestOrigin(
  marks: readonly FileMark[],
  pointer: readonly (string | number)[],
): Origin | undefined {
  const above = marks.filter((mark) => mark.pointer.every((step, index) => step === pointer[index]));
  return above.toSorted((a, b) => b.pointer.length - a.pointer.length)[0]?.origin;
}

/** Path of the innermost node on the complaint's line, or of the last one that is, or else holds, the quoted text. */
function pointerAt(text: string, { line, quoted }: Complaint): (string | number)[] | undefined {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  if (contents === null) return undefined;
  const offset =
    line === undefined
      ? quoted === undefined
        ? undefined
        : (lastScalar(contents, quoted) ?? text.lastIndexOf(quoted))
      : lineEnd(text, lines.lineStarts[line - 1]);
  return offset === undefined || offset < 0 ? undefined : descend(contents, offset);
}

/** Where the last scalar with just this value begins. */
function lastScalar(contents: Node, value: string): number | undefined {
  let found: number | undefined;
  visit(contents, {
    Scalar(_, node) {
      if (node.value === value) found = node.range?.[0];
    },
  });
  return found;
}

/** The end of the line, so that the last node that begins on it counts. */
function lineEnd(text: string, start: number | undefined): number | undefined {
  if (start === undefined) return undefined;
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length - 1 : end - 1;
}

function descend(node: Node, offset: number): (string | number)[] {
  if (!isCollection(node)) return [];
  if (isSeq(node)) {
    const index = node.items.findLastIndex((item) => startOf(item) <= offset);
    return index < 0 ? [] : [index, ...descend(node.items[index] as Node, offset)];
  }
  if (!isMap(node)) return [];
  const pair = node.items.findLast((item) => startOf(item.key) <= offset);
  if (!pair) return [];
  const key = (pair.key as { value?: unknown }).value;
  return [String(key), ...(pair.value === null ? [] : descend(pair.value as Node, offset))];
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? Number.POSITIVE_INFINITY;
}
