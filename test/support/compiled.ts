import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Compiled, compile, type ProjectInput } from '../../src/compile.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** A project as `compile` renders it, with one environment. */
export interface RenderedProject {
  readonly plan: Plan;
  /** Texts by path below the environment's folder: `prometheus/prometheus.yml`. */
  readonly files: ReadonlyMap<string, string>;
  /** Ids of the findings, in order. */
  readonly findings: readonly string[];
}

/** Compiles a project of one file. Throws with the printed findings if there is an error. */
export function renderText(yamlText: string): RenderedProject {
  return render({ specs: [{ path: 'modelwatch.yaml', text: yamlText }], readAuxiliary: () => undefined });
}

/** Compiles a project and takes one environment of it (the only one, unless named). */
export function render(project: ProjectInput, environment?: string): RenderedProject {
  const compiled = compile(project);
  const { environments, diagnostics } = compiled;
  const found = environments.find(({ name }) => name === (environment ?? environments[0]?.name));
  if (found === undefined || compiled.files.length === 0) {
    const texts = new Map(project.specs.map(({ path, text }) => [path, text]));
    throw new Error(`nothing is rendered:\n${printPretty(diagnostics, { texts, color: false })}`);
  }
  return {
    plan: found.plan,
    files: filesOf(compiled, found.name),
    findings: diagnostics.map(({ code }) => code),
  };
}

function filesOf({ files }: Compiled, environment: string): ReadonlyMap<string, string> {
  return new Map(
    files
      .filter((file) => file.environment === environment)
      .map((file) => [file.path.slice(environment.length + 1), file.text]),
  );
}

/** A rendered file's text. Throws if there is none of that path. */
export function rendered({ files }: RenderedProject, file: string): string {
  const text = files.get(file);
  if (text === undefined) throw new Error(`${file} is not among ${[...files.keys()].join(', ')}`);
  return text;
}

/** Writes the files of one target into a folder, unchanged. */
export function writeTarget({ files }: RenderedProject, target: string, folder: string): void {
  for (const [name, text] of files) {
    if (!name.startsWith(`${target}/`)) continue;
    const file = path.join(folder, name.slice(target.length + 1));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
