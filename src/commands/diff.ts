import { writeFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { printGithub } from '../diagnostics/print/github.ts';
import { reasonOf } from '../output/disk.ts';
import type { Change } from '../proof/diff/change.ts';
import { type Diff, diffProjects } from '../proof/diff/diff.ts';
import { type Gate, parseGates, stoppedBy } from '../proof/diff/fail-on.ts';
import { diffFindings } from '../proof/diff/print/github.ts';
import { diffJson } from '../proof/diff/print/json.ts';
import { diffMarkdown } from '../proof/diff/print/markdown.ts';
import { diffPretty } from '../proof/diff/print/pretty.ts';
import { subjectWords } from '../proof/diff/print/tell.ts';
import { plainText } from '../proof/diff/words.ts';
import { maskSecrets } from '../support/secret-shapes.ts';
import { type DiffSide, readSides } from './diff-sides.ts';
import { reportFindings } from './findings.ts';

export type DiffFormat = 'pretty' | 'markdown' | 'json' | 'github';

export interface DiffOptions {
  /** Folder of the project; the nearest upwards by default. */
  readonly project?: string;
  readonly env: readonly string[];
  readonly format: DiffFormat;
  /** `format=path` pairs: the same changes, written to files as well. */
  readonly output: readonly { readonly format: DiffFormat; readonly path: string }[];
  /** Gates as typed, parted by commas. */
  readonly failOn: readonly string[];
  /** Ends with 3 when there are changes. */
  readonly exitCode: boolean;
  readonly color: boolean;
}

interface Sides {
  readonly base: DiffSide;
  readonly head: DiffSide;
}

/**
 * `modelwatch diff`: what the head means otherwise than the base. Ends with 0, with 1 when a gate stops a change, with 2 when a
 * side does not compile or is not found, with 3 when there are changes and that was asked for, with 4 when git can't be used.
 */
export function diff(given: readonly string[], options: DiffOptions): number {
  const parsed = options.failOn.map(parseGates);
  const wrong = parsed.flatMap((each) =>
    'problem' in each ? [usage('usage/unknown-gate', each.problem)] : [],
  );
  if (wrong.length > 0) return report(wrong, undefined, options);
  const sides = readSides(given, options.project, process.cwd());
  if ('problem' in sides) return report([sides.problem], undefined, options);
  const broken = [sides.base, sides.head].filter(({ errors }) => errors.length > 0);
  if (broken.length > 0) return reportBroken(sides, broken, options);
  const unknown = unknownEnvironments(sides, options.env);
  if (unknown.length > 0) return report(unknown, undefined, options);
  const result = diffProjects(sides.base.compiled, sides.head.compiled, options.env);
  const gates = parsed.flatMap((each) => ('gates' in each ? each.gates : []));
  const stopped = gates.map((gate) => ({ gate, changes: stoppedBy(gate, result.changes) }));
  const all = new Set(stopped.flatMap(({ changes }) => changes));
  const print = (format: DiffFormat, color: boolean) =>
    maskSecrets(printed(result, format, sides, all, color));
  process.stdout.write(print(options.format, options.color));
  const isWritten = options.output.map(({ format, path }) => writeReport(path, print(format, false)));
  for (const { gate, changes } of stopped) if (changes.length > 0) tellStop(gate, changes);
  if (isWritten.includes(false)) return 2;
  if (all.size > 0) return 1;
  return options.exitCode && result.changes.length > 0 ? 3 : 0;
}

function printed(
  result: Diff,
  format: DiffFormat,
  sides: Sides,
  stopped: ReadonlySet<Change>,
  color: boolean,
): string {
  switch (format) {
    case 'pretty':
      return `${sides.base.name} → ${sides.head.name}\n${diffPretty(result, color)}`;
    case 'markdown':
      return diffMarkdown(result);
    case 'json':
      return diffJson(result, { base: nameOf(sides.base), head: nameOf(sides.head) });
    case 'github':
      return printGithub(diffFindings(result, stopped), {
        texts: new Map(),
        color: false,
        root: rootOf(sides.head),
      });
  }
}

function nameOf({ name, commit }: DiffSide): { name: string; commit?: string } {
  return { name, ...(commit !== undefined && { commit }) };
}

/** From here to the project's folder, as it stands before names of files. */
function rootOf({ loaded }: DiffSide): string {
  const fromHere = loaded === undefined ? '' : relative(process.cwd(), loaded.root).split(sep).join('/');
  return fromHere === '' ? '' : `${fromHere}/`;
}

function tellStop({ text }: Gate, changes: readonly Change[]): void {
  const named = changes.slice(0, 3).map((change) => plainText(subjectWords(change)));
  const more = changes.length > 3 ? ` and ${changes.length - 3} more` : '';
  process.stderr.write(maskSecrets(`--fail-on ${text} stops: ${named.join('; ')}${more}\n`));
}

function unknownEnvironments({ base, head }: Sides, wanted: readonly string[]): Diagnostic[] {
  const known = [
    ...new Set([...base.compiled.environments, ...head.compiled.environments].map(({ name }) => name)),
  ].toSorted();
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) => ({
      ...usage('usage/unknown-environment', `there is no environment "${name}" on either side`),
      expected: `one of ${known.join(', ')}`,
    }));
}

function usage(code: string, message: string): Diagnostic {
  return { code, severity: 'error', message };
}

/** Half of a comparison says nothing: the findings of each side that has errors, and which side it is. */
function reportBroken(sides: Sides, broken: readonly DiffSide[], options: DiffOptions): number {
  for (const side of broken) {
    const which = side === sides.base ? 'base' : 'head';
    process.stderr.write(`the ${which} (${side.name}) does not compile:\n`);
    report(side.errors, side, options);
  }
  return 2;
}

function report(
  diagnostics: readonly Diagnostic[],
  side: DiffSide | undefined,
  options: DiffOptions,
): number {
  const { loaded } = side ?? {};
  return reportFindings(
    { diagnostics, texts: loaded?.texts ?? new Map(), root: loaded?.root ?? process.cwd() },
    {
      format: options.format === 'markdown' ? 'pretty' : options.format,
      output: [],
      failOn: 'error',
      quiet: false,
      color: options.color,
    },
  );
}

/** False, and a word on stderr, when the disk refuses: a comment that CI waits for must not be missing unnoticed. */
function writeReport(path: string, text: string): boolean {
  try {
    writeFileSync(path, text);
    return true;
  } catch (error) {
    process.stderr.write(`the changes can't be written to ${path}: ${reasonOf(error)}\n`);
    return false;
  }
}
