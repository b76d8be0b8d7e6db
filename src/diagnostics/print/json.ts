import { stableJson } from '../../support/stable-json.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { printableJson } from '../printable.ts';
import type { Span } from '../span.ts';
import { plainData } from './plain-data.ts';
import { type PrintContext, type Printer, shownFile } from './printer.ts';
import { tally } from './tally.ts';

/** For programs: one document with every finding as a record, and the counts. Keys are sorted. */
export const printJson: Printer = (diagnostics, context) => {
  const { error, warning, info } = tally(diagnostics);
  const document = {
    version: 1,
    findings: diagnostics.map((diagnostic) => findingRecord(diagnostic, context)),
    summary: { errors: error, warnings: warning, infos: info, objects: context.summary?.objects },
  };
  return printableJson(stableJson(document));
};

/** One finding as data. Positions count from 1, offsets from 0, both in UTF-16 code units; `end` is the first place behind. */
export function findingRecord(diagnostic: Diagnostic, context: PrintContext): Record<string, unknown> {
  const { code, severity, message, span, object, field, env, data, hint, expected, related, suggestions } =
    diagnostic;
  return {
    ruleId: code,
    severity,
    message,
    ...(span && placeRecord(span, context)),
    object,
    field,
    env,
    data: data === undefined ? undefined : plainData(data),
    hint,
    expected,
    related: related?.map((place) => ({ message: place.message, ...placeRecord(place.span, context) })),
    suggestions,
    docs: context.docsUrl?.(code),
    // Readers that show source text must not show this stretch.
    redact: diagnostic.redact === true ? true : undefined,
  };
}

function placeRecord(span: Span, context: PrintContext): Record<string, unknown> {
  return { file: shownFile(span.file, context), range: { start: span.start, end: span.end } };
}
