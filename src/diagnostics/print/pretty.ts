import { codeFrame } from '../code-frame.ts';
import type { Diagnostic, RelatedPlace, Severity } from '../diagnostic.ts';
import { printable, printableLines } from '../printable.ts';
import { secretSpans } from '../secrets.ts';
import type { Span } from '../span.ts';
import { type PrintContext, type Printer, shownFile } from './printer.ts';
import { summaryLine } from './tally.ts';

/**
 * For people at a terminal: place, severity and code, the source line with carets and message, then what was expected, what
 * to do, and the other places that matter. The last line counts.
 */
export const printPretty: Printer = (diagnostics, context) => {
  const masked = secretSpans(diagnostics);
  const blocks = diagnostics.map((diagnostic) => block(diagnostic, context, masked));
  const summary = summaryLine(diagnostics, context.summary?.objects);
  return `${[...blocks.flat(), summary].join('\n')}\n`;
};

function block(
  diagnostic: Diagnostic,
  context: PrintContext,
  masked: ReadonlyMap<string, readonly Span[]>,
): string[] {
  const { severity, code, span, env, expected, hint, related = [] } = diagnostic;
  const { bold, dim, severityColor } = painter(context.color);
  const [message = '', ...moreOfMessage] = printableLines(diagnostic.message);
  const place = span === undefined ? [] : [bold(placeOf(span, context))];
  const environments = env === undefined ? [] : [dim(`(${env.map(printable).join(', ')})`)];
  const header = [...place, severityColor(severity)(severity), dim(printable(code)), ...environments].join(
    '  ',
  );

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
    header,
    ...(frame.length > 0 ? frame : [`   ${message}`]),
    ...moreOfMessage.map((line) => `   ${line}`),
    ...(expected === undefined ? [] : [`   expected: ${printable(expected)}`]),
    ...(hint === undefined ? [] : printableLines(hint).map((line) => `   ${line}`)),
    ...related.flatMap((place) => relatedBlock(place, context, masked)),
  ];
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
