import { CONSTRUCTS, type Construct } from '../plan/constructs.ts';
import { asSentence } from '../support/sentence.ts';
import { type Described, LEGEND, limitsOf, MARKS, matrixOf, optionsOf, renderedWhen } from './matrix.ts';

export type MatrixFormat = 'text' | 'json' | 'markdown';

/** Columns of a terminal that every table fits; with more targets than that, there are several tables. */
const WIDTH = 120;
const GAP = '  ';

/** The targets: what each renders, and when. */
export function printTargets(targets: readonly Described[], format: MatrixFormat): string {
  if (format === 'json') return json({ targets: targets.map(summaryOf) });
  if (format === 'markdown') return targetTable(targets);
  const width = longest(targets.map(({ name }) => name));
  return targets
    .map((target) => {
      const first = `${target.name.padEnd(width)}${GAP}`;
      return wrapped(first, `${target.description} (${renderedWhen(target)})`, ' '.repeat(first.length));
    })
    .join('');
}

/** What each target does with everything that a plan can ask, and how or why not. */
export function printMatrix(targets: readonly Described[], format: MatrixFormat): string {
  if (format === 'json') return matrixJson(targets);
  if (format === 'markdown') return matrixMarkdown(targets);
  const tables = pages(targets).map(textTable);
  return [...tables, `${LEGEND}\n`, ...targets.map(textLimits)].filter((part) => part !== '').join('\n');
}

/** The page `targets.md` of the references. */
export function renderTargets(targets: readonly Described[]): string {
  return `# Targets

A target renders files for one kind of system. What it has no means for is left out and told at the line that asks for it, as
[target/unsupported](diagnostics.md#targetunsupported), which \`--strict-targets\` makes an error; what it does in another way is
told as [target/approximated](diagnostics.md#targetapproximated).

${targetTable(targets)}
${matrixMarkdown(targets)}`;
}

function summaryOf(target: Described) {
  return { name: target.name, description: target.description, byDefault: target.onlyWhenAsked !== true };
}

function matrixJson(targets: readonly Described[]): string {
  const constructs = (Object.keys(CONSTRUCTS) as Construct[]).map((construct) => ({
    construct,
    title: CONSTRUCTS[construct],
    targets: Object.fromEntries(targets.map(({ name, capabilities }) => [name, capabilities[construct]])),
  }));
  return json({ targets: targets.map(summaryOf), constructs });
}

function json(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

function targetTable(targets: readonly Described[]): string {
  const rows = targets.map(
    (target) => `| \`${target.name}\` | ${target.description} | ${renderedWhen(target)} |\n`,
  );
  return `| target | renders | rendered |\n|---|---|---|\n${rows.join('')}`;
}

function matrixMarkdown(targets: readonly Described[]): string {
  const head = `| | ${targets.map(({ name }) => name).join(' | ')} |\n|---|${targets.map(() => ':-:|').join('')}\n`;
  const rows = matrixOf(targets)
    .flat()
    .map(({ title, construct, marks }) => `| ${title} (\`${construct}\`) | ${marks.join(' | ')} |\n`);
  const limits = targets.map((target) => {
    const items = [
      ...optionsOf(target).map(([option, titles]) => `- With \`${option}\`: ${titles.join('; ')}.\n`),
      ...limitsOf(target).map(
        ({ mark, title, words }) =>
          `- ${mark === MARKS.none ? 'Not' : 'Otherwise'}: ${title}. ${asSentence(words)}\n`,
      ),
    ];
    return items.length === 0 ? '' : `\n## ${target.name}\n\n${items.join('')}`;
  });
  return `## What each does\n\n${asSentence(LEGEND)}\n\n${head}${rows.join('')}${limits.join('')}`;
}

/** Targets in as few tables as fit the width, each with at least one. */
function pages(targets: readonly Described[]): Described[][] {
  const titles = longest(Object.values(CONSTRUCTS));
  const result: Described[][] = [];
  let used = WIDTH;
  for (const target of targets) {
    const width = GAP.length + target.name.length;
    const page = result.at(-1);
    if (page && used + width <= WIDTH) {
      page.push(target);
      used += width;
    } else {
      result.push([target]);
      used = titles + width;
    }
  }
  return result;
}

function textTable(targets: readonly Described[]): string {
  const titles = longest(Object.values(CONSTRUCTS));
  const line = (title: string, cells: readonly string[]) =>
    `${[title.padEnd(titles), ...cells].join(GAP).trimEnd()}\n`;
  const head = line(
    '',
    targets.map(({ name }) => name),
  );
  const groups = matrixOf(targets).map((rows) =>
    rows
      .map(({ title, marks }) =>
        line(
          title,
          marks.map((mark, index) => centred(mark, targets[index]?.name.length ?? 0)),
        ),
      )
      .join(''),
  );
  return [head, ...groups].join('\n');
}

function centred(text: string, width: number): string {
  return text.padStart(Math.ceil((width + text.length) / 2)).padEnd(width);
}

function textLimits(target: Described): string {
  const limits = limitsOf(target);
  const options = optionsOf(target);
  if (limits.length === 0 && options.length === 0) return '';
  const items = [
    ...options.map(([option, titles]) => wrapped('  ✓ ', `with ${option}: ${titles.join('; ')}`, '      ')),
    ...limits.map(({ mark, title, words }) => wrapped(`  ${mark} `, `${title}: ${words}`, '      ')),
  ];
  return `${target.name}\n${items.join('')}`;
}

/** Words behind `first`, broken at blanks before the width is reached; further lines begin with `indent`. */
function wrapped(first: string, text: string, indent: string): string {
  const lines: string[] = [];
  let line = first;
  let isBegun = false;
  for (const word of text.split(' ')) {
    if (isBegun && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line += isBegun ? ` ${word}` : word;
    }
    isBegun = true;
  }
  return `${[...lines, line].join('\n')}\n`;
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
