import type { Panel } from '../view.ts';

/** A place on a grid of 24 columns; rows of the grid are as high in Grafana as in Perses. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const COLUMNS = 24;

/**
 * Places of the panels of one row, from its top, left to right and then down. A panel that does not fit beside its neighbours begins
 * a new line; the last panel of a line takes what is left of the width, so that no line ends in a hole.
 */
export function placed(panels: readonly Panel[]): Place[] {
  const places: Place[] = [];
  let [x, y, height] = [0, 0, 0];
  for (const [index, panel] of panels.entries()) {
    if (x + panel.width > COLUMNS) {
      y += height;
      [x, height] = [0, 0];
    }
    const next = panels[index + 1];
    const isLast = next === undefined || x + panel.width + next.width > COLUMNS;
    places.push({ x, y, width: isLast ? COLUMNS - x : panel.width, height: panel.height });
    x += panel.width;
    height = Math.max(height, panel.height);
  }
  return places;
}
