import { countedInGroups } from '../../../support/counted.ts';
import { type Html, html, text } from '../../../support/html.ts';
import type { PolicyResult } from '../../result.ts';
import { printFigure, printShare } from '../figures.ts';
import { type ColumnView, STANDINGS } from '../view.ts';
import { shareLevelWords } from '../words.ts';

/** Pictures that stand in the page without a script: places are in percent of the width, so that they fit every screen. */

const BINS = 48;
const HEIGHT = 96;
const TALLEST_BLOCK = 12;
/** Effects so many times their level, and all beyond, are in the last bin. */
const FURTHEST = 4;
const NEAREST = 1.25;

/**
 * All columns on one scale: how many have an effect of which size relative to their level, 1 being the level itself. Nothing
 * for less than three columns.
 */
export function glanceChart(columns: readonly ColumnView[]): Html {
  const known = columns.flatMap(({ ratio, standing }) =>
    ratio === null ? [] : [{ ratio: Math.max(0, ratio), standing }],
  );
  if (known.length < 3) return text('');
  const end = Math.min(FURTHEST, Math.max(NEAREST, ...known.map(({ ratio }) => ratio * 1.02)));
  const binOf = (ratio: number) => Math.min(BINS - 1, Math.floor((ratio / end) * BINS));
  const bins = Array.from({ length: BINS }, (_, bin) => known.filter(({ ratio }) => binOf(ratio) === bin));
  const tallest = Math.max(...bins.map((bin) => bin.length));
  const block = Math.min(TALLEST_BLOCK, HEIGHT / tallest);
  const over = known.filter(({ ratio }) => ratio >= 1).length;
  const beyond = known.filter(({ ratio }) => ratio > end).length;
  const label = `Effects of ${countedInGroups(known.length, 'column')} relative to their levels: ${over} at or over the level.`;
  const bars = bins.flatMap((bin, index) => {
    let y = HEIGHT;
    return STANDINGS.flatMap((standing) => {
      const count = bin.filter((column) => column.standing === standing).length;
      if (count === 0) return [];
      y -= count * block;
      const from = printFigure((index * end) / BINS);
      const to = printFigure(((index + 1) * end) / BINS);
      const about = `${from} to ${to} of the level: ${countedInGroups(count, 'column')}`;
      return [
        html`<rect class="${text(standing)}" x="${percent(index / BINS)}" y="${size(y)}" width="${percent(0.9 / BINS)}" height="${size(count * block)}"><title>${text(about)}</title></rect>`,
      ];
    });
  });
  const last = beyond === 0 ? printFigure(end) : `${printFigure(end)} and beyond`;
  return html`<figure class="glance"><figcaption>All columns at a glance: effect relative to the level of each</figcaption>
<svg role="img" aria-label="${text(label)}" width="100%" height="${HEIGHT + 4}"><line class="axis" x1="0" x2="100%" y1="${size(HEIGHT + 0.5)}" y2="${size(HEIGHT + 0.5)}"/>${bars}<line class="level" x1="${percent(1 / end)}" x2="${percent(1 / end)}" y1="0" y2="${HEIGHT}"/></svg>
<svg class="ticks" aria-hidden="true" width="100%" height="16"><text x="0" y="12">0</text><text x="${percent(1 / end)}" y="12" text-anchor="middle">the level</text><text x="100%" y="12" text-anchor="end">${text(end > 1.3 ? last : '')}</text></svg></figure>`;
}

/** The share of drifted features against its levels; nothing where it is not known. */
export function shareChart({ driftedShare, shareLevels, shareLevel }: PolicyResult): Html {
  if (driftedShare === null) return text('');
  const end = Math.min(1, Math.max(driftedShare, shareLevels?.alert ?? 0.2) * 1.25);
  const marks = [
    ...(shareLevels === null || shareLevels.warn === null ? [] : [{ kind: 'warn', at: shareLevels.warn }]),
    ...(shareLevels === null ? [] : [{ kind: 'alert', at: shareLevels.alert }]),
  ];
  const label = `${printShare(driftedShare)} at alert${shareLevels === null ? '' : `, ${shareLevelWords(shareLevels)}`}`;
  const lines = marks.map(
    ({ kind, at }) =>
      html`<line class="level ${text(kind)}" x1="${percent(at / end)}" x2="${percent(at / end)}" y1="0" y2="18"/>`,
  );
  return html`<svg class="share" role="img" aria-label="${text(label)}" width="100%" height="18"><rect class="track" width="100%" y="5" height="8" rx="4"/><rect class="${text(shareLevel ?? 'none')}" width="${percent(driftedShare / end)}" y="5" height="8" rx="4"/>${lines}</svg>`;
}

function percent(share: number): Html {
  return text(`${Number((share * 100).toFixed(2))}%`);
}

function size(pixels: number): Html {
  return text(String(Number(pixels.toFixed(2))));
}
