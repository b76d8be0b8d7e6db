import type { Origin } from './origin.ts';
import type { Facet, Instrument, LabelSet, Unit } from './signal.ts';

/** What a label says of values that it does not tell apart. */
export const OTHER = 'other';

/** Values of a label that nobody listed, at most; more are counted together. */
export const MOST_OPEN_VALUES = 20;

/** What the service of one model must emit, so that all that the plan reads of it is there. */
export interface Instrumentation {
  readonly model: string;
  readonly title: string;
  readonly mode: 'online' | 'batch';
  /** Whether it answers with text: traces of such calls have conventions of their own. */
  readonly isGenerative: boolean;
  /** Versions that the specs name. */
  readonly versions: readonly string[];
  /** Metrics that the model's own code must emit, by name. */
  readonly metrics: readonly ServiceMetric[];
  /** Metrics that something else emits. */
  readonly elsewhere: readonly { readonly metric: string; readonly by: string; readonly origin: Origin }[];
  /** Labels that whatever collects the metrics sets on every series. Code that set them too would be in its way. */
  readonly collectedLabels: readonly string[];
  readonly origin: Origin;
}

export interface ServiceMetric {
  readonly name: string;
  readonly instrument: Instrument;
  /** Unit of the plan; times `1 / scale` it is that of the samples. */
  readonly unit: Unit;
  readonly scale: number;
  /** Of a histogram: upper bounds in the unit of the samples, ascending, without +Inf, that must be there. */
  readonly bounds?: readonly number[];
  /** Whether these are all; else objectives need them, and nobody says which others there are. */
  readonly declaresBounds: boolean;
  /** A histogram without fixed bounds. */
  readonly isNative: boolean;
  readonly labels: readonly ServiceLabel[];
  /** Labels that are the same on all series. */
  readonly fixedLabels: LabelSet;
  /** What it is read as; several roles of one metric are told apart by their `match`. */
  readonly roles: readonly ServiceRole[];
  readonly origin: Origin;
}

export interface ServiceRole {
  readonly role: string;
  readonly signal: string;
  /** Label values that choose the role's series. */
  readonly match: LabelSet;
  /** Which labels the role is told apart by. */
  readonly facets: readonly Facet[];
  /** Of a total: whether it counts failed requests, too. */
  readonly includesErrors: boolean;
}

/** A label with more than one value. */
export interface ServiceLabel {
  readonly name: string;
  readonly carries: Facet | 'segment' | 'role';
  /** The only values there are; others are counted as `other`. Absent where the values are not known beforehand. */
  readonly allowed?: readonly string[];
  /** So many values that come first; later ones are counted as `other`. */
  readonly most: number;
}
