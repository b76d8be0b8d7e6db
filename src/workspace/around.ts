import { toData } from '../source/data.ts';
import type { SourceFile } from '../source/file.ts';
import { nodeAt } from '../source/locate.ts';
import { parseSpecFile } from '../source/parse.ts';
import type { KindName } from '../spec/names.ts';

/**
 * Kinds whose objects concern only what names them and what they name. All others say something about many objects at once
 * (by a match, or as what holds where nothing else is said), and are always looked at.
 */
const BY_NAME: ReadonlySet<string> = new Set<KindName>([
  'Model',
  'SLO',
  'Monitor',
  'Pipeline',
  'FeatureSet',
  'Runbook',
  'DriftPolicy',
  'BusinessMetric',
  'AlertTest',
]);

/**
 * The files that matter for what is to be said about one file: itself, those that mention an object of it, what all of
 * these mention, and everything that is not `BY_NAME`. Names are compared as text, so that some files too many are taken
 * and none too few. Undefined when the whole project matters, since the file holds more than objects `BY_NAME`, or none.
 */
export function specsAround(specs: readonly SourceFile[], path: string): readonly SourceFile[] | undefined {
  const outlines = new Map(specs.map((file) => [file, outlineOf(file)]));
  const own = specs.find((file) => file.path === path);
  const named = own && outlines.get(own);
  if (
    own === undefined ||
    named === undefined ||
    named.length === 0 ||
    !named.every((each) => isByName(each) && each.name !== '')
  )
    return undefined;
  const holders = new Map<string, SourceFile[]>();
  for (const [file, outline] of outlines) {
    for (const { name } of outline ?? []) {
      const others = holders.get(name);
      if (others === undefined) holders.set(name, [file]);
      else others.push(file);
    }
  }
  const taken = new Set<SourceFile>();
  for (const [file, outline] of outlines) {
    // What could not be made out may be anything.
    const isGlobal = outline === undefined || !outline.every(isByName);
    if (isGlobal || named.some(({ name }) => mentions(file.text, name))) taken.add(file);
  }
  // A set that grows while it is gone through: what is added is looked at as well.
  for (const { text } of taken) {
    for (const name of namesIn(text)) for (const holder of holders.get(name) ?? []) taken.add(holder);
  }
  return specs.filter((file) => taken.has(file));
}

interface Outline {
  readonly kind: string;
  readonly name: string;
}

function isByName({ kind }: Outline): boolean {
  return BY_NAME.has(kind);
}

const KIND = /^kind:[ ]*["']?(\w+)["']?[ ]*(?:#.*)?$/gm;
const NAME =
  /^metadata:(?:[ ]*\{[ ]*(?:[^{}\n]*,[ ]*)?name:[ ]*|[ ]*(?:#.*)?\n(?:[ ]+.*\n)*?[ ]+name:[ ]*)["']?([-a-z0-9]+)["']?/gm;

/** Kinds and names of a file's objects, as most are written; parsed where they are written otherwise. */
function outlineOf(file: SourceFile): readonly Outline[] | undefined {
  const kinds = Array.from(file.text.matchAll(KIND), ([, kind = '']) => kind);
  const names = Array.from(file.text.matchAll(NAME), ([, name = '']) => name);
  const versions = file.text.match(/^["']?apiVersion\b/gm)?.length ?? 0;
  if (kinds.length === names.length && kinds.length === versions)
    return kinds.map((kind, at) => ({ kind, name: names[at] ?? '' }));
  let isRead = true;
  const outlines = parseSpecFile(file, () => {
    isRead = false;
  }).map(({ root }) => ({ kind: textAt(root, 'kind'), name: textAt(root, 'metadata', 'name') }));
  return isRead ? outlines : undefined;
}

function textAt(root: Parameters<typeof nodeAt>[0], ...path: readonly string[]): string {
  const node = nodeAt(root, path);
  const data = node && toData(node);
  return typeof data === 'string' ? data : '';
}

/** Whether a text has a name as a word, or as the beginning of the name of something inside it. */
function mentions(text: string, name: string): boolean {
  return text.includes(name) && new RegExp(`(?<![-a-z0-9])${name}(?![a-z0-9])`).test(text);
}

/** Every name that a text could mean: of an object inside a model also the model's. */
function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [word] of text.matchAll(/[a-z0-9][-a-z0-9]*/g)) {
    if (names.has(word)) continue;
    names.add(word);
    for (let at = word.indexOf('-'); at !== -1; at = word.indexOf('-', at + 1)) names.add(word.slice(0, at));
  }
  return names;
}
