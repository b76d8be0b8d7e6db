import type { Measure } from '../condition.ts';
import type { Curve, Panel } from '../view.ts';

type PanelParts = Pick<Panel, 'id' | 'title' | 'description' | 'unit' | 'curves' | 'origin'> & Partial<Panel>;

/** Curves over time; half of the page wide unless it says otherwise. */
export function lines(parts: PanelParts): Panel {
  return { drawing: 'lines', thresholds: [], links: [], width: 12, height: 8, ...parts };
}

/** The newest values, large. */
export function figures(parts: PanelParts): Panel {
  return { drawing: 'figures', thresholds: [], links: [], width: 8, height: 4, ...parts };
}

/** One row a series. */
export function table(parts: PanelParts): Panel {
  return { drawing: 'table', thresholds: [], links: [], width: 12, height: 8, ...parts };
}

/** Text without data. */
export function paragraphs(
  parts: Pick<Panel, 'id' | 'title' | 'description' | 'text' | 'origin'> & Partial<Panel>,
): Panel {
  return {
    drawing: 'text',
    unit: 'none',
    curves: [],
    thresholds: [],
    links: [],
    width: 8,
    height: 4,
    ...parts,
  };
}

/** A measure as a curve. */
export function measured(label: string, measure: Measure, isReference = false): Curve {
  return { label, reading: { read: 'measure', measure }, ...(isReference && { isReference }) };
}
