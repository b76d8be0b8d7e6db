import type { Document } from 'yaml';
import type { Report } from '../diagnostics/diagnostic.ts';
import { quoted } from '../diagnostics/printable.ts';
import { counted } from '../support/counted.ts';
import { readClean } from './clean.ts';
import { reportRefusedCharacter } from './control-characters.ts';
import type { SpecDocument } from './document.ts';
import type { SourceFile } from './file.ts';
import { createLocator, fileSpan, type Locate, spanBetween } from './positions.ts';
import { syntaxDiagnostic } from './syntax-error.ts';
import { type Conversion, toSpecNode } from './to-node.ts';
import { compose, MAX_DEPTH, type RefusedToken } from './tokens.ts';

/**
 * Parses the YAML documents of one spec file: YAML 1.2, core schema, without anchors, aliases, merge keys, tags and
 * directives (see `yaml/alias-refused`). Reports every problem; never throws.
 *
 * Documents that hold nothing but comments are left out. So are documents whose content is in doubt (syntax errors,
 * aliases, tags, control characters, too deep nesting); a duplicate, forbidden or impossible key only loses its entry.
 * `index` counts the documents that have content, whether they could be read or not.
 */
export function parseSpecFile(file: SourceFile, report: Report): SpecDocument[] {
  return readClean(file) ?? parseFully(file, report);
}

/** The same by the parser of the yaml package, which knows all of YAML and says what is wrong with it. */
export function parseFully(file: SourceFile, report: Report): SpecDocument[] {
  const locate = createLocator(file.text);
  if (reportRefusedCharacter(file.path, file.text, locate, report)) return [];
  const limited = limitReport(report);
  try {
    return parseText(file, locate, limited.report);
  } catch (error) {
    // The parser promises not to throw. If it ever does, one file is told as unreadable instead of a crash.
    limited.report({
      code: 'yaml/syntax',
      severity: 'error',
      message: `the YAML parser gave up on this file: ${error instanceof Error ? error.message : String(error)}`,
      span: fileSpan(file.path),
    });
    return [];
  } finally {
    limited.finish(file.path);
  }
}

function parseText(file: SourceFile, locate: Locate, report: Report): SpecDocument[] {
  const results: SpecDocument[] = [];
  let index = 0;
  // Aliases and tags since the last document; a document with one is in doubt.
  let doubtful: number[] = [];
  compose(file.text, {
    refused: (token) => {
      reportRefused(token, file.path, locate, report);
      if (token.kind === 'alias' || token.kind === 'tag') doubtful.push(token.start);
    },
    document: (document) => {
      if (isEmpty(document)) return;
      const [start, , end] = document.range;
      const doubt = doubtful.some((at) => at >= start && at < end);
      doubtful = doubtful.filter((at) => at >= end);
      const root = toRoot(document, file, doubt, locate, report);
      if (root !== undefined) results.push({ file, index, root });
      index += 1;
    },
    strayError: (error) => {
      report(syntaxDiagnostic(error, file, locate));
    },
    tooDeep: (at) => {
      report({
        code: 'yaml/too-deep',
        severity: 'error',
        message: `lists and maps are nested more than ${MAX_DEPTH} deep here`,
        span: spanBetween(file.path, locate, at, at + 1),
        hint: 'The rest of the file was not read.',
        data: { limit: MAX_DEPTH },
      });
    },
  });
  return results;
}

/** Findings of one file that are told; a file with more is damaged or no spec at all. */
const MAX_FINDINGS = 50;

function limitReport(report: Report): { report: Report; finish: (path: string) => void } {
  let count = 0;
  return {
    report: (diagnostic) => {
      count += 1;
      if (count <= MAX_FINDINGS) report(diagnostic);
    },
    finish: (path) => {
      if (count <= MAX_FINDINGS) return;
      const hidden = count - MAX_FINDINGS;
      report({
        code: 'yaml/more-problems',
        severity: 'info',
        message: `this file has ${counted(hidden, 'more problem')}, not told here`,
        span: fileSpan(path),
        hint: `The first ${MAX_FINDINGS} are told. Check whether the file is meant to be a spec.`,
        data: { hidden },
      });
    },
  };
}

/** True for a document of comments and blank lines only. An explicit `null` or `~` is content. */
function isEmpty(document: Document.Parsed): boolean {
  const { contents, errors } = document;
  if (errors.length > 0) return false;
  return contents === null || contents.range[0] === contents.range[1];
}

function toRoot(
  document: Document.Parsed,
  file: SourceFile,
  doubtful: boolean,
  locate: Locate,
  report: Report,
): SpecDocument['root'] | undefined {
  // Later errors of a document are mostly consequences of its first.
  const error = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (error !== undefined) {
    report(syntaxDiagnostic(error, file, locate, document));
    return undefined;
  }
  const [start] = document.range;
  const conversion: Conversion = { file: file.path, text: file.text, locate, report, usable: !doubtful };
  for (const warning of document.warnings) {
    if (warning.code !== 'TAG_RESOLVE_FAILED' || doubtful) continue;
    conversion.usable = false;
    report({
      code: 'yaml/tag-refused',
      severity: 'error',
      message: 'the value does not fit the type that its tag claims',
      span: spanBetween(file.path, locate, warning.pos[0], warning.pos[1]),
      hint: 'Delete the tag; put a text that looks like a number in quotes.',
    });
  }
  const root = toSpecNode(document.contents, spanBetween(file.path, locate, start, start), conversion);
  return conversion.usable ? root : undefined;
}

function reportRefused(token: RefusedToken, file: string, locate: Locate, report: Report): void {
  const span = spanBetween(file, locate, token.start, token.start + token.source.length);
  switch (token.kind) {
    case 'anchor':
    case 'alias':
      report({
        code: 'yaml/alias-refused',
        severity: 'error',
        message: `${token.kind === 'anchor' ? 'anchors' : 'aliases'} (${quoted(token.source)}) are not part of the spec language`,
        span,
        hint: 'Put shared values into a Defaults object, or into an overlay of an Environment. A text that starts with & or * needs quotes.',
      });
      break;
    case 'tag':
      report({
        code: 'yaml/tag-refused',
        severity: 'error',
        message: `the tag ${quoted(token.source)} is not part of the spec language`,
        span,
        hint: 'Delete it. A text that starts with ! needs quotes.',
      });
      break;
    case 'directive':
      report({
        code: 'yaml/directive-refused',
        severity: 'error',
        message: `the directive ${quoted(token.source)} is not part of the spec language`,
        span,
        hint: 'Delete it: specs are always read as YAML 1.2.',
      });
  }
}
