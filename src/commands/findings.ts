import { writeFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { catalogueEntry } from '../diagnostics/catalogue.ts';
import type { Diagnostic, RelatedPlace, Severity } from '../diagnostics/diagnostic.ts';
import { type Format, PRINTERS } from '../diagnostics/print/formats.ts';
import { LINT_RULES } from '../lint/registry.ts';
import { reasonOf } from '../output/disk.ts';
import { maskSecrets } from '../support/secret-shapes.ts';

/** Options of every command that reports findings. */
export interface FindingOptions {
  readonly format: Format;
  /** `format=path` pairs: the same findings, written to files as well. */
  readonly output: readonly { readonly format: Format; readonly path: string }[];
  readonly failOn: Severity;
  readonly quiet: boolean;
  readonly color: boolean;
  /** `--now`, or the day on which the command runs: what has expired by then is told. Rendered bytes never depend on it. */
  readonly now?: string;
}

export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  readonly objectCount?: number;
  /** Absolute folder that `Span.file` is relative to. */
  readonly root: string;
}

/**
 * Prints findings and tells the exit code: 0 clean, 1 findings at or above `--fail-on`, 2 unreadable or invalid specs or a
 * wrong call, 4 a program is missing or crashed, 5 a server can't be reached. Machine formats go to stdout whole; pretty goes to stdout too, without infos
 * when quiet.
 */
export function reportFindings(findings: Findings, options: FindingOptions): number {
  const diagnostics = findings.diagnostics.map(withoutSecrets);
  const shown =
    options.quiet && options.format === 'pretty'
      ? diagnostics.filter((each) => each.severity !== 'info')
      : diagnostics;
  const silent = options.quiet && options.format === 'pretty' && shown.length === 0;
  if (!silent) process.stdout.write(print(options.format, shown, findings, options.color));
  const isWritten = options.output.map(({ format, path }) =>
    writeReport(path, print(format, diagnostics, findings, false)),
  );
  return isWritten.includes(false) ? EXIT_CODES.usage : exitCode(diagnostics, options.failOn);
}

/** Findings as text in a format, without secrets. */
export function findingText(
  format: Format,
  diagnostics: readonly Diagnostic[],
  facts: Omit<Findings, 'diagnostics'>,
  color = false,
): string {
  const told = diagnostics.map(withoutSecrets);
  return print(format, told, { ...facts, diagnostics: told }, color);
}

/** False, and a word on stderr, when the disk refuses: a report that CI waits for must not be missing unnoticed. */
function writeReport(path: string, text: string): boolean {
  try {
    writeFileSync(path, text);
    return true;
  } catch (error) {
    process.stderr.write(`the findings can't be written to ${path}: ${reasonOf(error)}\n`);
    return false;
  }
}

/** What looks like a secret is not told, whatever the finding is about and wherever the text stands. */
function withoutSecrets(diagnostic: Diagnostic): Diagnostic {
  const { message, expected, hint, suggestions, related } = diagnostic;
  return {
    ...diagnostic,
    message: maskSecrets(message),
    ...(expected !== undefined && { expected: maskSecrets(expected) }),
    ...(hint !== undefined && { hint: maskSecrets(hint) }),
    ...(suggestions && { suggestions: suggestions.map(maskSecrets) }),
    ...(related && {
      related: related.map((place: RelatedPlace) => ({ ...place, message: maskSecrets(place.message) })),
    }),
  };
}

function print(
  format: Format,
  diagnostics: readonly Diagnostic[],
  findings: Findings,
  color: boolean,
): string {
  const rules = new Map(LINT_RULES.map((rule) => [rule.id, { title: rule.title, explain: rule.why }]));
  const fromHere = relative(process.cwd(), findings.root).split(sep).join('/');
  const shown = new Set(
    diagnostics.flatMap(({ span, related = [] }) => [span?.file, ...related.map((each) => each.span.file)]),
  );
  const texts = new Map(
    [...findings.texts].filter(([path]) => shown.has(path)).map(([path, text]) => [path, maskSecrets(text)]),
  );
  return PRINTERS[format](diagnostics, {
    texts,
    color,
    root: fromHere === '' ? '' : `${fromHere}/`,
    describe: (code) => rules.get(code),
    ...(findings.objectCount !== undefined && { summary: { objects: findings.objectCount } }),
  });
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
const EXIT_CODES = { 'invalid-spec': 2, usage: 2, tool: 4, server: 5, finding: 1 } as const;

/** See `reportFindings`. Of several codes an invalid spec comes first, then a program that failed. */
export function exitCode(diagnostics: readonly Diagnostic[], failOn: Severity): number {
  const codes = diagnostics
    .filter((diagnostic) => RANK[diagnostic.severity] >= RANK[failOn])
    .map((diagnostic) =>
      diagnostic.severity === 'error' ? EXIT_CODES[catalogueEntry(diagnostic.code)?.exit ?? 'finding'] : 1,
    );
  return [2, 4, 5, 1].find((code) => codes.some((each) => each === code)) ?? 0;
}
