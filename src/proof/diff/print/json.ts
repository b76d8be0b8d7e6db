import { printableJson } from '../../../diagnostics/printable.ts';
import { stableJson } from '../../../support/stable-json.ts';
import { CHANGE_CLASSES, type Change } from '../change.ts';
import type { Diff } from '../diff.ts';
import { plainText, type Words } from '../words.ts';

/** The form of the document; a form that old readers would misread gets another name. */
export const DIFF_FORMAT = 'modelwatch-diff/v1';

/** What each side is called, as typed, and its commit if it is one. */
export interface SideNames {
  readonly base: { readonly name: string; readonly commit?: string };
  readonly head: { readonly name: string; readonly commit?: string };
}

/** For machines; described in docs/diff.md. */
export function diffJson(diff: Diff, sides: SideNames): string {
  const { changes, environments, rendered } = diff;
  const summary = Object.fromEntries(
    CHANGE_CLASSES.map((each) => [each, changes.filter((change) => change.class === each).length]),
  );
  return printableJson(
    stableJson({
      format: DIFF_FORMAT,
      ...sides,
      summary,
      environments,
      rendered,
      changes: changes.map(changeData),
    }),
  );
}

function changeData(change: Change) {
  const { before, after, effects, place, moves, ...rest } = change;
  const { isEverywhere, ...data } = rest;
  return {
    ...data,
    everywhere: isEverywhere,
    ...(before && { before: said(before) }),
    ...(after && { after: said(after) }),
    effects: effects.map(({ environments, words }) => ({ environments, text: said(words) })),
    moves: { ...moves },
    ...(place && { place: { side: place.side, file: place.span.file, line: place.span.start.line } }),
  };
}

function said(words: Words): string {
  return plainText(words);
}
