import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { compile, type ProjectInput } from '../../src/compile.ts';
import { createCollector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { decodeSpec } from '../../src/source/read.ts';
import { type Data, mutants, mutate } from '../spec/mutants.ts';
import { edited, edits } from './edits.ts';
import { documentsOf } from './example-documents.ts';

/** A rendered file that somebody must read, by the program that reads it. */
export interface Rendered {
  readonly program: 'promtool' | 'amtool';
  readonly text: string;
}

export interface FuzzFigures {
  readonly mutants: number;
  readonly accepted: number;
  readonly refused: number;
  /** What went wrong, with the mutant. */
  readonly failures: readonly string[];
  readonly slowestMilliseconds: number;
  /** Rendered files, each text once. */
  readonly rendered: readonly Rendered[];
}

/** The project in one environment only, for Prometheus and Alertmanager only: as much as a mutant needs to be judged. */
export function inOneEnvironment(project: ProjectInput, environment: string): ProjectInput {
  const named = project.specs.flatMap(
    ({ text }) => /^ *environments: \[(.*)\]/m.exec(text)?.[1]?.split(/, */) ?? [],
  );
  const others = named.filter((name) => name !== environment).join('|');
  const values =
    others === ''
      ? []
      : [new RegExp(`^ *(?:${others}): .*\\n`, 'gm'), new RegExp(`(?:, )?\\b(?:${others}): "[^"]*"`, 'g')];
  return {
    ...project,
    specs: project.specs.flatMap(({ path, text }) => {
      const other = /^kind: Environment$[^]*?\bname: ([-\w]+)/m.exec(text)?.[1];
      if (other !== undefined && other !== environment) return [];
      const alone = text
        .replace(/^( *environments:) \[.*\]/m, `$1 [${environment}]`)
        .replace(
          /^ {2}targets:[^]*?(?=^ {0,2}\S|(?![^]))/m,
          '  targets: { prometheus: {}, alertmanager: {} }\n',
        )
        .replaceAll(/dryRunIn: \[.*?\]/g, 'dryRunIn: []');
      return [{ path, text: values.reduce((text, value) => text.replaceAll(value, ''), alone) }];
    }),
  };
}

/** Codes of errors that are about no place in a file. */
const WITHOUT_PLACE = new Set(['project/missing']);

interface Trial {
  readonly project: ProjectInput;
  readonly before: readonly Diagnostic[];
  readonly tell: () => string;
}

/**
 * Compiles `count` mutants of the projects, half of them changed as bytes and half as data. No mutant may throw, take more
 * than `mostMilliseconds` of CPU, or be refused without a place. Throws when a project is refused as it is.
 */
export function fuzz(
  projects: readonly ProjectInput[],
  { count, seed, mostMilliseconds }: { count: number; seed: number; mostMilliseconds: number },
): FuzzFigures {
  const failures: string[] = [];
  const rendered = new Map<string, Rendered>();
  const figures = { mutants: 0, accepted: 0, refused: 0, slowest: 0 };
  const judge = ({ project, before, tell }: Trial): void => {
    figures.mutants += 1;
    const start = process.cpuUsage();
    let outcome: ReturnType<typeof compile>;
    try {
      outcome = compile(project);
    } catch (error) {
      failures.push(`threw ${String(error)}: ${tell()}`);
      return;
    }
    const { user, system } = process.cpuUsage(start);
    const milliseconds = (user + system) / 1000;
    figures.slowest = Math.max(figures.slowest, milliseconds);
    if (milliseconds > mostMilliseconds) failures.push(`took ${milliseconds} ms: ${tell()}`);
    const errors = [...before, ...outcome.diagnostics].filter(({ severity }) => severity === 'error');
    for (const { code, span, message } of errors) {
      if (span === undefined && !WITHOUT_PLACE.has(code))
        failures.push(`${code} (${message}) has no place: ${tell()}`);
    }
    if (errors.length > 0) figures.refused += 1;
    else figures.accepted += 1;
    for (const file of outcome.files) {
      const program = readerOf(file.path);
      if (program === undefined) continue;
      rendered.set(createHash('sha256').update(file.text).digest('hex'), { program, text: file.text });
    }
  };
  for (const project of projects) {
    const [error] = compile(project).diagnostics.filter(({ severity }) => severity === 'error');
    // All mutants of it would be refused for that, and none would get as far as being rendered.
    if (error !== undefined) throw new Error(`refused unchanged: ${error.code} ${error.message}`);
  }
  const each = Math.ceil(count / projects.length / 2);
  for (const [index, project] of projects.entries()) {
    const options = { seed: seed + index, numRuns: each };
    fc.assert(
      fc.property(textTrials(project), (trial) => judge(trial)),
      options,
    );
    fc.assert(
      fc.property(dataTrials(project), (trial) => judge(trial)),
      options,
    );
  }
  const { slowest, ...counts } = figures;
  return { ...counts, failures, slowestMilliseconds: slowest, rendered: [...rendered.values()] };
}

function readerOf(path: string): Rendered['program'] | undefined {
  if (/\/prometheus\/rules\/.*\.yaml$/.test(path)) return 'promtool';
  return path.endsWith('/alertmanager/alertmanager.yml') ? 'amtool' : undefined;
}

function textTrials(project: ProjectInput): fc.Arbitrary<Trial> {
  return edits(project.specs.length).map((choice) => {
    const collector = createCollector();
    const specs = project.specs.flatMap((spec, index) => {
      const bytes = index === choice.file ? edited(spec.text, choice.edits) : Buffer.from(spec.text);
      return decodeSpec(spec.path, bytes, collector.report) ?? [];
    });
    return {
      project: { ...project, specs, isIncomplete: specs.length < project.specs.length },
      before: collector.all(),
      tell: () => `${project.specs[choice.file]?.path} ${JSON.stringify(choice.edits)}`,
    };
  });
}

function dataTrials(project: ProjectInput): fc.Arbitrary<Trial> {
  const documents = project.specs.flatMap(({ text }) => documentsOf(text) as Data[]);
  return mutants(documents.length).map(({ document, mutations }) => {
    const changed = documents.map((each, index) =>
      index === document ? mutate(each, mutations, documents) : each,
    );
    return {
      // JSON is YAML.
      project: {
        ...project,
        specs: changed.map((each, index) => ({ path: `${index}.yaml`, text: JSON.stringify(each) })),
      },
      before: [],
      tell: () => JSON.stringify({ document: documents[document], mutations }),
    };
  });
}
