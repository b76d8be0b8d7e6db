import { codeFrame } from '../code-frame.ts';
import type { Diagnostic, RelatedPlace, Severity } from '../diagnostic.ts';
import { printable, printableLines } from '../printable.ts';
import { secretSpans } from '../secrets.ts';
import type { Span } from '../span.ts';
import { type PrintContext, type Printer, shownFile } from './printer.ts';
import { summaryLine } from './tally.ts';

/** So many warnings or remarks of one code are told with all that belongs to them. */
const WHOLE = 10;

/**
 * For people at a terminal: place, severity and code, the source line with carets and message, then what was expected, what
 * to do, and the other places that matter. Of the same warning for hundreds of objects the later ones are a line each. The last
 * line counts.
 */
export const printPretty: Printer = (diagnostics, context) => {
  const masked = secretSpans(diagnostics);
  const told = new Map<string, number>();
  const blocks = diagnostics.map((diagnostic) => {
    const { severity, code } = diagnostic;
    const before = told.get(code) ?? 0;
    told.set(code, before + 1);
    const isShort = severity !== 'error' && before >= WHOLE;
    return isShort ? lines(diagnostic, context) : block(diagnostic, context, masked);
  });
  const summary = summaryLine(diagnostics, context.summary?.objects);
  return `${[...blocks.flat(), summary].join('\n')}\n`;
};

function block(
  diagnostic: Diagnostic,
  context: PrintContext,
  masked: ReadonlyMap<string, readonly Span[]>,
): string[] {
  const { severity, span, expected, hint, related = [] } = diagnostic;
  const { severityColor } = painter(context.color);
  const [message = '', ...moreOfMessage] = printableLines(diagnostic.message);
  const text = span === undefined ? undefined : context.texts.get(span.file);
  const frame =
    span === undefined || text === undefined
      ? []
      : codeFrame(text, span, {
          note: message,
          masked: masked.get(span.file) ?? [],
          paint: severityColor(severity),
        });
  return [
    header(diagnostic, context),
    ...(frame.length > 0 ? frame : [`   ${message}`]),
    ...moreOfMessage.map((line) => `   ${line}`),
    ...(expected === undefined ? [] : [`   expected: ${printable(expected)}`]),
    ...(hint === undefined ? [] : printableLines(hint).map((line) => `   ${line}`)),
    ...related.flatMap((place) => relatedBlock(place, context, masked)),
  ];
}

/** Without the source, and without what the others of its code told already. */
function lines(diagnostic: Diagnostic, context: PrintContext): string[] {
  const [message = '', ...moreOfMessage] = printableLines(diagnostic.message);
  return [`${header(diagnostic, context)}  ${message}`, ...moreOfMessage.map((line) => `   ${line}`)];
}

function header({ severity, code, span, env }: Diagnostic, context: PrintContext): string {
  const { bold, dim, severityColor } = painter(context.color);
  const place = span === undefined ? [] : [bold(placeOf(span, context))];
  const environments = env === undefined ? [] : [dim(`(${env.map(printable).join(', ')})`)];
  return [...place, severityColor(severity)(severity), dim(printable(code)), ...environments].join('  ');
}

function relatedBlock(
  { span, message }: RelatedPlace,
  context: PrintContext,
  masked: ReadonlyMap<string, readonly Span[]>,
): string[] {
  const { dim } = painter(context.color);
  const text = context.texts.get(span.file);
  const frame =
    text === undefined
      ? []
      : codeFrame(text, span, { before: 0, masked: masked.get(span.file) ?? [], paint: dim });
  return [`   ${placeOf(span, context)}  ${printable(message)}`, ...frame];
}

function placeOf(span: Span, context: PrintContext): string {
  return `${printable(shownFile(span.file, context))}:${span.start.line}:${span.start.column}`;
}

type Paint = (text: string) => string;

function painter(color: boolean): { bold: Paint; dim: Paint; severityColor: (severity: Severity) => Paint } {
  const sgr =
    (open: string, close: string): Paint =>
    (text) =>
      color ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  const colors: Record<Severity, Paint> = {
    error: sgr('31', '39'),
    warning: sgr('33', '39'),
    info: sgr('36', '39'),
  };
  return { bold: sgr('1', '22'), dim: sgr('2', '22'), severityColor: (severity) => colors[severity] };
}
