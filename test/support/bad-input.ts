import { exitCode } from '../../src/commands/findings.ts';
import { minimalProject } from '../../src/commands/init-template.ts';
import { compile } from '../../src/compile.ts';
import { sortDiagnostics } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import { loadProject } from '../../src/load.ts';
import { folderWith } from './cli.ts';

const MINIMAL = minimalProject('modelwatch.schema.json');

/** What a command finds in a project. */
export interface Look {
  /** As a person would read it. */
  readonly printed: string;
  /** `file:line:column code` of each finding that is no mere remark, in the order told. */
  readonly told: readonly string[];
  readonly exit: number;
  readonly files: number;
  /** Texts of what is rendered, by path. */
  readonly rendered: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a project from disk and compiles it, as every command does. Files named null are left out of the base. */
export function look(files: Readonly<Record<string, string | Uint8Array | null>>): Look {
  const all = { 'modelwatch.yaml': MINIMAL, ...files };
  const present = Object.entries(all).flatMap(([name, content]) =>
    content === null ? [] : [[name, content] as const],
  );
  const loaded = loadProject(folderWith(Object.fromEntries(present)));
  const compiled = compile(loaded.input);
  const diagnostics = sortDiagnostics([...loaded.diagnostics, ...compiled.diagnostics]);
  return {
    printed: printPretty(diagnostics, { texts: loaded.texts, color: false }),
    told: diagnostics
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, span }) =>
        span ? `${span.file}:${span.start.line}:${span.start.column} ${code}` : `- ${code}`,
      ),
    exit: exitCode(diagnostics, 'error'),
    files: compiled.files.length,
    rendered: Object.fromEntries(compiled.files.map(({ path, text }) => [path, text])),
    diagnostics,
  };
}

/** The least project with one text replaced by another. Throws if the text is not there: such a test would prove nothing. */
export function minimalWith(text: string, other: string): string {
  if (!MINIMAL.includes(text)) throw new Error(`"${text}" is not in the least project`);
  return MINIMAL.replace(text, other);
}

const MARK = '»';

/** Files with one mark `»` in them, taken apart: the files without it, and the place `file:line:column` where it stood. */
export function marked(files: Readonly<Record<string, string>>): {
  files: Record<string, string>;
  place: string;
} {
  const places = Object.entries(files).flatMap(([name, text]) => {
    const parts = text.split(MARK);
    if (parts.length > 2) throw new Error(`more than one mark in ${name}`);
    const before = (parts[0] ?? '').split('\n');
    return parts.length === 1 ? [] : [`${name}:${before.length}:${(before.at(-1) ?? '').length + 1}`];
  });
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new Error(`not one mark in ${Object.keys(files).join(', ')}`);
  return {
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace(MARK, '')])),
    place,
  };
}

/** One object as a YAML document; `spec` is flow style, such as `{ owner: ml }`. */
export function object(kind: string, name: string, spec: string): string {
  return `apiVersion: modelwatch/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

/** `object` with `minimal`'s team and model to refer to: the SLO `more` is about my-model. */
export function slo(spec: string): Record<string, string> {
  return { 'more.yaml': object('SLO', 'more', `{ model: my-model, ${spec} }`) };
}
