import type { Compiled, CompiledEnvironment, CompiledFile } from '../compile.ts';
import { buildManifest, type ListedFile, type Manifest } from '../output/manifest.ts';
import type { Scope } from '../output/paths.ts';
import type { Origin } from '../plan/origin.ts';
import type { KindName } from '../spec/names.ts';
import { VERSION } from './version.ts';

/** What is to be written. */
export interface Rendered {
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
  readonly scope: Scope;
}

/** The files of the wanted environments and targets (all when empty), and the manifest that lists them. */
export function renderedFiles(
  compiled: Compiled,
  wanted: { env: readonly string[]; target: readonly string[] },
): Rendered {
  const isWanted = (file: CompiledFile) =>
    (wanted.env.length === 0 || wanted.env.includes(file.environment)) &&
    (wanted.target.length === 0 || wanted.target.includes(file.target));
  const files = compiled.files.filter(isWanted);
  const project = compiled.environments[0]?.workspace.project.name ?? '';
  const environments = new Map(compiled.environments.map((environment) => [environment.name, environment]));
  const listed: ListedFile[] = files.map((file) => ({
    path: file.path,
    text: file.text,
    sources: objectsOf(file).flatMap((object) => source(object, environments.get(file.environment)) ?? []),
  }));
  return {
    files: new Map(files.map((file) => [file.path, file.text])),
    manifest: buildManifest(project, VERSION, listed),
    scope: scopeOf(compiled, wanted),
  };
}

/** The objects that parts of a file come from, each once: most of a file's parts come from the same few. */
function objectsOf({ marks }: CompiledFile): readonly Origin['object'][] {
  const objects = new Map<string, Origin['object']>();
  for (const { origin } of marks) objects.set(`${origin.object.kind}/${origin.object.name}`, origin.object);
  return [...objects.values()];
}

function scopeOf(compiled: Compiled, wanted: { env: readonly string[]; target: readonly string[] }): Scope {
  if (wanted.env.length === 0 && wanted.target.length === 0) return 'all';
  const environments =
    wanted.env.length > 0 ? wanted.env : compiled.environments.map((environment) => environment.name);
  if (wanted.target.length === 0) return environments.map((name) => `${name}/`);
  return environments.flatMap((name) => wanted.target.map((target) => `${name}/${target}/`));
}

/** The object that a part comes from, and where it is written; nothing for what is built in. */
function source(
  object: Origin['object'],
  environment: CompiledEnvironment | undefined,
): { object: string; at: string } | undefined {
  const { workspace } = environment ?? {};
  const entity =
    object.kind === 'Project' ? workspace?.project : workspace?.get(object.kind as KindName, object.name);
  if (entity === undefined || entity.node.layer?.kind === 'builtin') return undefined;
  return { object: `${entity.kind}/${entity.name}`, at: `${entity.file}:${entity.span.start.line}` };
}
