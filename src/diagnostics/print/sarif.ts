import type { Location, Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import { compareStrings } from '../../support/compare-strings.ts';
import { stableJson } from '../../support/stable-json.ts';
import { catalogueEntry } from '../catalogue.ts';
import type { Diagnostic, RelatedPlace, Severity } from '../diagnostic.ts';
import { printableJson } from '../printable.ts';
import { secretSpans } from '../secrets.ts';
import type { Span } from '../span.ts';
import { fingerprints } from './fingerprint.ts';
import { plainData } from './plain-data.ts';
import { type PrintContext, type Printer, shownFile } from './printer.ts';

const LEVELS: Record<Severity, Result.level> = { error: 'error', warning: 'warning', info: 'note' };

/** Files are relative to the root of the checkout, whose place on a machine is nobody's business. */
const ROOT = '%SRCROOT%';

/** For code scanning: a SARIF 2.1.0 log with one run. */
export const printSarif: Printer = (diagnostics, context) => {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted(compareStrings);
  const prints = fingerprints(diagnostics);
  const quote = quoter(diagnostics, context);
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Modelwatch', rules: codes.map((code) => ruleOf(code, context)) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the checkout.' } } },
        results: diagnostics.map((diagnostic, at) => ({
          ...resultOf(diagnostic, context, quote),
          ruleIndex: codes.indexOf(diagnostic.code),
          partialFingerprints: { 'modelwatch/v1': prints[at] ?? '' },
        })),
      },
    ],
  };
  return printableJson(stableJson(log));
};

function ruleOf(code: string, context: PrintContext): ReportingDescriptor {
  const entry = catalogueEntry(code) ?? context.describe?.(code);
  const helpUri = context.docsUrl?.(code);
  return {
    id: code,
    ...(entry && {
      shortDescription: { text: messageText(entry.title) },
      fullDescription: { text: messageText(entry.explain) },
    }),
    ...(helpUri !== undefined && { helpUri }),
  };
}

function resultOf(diagnostic: Diagnostic, context: PrintContext, quote: Quote): Result {
  const { code, severity, message, expected, hint, span, object, field, related = [] } = diagnostic;
  const text = [message, expected === undefined ? undefined : `expected: ${expected}`, hint]
    .filter((part) => part !== undefined)
    .join('\n');
  const logical = object && {
    logicalLocations: [
      {
        name: object.name,
        kind: 'object',
        fullyQualifiedName: `${object.kind}/${object.name}${field === undefined ? '' : `#${field}`}`,
      },
    ],
  };
  const physical = span && { physicalLocation: physicalLocation(span, context, quote(span)) };
  const data = plainData({
    env: diagnostic.env,
    data: diagnostic.data,
    suggestions: diagnostic.suggestions,
  }) as Record<string, unknown>;
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: messageText(text) },
    ...((physical || logical) && { locations: [{ ...physical, ...logical }] }),
    ...(related.length > 0 && {
      relatedLocations: related.map((place, id) => relatedLocation(place, id, context, quote)),
    }),
    ...(Object.values(data).some((entry) => entry !== undefined) && { properties: data }),
  };
}

function relatedLocation(
  { span, message }: RelatedPlace,
  id: number,
  context: PrintContext,
  quote: Quote,
): Location {
  return {
    id,
    message: { text: messageText(message) },
    physicalLocation: physicalLocation(span, context, quote(span)),
  };
}

function physicalLocation(span: Span, context: PrintContext, snippet: string | undefined): PhysicalLocation {
  const region: Region = {
    startLine: span.start.line,
    startColumn: span.start.column,
    endLine: span.end.line,
    endColumn: span.end.column,
    ...(snippet !== undefined && { snippet: { text: snippet } }),
  };
  return { artifactLocation: { uri: uriOf(shownFile(span.file, context)), uriBaseId: ROOT }, region };
}

type Quote = (span: Span) => string | undefined;

/** Quotes the spanned text when it is short enough to help a reader without the file, and no secret is in it. */
function quoter(diagnostics: readonly Diagnostic[], { texts }: PrintContext): Quote {
  const secrets = secretSpans(diagnostics);
  return (span) => {
    const { file, start, end } = span;
    if (start.line !== end.line || end.offset - start.offset > 200) return undefined;
    const secret = secrets
      .get(file)
      ?.some((other) => other.start.offset < end.offset && start.offset < other.end.offset);
    const text = texts.get(file)?.slice(start.offset, end.offset);
    return secret === true || text === '' ? undefined : text;
  };
}

function uriOf(file: string): string {
  return file
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/');
}

/** Braces are doubled (section 3.11.5 of the standard: they mark placeholders); `[text](target)` would be a link. */
function messageText(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replaceAll('](', '] (');
}
