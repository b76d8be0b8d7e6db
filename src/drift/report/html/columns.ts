import { grouped } from '../../../support/counted.ts';
import { type Html, html, text } from '../../../support/html.ts';
import type { ColumnResult } from '../../result.ts';
import { printFigure, printShare } from '../figures.ts';
import { type ColumnView, STANDINGS, type Standing } from '../view.ts';
import { columnSentence, STANDING_WORDS, sinceWords } from '../words.ts';
import { nameHtml, pill, proseHtml } from './shown.ts';

/** Cards are for what a reader should look at; of hundreds nobody looks at each. */
const MOST_CARDS = 150;
const MOST_OPEN = 8;

/** Place of a column in the page's data: policy and column, as the script finds its details. */
export interface PlacedColumn {
  readonly view: ColumnView;
  readonly place: string;
}

/** Of the columns, sorted by severity, those that are shown as cards and those that are rows of the table. */
export function splitColumns(columns: readonly ColumnView[], policy: number) {
  const placed = columns.map((view, index) => ({ view, place: `${policy}/${index}` }));
  const told = placed.filter(({ view }) => view.standing !== 'none').length;
  const cards = Math.min(told, MOST_CARDS);
  return { cards: placed.slice(0, cards), rows: placed.slice(cards) };
}

/** Columns that need a look: a card each, the worst ones open. */
export function cardsHtml(cards: readonly PlacedColumn[]): Html {
  return html`${cards.map(({ view, place }, index) => card(view, place, index < MOST_OPEN))}`;
}

function card(view: ColumnView, place: string, isOpen: boolean): Html {
  const { name, standing, driver } = view;
  const kind = text(standing);
  const open = isOpen ? text(' open') : text('');
  const sentence = columnSentence(view).slice(name.length).replace(/^: /, '');
  const reason = driver === undefined ? text('') : html`<p class="reason">${proseHtml(driver.reason)}</p>`;
  return html`<details class="card ${kind}" data-standing="${kind}"${open}><summary><h4>${nameHtml(name)}</h4> ${pill(standing)} <span class="meta">${proseHtml(about(view))}</span><span class="far">${proseHtml(sentence)}</span></summary><div class="inside">${reason}<div class="drawn" data-column="${text(place)}"></div></div></details>
`;
}

/** What kind of column it is, and since when it stands where it stands. */
function about(view: ColumnView): string {
  const { part, column } = view;
  const importance = column?.importance == null ? [] : [`importance ${column.importance}`];
  const since = view.changed === undefined || view.standing === 'undecided' ? [] : [sinceWords(view)];
  return [part, ...typeOf(column), ...importance, ...since].join(' · ');
}

function typeOf(column: ColumnResult | undefined): string[] {
  if (column === undefined) return [];
  const other = column.column === (column.feature ?? column.part) ? [] : [`column ${column.column}`];
  return [column.type, ...other];
}

/** The others in a table that opens row by row. */
export function rowsHtml(rows: readonly PlacedColumn[]): Html {
  return html`${rows.map(({ view, place }) => row(view, place))}`;
}

function row({ name, part, standing, driver, main, ratio }: ColumnView, place: string): Html {
  const test = standing === 'none' ? (main ?? driver) : driver;
  const verdict = standing === 'none' ? text(STANDING_WORDS[standing]) : pill(standing);
  const relative = text(ratio === null ? '–' : printShare(Math.max(0, ratio)));
  return html`<tr data-standing="${text(standing)}"><th scope="row"><button type="button" aria-expanded="false" data-column="${text(place)}">${nameHtml(name)}</button></th><td class="spare">${text(part)}</td><td>${verdict}</td><td class="figure">${text(printFigure(test?.effect ?? null))}</td><td class="figure">${relative}</td><td class="figure spare">${text(printFigure(test?.adjustedPValue ?? test?.pValue ?? null))}</td><td class="figure spare">${text(grouped(test?.rows ?? 0))}</td></tr>
`;
}

/** The standings that there are, each with a box to show or hide it. */
export function standingBoxes(counts: Readonly<Record<Standing, number>>): Html {
  const boxes = STANDINGS.filter((standing) => counts[standing] > 0).map(
    (standing) =>
      html`<label><input type="checkbox" value="${text(standing)}" checked> ${text(STANDING_WORDS[standing])} (${text(grouped(counts[standing]))})</label> `,
  );
  return html`${boxes}`;
}
