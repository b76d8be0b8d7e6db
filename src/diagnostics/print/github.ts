import type { Diagnostic, Severity } from '../diagnostic.ts';
import { printable, printableLines } from '../printable.ts';
import { type Printer, shownFile } from './printer.ts';

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands of GitHub Actions, one a finding, which become annotations of a pull request's lines. Columns are given
 * only when the span ends on its first line: GitHub ignores the annotation's columns otherwise.
 */
export const printGithub: Printer = (diagnostics, context) =>
  diagnostics
    .map((diagnostic) => {
      const { span, code, severity } = diagnostic;
      const properties: [string, string][] = [];
      if (span !== undefined) {
        properties.push(['file', printable(shownFile(span.file, context))]);
        properties.push(['line', String(span.start.line)], ['endLine', String(span.end.line)]);
        if (span.start.line === span.end.line) {
          properties.push(['col', String(span.start.column)], ['endColumn', String(span.end.column)]);
        }
      }
      properties.push(['title', code]);
      const list = properties.map(([name, value]) => `${name}=${escapeProperty(value)}`).join(',');
      return `::${COMMANDS[severity]} ${list}::${escapeData(textOf(diagnostic))}\n`;
    })
    .join('');

function textOf({ message, expected, hint, env }: Diagnostic): string {
  return [
    ...printableLines(message),
    ...(expected === undefined ? [] : [`expected: ${printable(expected)}`]),
    ...(hint === undefined ? [] : printableLines(hint)),
    ...(env === undefined ? [] : [`in ${env.map(printable).join(', ')}`]),
  ].join('\n');
}

/** Escaping of the runner's command syntax. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
