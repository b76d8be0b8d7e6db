import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { readAlertmanagerConfig } from '../../../src/proof/routing/alertmanager-config.ts';
import { type LabelSet, parseMatchers } from '../../../src/proof/routing/matchers.ts';
import { anchoredPattern } from '../../../src/proof/routing/re2.ts';
import { route } from '../../../src/proof/routing/router.ts';
import { anyLine, forest, labelSet, routeData } from './random-routes.ts';

/** Compares what our router and amtool's say of random routes. One run of amtool takes about 15 ms, so trees come in bundles. */

export interface Figures {
  /** Tree and label set. */
  pairs: number;
  /** Of these, such whose alert a route below the tree's top takes. */
  below: number;
  readonly disagreements: string[];
}

const TREES = 25;

/** At least `count` pairs. `folder` is for files. */
export async function compareRoutes(
  amtool: string,
  folder: string,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<Figures> {
  const figures: Figures = { pairs: 0, below: 0, disagreements: [] };
  const setsEach = 20;
  const bundles = fc.sample(
    fc.tuple(
      fc.array(routeData(isLine, isPattern), { minLength: TREES, maxLength: TREES }),
      fc.array(labelSet, { minLength: setsEach, maxLength: setsEach }),
    ),
    { seed, numRuns: Math.ceil(count / TREES / setsEach) },
  );
  mkdirSync(folder, { recursive: true });
  for (const [index, [trees, sets]] of bundles.entries()) {
    const file = path.join(folder, `routes-${index}.json`);
    const text = JSON.stringify(forest(trees));
    writeFileSync(file, text);
    const read = readAlertmanagerConfig({ path: file, text });
    if ('problems' in read) {
      figures.disagreements.push(
        `${file}: we refuse it: ${read.problems.map(({ message }) => message).join('; ')}`,
      );
      continue;
    }
    // Two at a time: amtool starts up longer than it works.
    for (let at = 0; at < sets.length; at += 2) {
      await Promise.all(
        sets.slice(at, at + 2).map(async (labels) => {
          const matches = route(read.config, labels);
          const ours = matches.map(({ node }) => node.receiver).join(',');
          const theirs = await amtoolRoute(amtool, file, labels);
          figures.pairs += trees.length;
          figures.below += new Set(
            matches.filter(({ path: nodes }) => nodes.length > 2).map(({ path: nodes }) => nodes[1]),
          ).size;
          if (ours !== theirs)
            figures.disagreements.push(
              `${file} ${JSON.stringify(labels)}\n ours   ${ours}\n amtool ${theirs}`,
            );
        }),
      );
    }
  }
  return figures;
}

function isLine(line: string): boolean {
  return 'matchers' in parseMatchers(line);
}

function isPattern(text: string): boolean {
  return 'pattern' in anchoredPattern(text);
}

/** Whether single lines of matchers are read or refused alike, and take an alert with just the values that they ask for. */
export async function compareLines(
  amtool: string,
  folder: string,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<{ accepted: number; refused: number; readonly disagreements: string[] }> {
  const figures = { accepted: 0, refused: 0, disagreements: [] as string[] };
  mkdirSync(folder, { recursive: true });
  const lines = fc.sample(anyLine, { seed, numRuns: count });
  const judge = async (line: string, index: number) => {
    const file = path.join(folder, `line-${index}.json`);
    const text = JSON.stringify(forest([{ matchers: [line], hasReceiver: true, routes: [] }]));
    writeFileSync(file, text);
    const read = readAlertmanagerConfig({ path: file, text });
    const parsed = parseMatchers(line);
    const labels = Object.fromEntries(
      'matchers' in parsed ? parsed.matchers.map(({ name, value }) => [name, value]) : [],
    );
    const theirs = await amtoolRoute(amtool, file, labels);
    const ours =
      'config' in read
        ? route(read.config, labels)
            .map(({ node }) => node.receiver)
            .join(',')
        : undefined;
    if (ours === undefined) figures.refused += 1;
    else figures.accepted += 1;
    if (ours !== theirs)
      figures.disagreements.push(
        `${JSON.stringify(line)} ours ${ours ?? 'refused'} amtool ${theirs ?? 'refused'}`,
      );
  };
  for (let at = 0; at < lines.length; at += 2)
    await Promise.all(lines.slice(at, at + 2).map((line, offset) => judge(line, at + offset)));
  return figures;
}

const execute = promisify(execFile);

/** Which of the label sets amtool routes otherwise than we do, on one file. */
export async function compareSets(
  amtool: string,
  folder: string,
  text: string,
  sets: readonly LabelSet[],
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'alertmanager.yml');
  writeFileSync(file, text);
  const read = readAlertmanagerConfig({ path: file, text });
  if ('problems' in read) return read.problems.map(({ message }) => message);
  const disagreements: string[] = [];
  for (let at = 0; at < sets.length; at += 2) {
    await Promise.all(
      sets.slice(at, at + 2).map(async (labels) => {
        const ours = route(read.config, labels)
          .map(({ node }) => node.receiver)
          .join(',');
        const theirs = await amtoolRoute(amtool, file, labels);
        if (ours !== theirs)
          disagreements.push(`${JSON.stringify(labels)} ours ${ours} amtool ${theirs ?? 'refuses'}`);
      }),
    );
  }
  return disagreements;
}

/** Receivers that amtool tells, parted by commas; undefined when it refuses the file. */
async function amtoolRoute(amtool: string, file: string, labels: LabelSet): Promise<string | undefined> {
  const pairs = Object.entries(labels).map(([name, value]) => `${JSON.stringify(name)}=${goQuoted(value)}`);
  try {
    const { stdout } = await execute(amtool, ['config', 'routes', 'test', `--config.file=${file}`, ...pairs]);
    // Warnings come before it, on the same stream.
    return stdout.trimEnd().split('\n').at(-1);
  } catch {
    return undefined;
  }
}

function goQuoted(value: string): string {
  // DEL and the like need no escape in Go; what JSON escapes, Go reads alike.
  return JSON.stringify(value);
}
