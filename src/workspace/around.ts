import { toData } from '../source/data.ts';
import type { SourceFile } from '../source/file.ts';
import { nodeAt } from '../source/locate.ts';
import { parseSpecFile } from '../source/parse.ts';
import type { KindName } from '../spec/names.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { DEFAULT_ESCALATION } from './built-in.ts';

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

/** Kinds that are `BY_NAME` only while others are looked at: what is to be said of them depends on everything they get. */
const RECEIVERS: ReadonlySet<string> = new Set<KindName>(['Team', 'EscalationPolicy']);

/** What of a project matters for one of its files. */
export interface Around {
  readonly specs: readonly SourceFile[];
  /** Objects of the other files, by kind: they are there, though nothing is said of them. */
  readonly elsewhere: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The files that matter for what is to be said about one file: itself, those that mention an object of it, what all of
 * these mention, and everything that is not `BY_NAME`; of teams and their policies those that are mentioned, and those that
 * get alerts without it. Names are compared as text, so that some files too many are taken and none too few. Undefined when the whole project matters, since the file holds more than objects `BY_NAME`, or none.
 */
export function specsAround(specs: readonly SourceFile[], path: string): Around | undefined {
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
  const areByName = receiversByName(outlines);
  const isReceiver = (file: SourceFile) =>
    areByName && outlines.get(file)?.every(({ kind }) => RECEIVERS.has(kind)) === true;
  for (const name of [firstTeam(outlines), DEFAULT_ESCALATION])
    for (const file of holders.get(name) ?? []) taken.add(file);
  for (const [file, outline] of outlines) {
    // What could not be made out may be anything.
    const isGlobal = outline === undefined || !(outline.every(isByName) || isReceiver(file));
    if (isGlobal || named.some(({ name }) => mentions(file.text, name))) taken.add(file);
  }
  // A set that grows while it is gone through: what is added is looked at as well.
  for (const file of taken) {
    const owners = ownersOnly(file, outlines.get(file));
    for (const name of namesIn(file.text)) {
      for (const holder of holders.get(name) ?? [])
        if (owners === undefined || owners.includes(name) || !isReceiver(holder)) taken.add(holder);
    }
  }
  const elsewhere = new Map<string, Set<string>>();
  for (const [file, outline = []] of outlines) {
    if (taken.has(file)) continue;
    for (const { kind, name } of outline)
      elsewhere.set(kind, (elsewhere.get(kind) ?? new Set<string>()).add(name));
  }
  return { specs: specs.filter((file) => taken.has(file)), elsewhere };
}

type Outlines = ReadonlyMap<SourceFile, readonly Outline[] | undefined>;

/** False where a layer changes or removes teams or policies, by a match that need not name them. */
function receiversByName(outlines: Outlines): boolean {
  const layers = ['Defaults', 'Environment'];
  return [...outlines].every(
    ([{ text }, outline]) =>
      outline !== undefined &&
      (!outline.some(({ kind }) => layers.includes(kind)) || !/\b(?:Team|EscalationPolicy)\b/.test(text)),
  );
}

/** Who hears of the monitoring itself in a project without an owner. */
function firstTeam(outlines: Outlines): string {
  const teams = [...outlines.values()].flatMap((outline = []) =>
    outline.filter(({ kind }) => kind === 'Team').map(({ name }) => name),
  );
  return sortedBy(teams, (name) => name)[0] ?? '';
}

/**
 * Of a file that is nothing but a Project, the teams that it means to be told: it also lists what connects its teams, all of
 * them. Undefined where every name may be meant.
 */
function ownersOnly(
  { text }: SourceFile,
  outline: readonly Outline[] | undefined,
): readonly string[] | undefined {
  if (outline?.length !== 1 || outline[0]?.kind !== 'Project') return undefined;
  const owners = Array.from(text.matchAll(OWNER), ([, name = '']) => name);
  return owners.length === text.match(/owner/g)?.length || !text.includes('owner') ? owners : undefined;
}

const OWNER = /(?<![-\w])owner:[ ]*["']?([a-z0-9][-a-z0-9]*)(?![-\w])/g;

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
