import type { Unit } from '../../plan/signal.ts';
import type { PanelThreshold } from '../../plan/view.ts';

/** How Perses prints a value: units as its package `core` names them. */
export interface Format {
  readonly unit: string;
  readonly decimalPlaces?: number;
  readonly shortValues?: boolean;
}

const FORMATS: Readonly<Record<Unit, Format>> = {
  seconds: { unit: 'seconds' },
  ratio: { unit: 'percent-decimal' },
  events: { unit: 'decimal', shortValues: true },
  'events-per-second': { unit: 'events/sec' },
  bytes: { unit: 'bytes', shortValues: true },
  'unix-seconds': { unit: 'decimal' },
  money: { unit: 'decimal', shortValues: true },
  none: { unit: 'decimal', shortValues: true },
};

export function formatOf(unit: Unit): Format {
  return FORMATS[unit];
}

const COLOURS: Readonly<Record<PanelThreshold['tone'], string>> = { warn: '#e8830c', bad: '#d32f2f' };
const GOOD = '#2e7d32';

interface Thresholds {
  readonly mode: 'absolute';
  readonly defaultColor: string;
  readonly steps: readonly { readonly value: number; readonly color: string; readonly name?: string }[];
}

/** Lines on a chart, each where something begins to be wrong. */
export function thresholdLines(thresholds: readonly PanelThreshold[]): Thresholds {
  return {
    mode: 'absolute',
    defaultColor: GOOD,
    steps: ascending(thresholds).map(({ value, tone, label }) => ({
      value,
      color: COLOURS[tone],
      name: label,
    })),
  };
}

/** Colours of a figure: from each step on another one. Between what is bad below and what is bad above lies what is good. */
export function thresholdColours(thresholds: readonly PanelThreshold[]): Thresholds {
  const below = ascending(thresholds.filter(({ beyond }) => beyond === 'below'));
  const above = ascending(thresholds.filter(({ beyond }) => beyond === 'above'));
  const [lowest] = below;
  return {
    mode: 'absolute',
    defaultColor: lowest === undefined ? GOOD : COLOURS[lowest.tone],
    steps: [
      ...below.map(({ value }, index) => {
        const next = below[index + 1];
        return { value, color: next === undefined ? GOOD : COLOURS[next.tone] };
      }),
      ...above.map(({ value, tone }) => ({ value, color: COLOURS[tone] })),
    ],
  };
}

function ascending(thresholds: readonly PanelThreshold[]): PanelThreshold[] {
  return thresholds.toSorted((a, b) => a.value - b.value);
}
