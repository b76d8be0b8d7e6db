import { CONSTRUCTS, type Construct } from '../plan/constructs.ts';
import { groupBy } from '../support/group-by.ts';
import type { Support } from './capability.ts';
import type { Target } from './target.ts';

/** What is said of a target: no options, nothing that renders. */
export type Described = Pick<Target, 'name' | 'description' | 'capabilities' | 'onlyWhenAsked'>;

export const MARKS: Readonly<Record<Support['support'], string>> = {
  full: '✓',
  approximated: '~',
  none: '–',
  elsewhere: '',
};

export const LEGEND =
  '✓ as asked, ~ otherwise than asked, – left out, in brackets: only with an option, blank: not what the target is for';

function markOf({ support, option }: Support): string {
  return option === undefined ? MARKS[support] : `(${MARKS[support]})`;
}

export interface MatrixRow {
  readonly construct: Construct;
  readonly title: string;
  /** One for each target, in their order. */
  readonly marks: readonly string[];
}

/** What each target does with everything that a plan can ask, in groups of constructs of one kind. */
export function matrixOf(targets: readonly Described[]): readonly (readonly MatrixRow[])[] {
  const groups = new Map<string, MatrixRow[]>();
  for (const construct of Object.keys(CONSTRUCTS) as Construct[]) {
    const row = {
      construct,
      title: CONSTRUCTS[construct],
      marks: targets.map(({ capabilities }) => markOf(capabilities[construct])),
    };
    const key = groupOf(construct);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** `measure` of `measure/rate`; those that stand alone are one group. */
function groupOf(construct: Construct): string {
  return construct.includes('/') ? (construct.split('/')[0] ?? '') : '';
}

export interface Limit {
  readonly construct: Construct;
  readonly title: string;
  readonly mark: string;
  /** How else, or why not, and what to do instead: clauses and sentences. */
  readonly words: string;
}

/** What a target does otherwise or not at all, in the order of the matrix. */
export function limitsOf({ capabilities }: Pick<Described, 'capabilities'>): Limit[] {
  return (Object.keys(CONSTRUCTS) as Construct[]).flatMap((construct) => {
    const support = capabilities[construct];
    const words = wordsOf(support);
    if (words === undefined) return [];
    return [
      {
        construct,
        title: CONSTRUCTS[construct],
        mark: MARKS[support.support],
        words: whenAsked(support, words),
      },
    ];
  });
}

function whenAsked({ option }: Support, words: string): string {
  return option === undefined ? words : `with ${option}, ${words}`;
}

/** Options that let a target do more, each with what it then does as asked. */
export function optionsOf({
  capabilities,
}: Pick<Described, 'capabilities'>): readonly (readonly [option: string, titles: readonly string[]])[] {
  const found = (Object.keys(CONSTRUCTS) as Construct[]).flatMap((construct) => {
    const { support, option } = capabilities[construct];
    return option !== undefined && support === 'full' ? [[option, CONSTRUCTS[construct]] as const] : [];
  });
  return [...groupBy(found, ([option]) => option)].map(([option, pairs]) => [
    option,
    pairs.map(([, title]) => title),
  ]);
}

function wordsOf(support: Support): string | undefined {
  if (support.support === 'approximated') return support.how;
  if (support.support !== 'none') return undefined;
  return support.instead === undefined ? support.why : `${support.why}. ${support.instead}`;
}

/** When a target is rendered, as a phrase. */
export function renderedWhen({ onlyWhenAsked }: Pick<Described, 'onlyWhenAsked'>): string {
  return onlyWhenAsked ? 'only if the project names it under targets' : 'by default';
}
