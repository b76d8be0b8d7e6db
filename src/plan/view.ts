import type { Measure } from './condition.ts';
import type { Subject } from './objective.ts';
import type { Origin } from './origin.ts';
import type { Facet, Selection, Unit } from './signal.ts';

/**
 * A page on which people see how things are: rows of panels, in no dashboard's words. What a panel shows, its unit, thresholds and
 * legend are decided here; how it is drawn is the target's.
 */
export interface View {
  /** Unique in the plan and stable: `overview/model:fraud-detector`, `fleet`, `drift`, `on-call`. */
  readonly id: string;
  readonly kind: ViewKind;
  readonly title: string;
  readonly description: string;
  /** What it is about; absent for pages about the whole project. */
  readonly subject?: Subject;
  readonly variables: readonly ViewVariable[];
  readonly links: readonly ViewLink[];
  readonly rows: readonly ViewRow[];
  readonly annotations: readonly ViewAnnotation[];
  readonly origin: Origin;
}

export type ViewKind = 'overview' | 'fleet' | 'drift' | 'on-call';

export interface ViewLink {
  readonly title: string;
  /** A page elsewhere, or another view by its id. */
  readonly to: { readonly url: string } | { readonly view: string };
}

export interface ViewRow {
  readonly title: string;
  readonly panels: readonly Panel[];
  /** True for what is looked at seldom: it starts folded. */
  readonly isFolded?: boolean;
}

export type PanelDrawing =
  /** Curves over time. */
  | 'lines'
  /** The newest value of each curve, in large figures. */
  | 'figures'
  /** One row for each series, of their newest values. */
  | 'table'
  /** Text only. */
  | 'text';

export interface Panel {
  /** Unique in the view and stable. */
  readonly id: string;
  readonly title: string;
  /** What it shows, and what to make of it; one or two sentences. */
  readonly description: string;
  readonly drawing: PanelDrawing;
  readonly unit: Unit;
  readonly curves: readonly Curve[];
  /** `text` only: plain paragraphs. */
  readonly text?: readonly string[];
  readonly thresholds: readonly PanelThreshold[];
  /** Fixed ends of the axis. */
  readonly least?: number;
  readonly most?: number;
  /** Columns of 24, and height in rows of the grid (a chart is 8). */
  readonly width: 4 | 6 | 8 | 12 | 16 | 24;
  readonly height: 4 | 6 | 8 | 10 | 12;
  readonly links: readonly ViewLink[];
  /** Why it may rightly be empty for long: `no firing alert`. */
  readonly emptyWhen?: string;
  readonly origin: Origin;
}

/** A value beyond which something is wrong. */
export interface PanelThreshold {
  readonly label: string;
  readonly value: number;
  readonly beyond: 'above' | 'below';
  readonly tone: 'warn' | 'bad';
}

export interface Curve {
  /** What the legend calls it; beside it stands what tells the series of one reading apart. */
  readonly label: string;
  readonly reading: Reading;
  /** What is normal or allowed, rather than what is. */
  readonly isReference?: boolean;
  /** Where it is another than the panel's. */
  readonly unit?: Unit;
  /** Values as words: 2 is "alert". */
  readonly words?: Readonly<Record<number, string>>;
}

/** Figures that are recorded for each objective. */
export type ObjectiveFigure =
  | 'budget-remaining'
  | 'burn-rate'
  | 'time-to-exhaustion'
  | 'period-error-ratio'
  | 'objective';

/** What a curve reads. `panel` windows follow the zoom of the page; measures keep the windows of the specs. */
export type Reading =
  /** As the specs define it: one series. */
  | { readonly read: 'measure'; readonly measure: Measure }
  /** Events per second of a counter, or observations of a histogram, in panel windows. */
  | { readonly read: 'rate'; readonly of: Selection; readonly by: readonly Facet[] }
  /** Events as a share of all, in panel windows. */
  | {
      readonly read: 'share';
      readonly of: Selection;
      readonly outOf: readonly Selection[];
      readonly by: readonly Facet[];
    }
  /** Quantile (0–1) or mean of a histogram's observations, in panel windows. */
  | { readonly read: 'quantile'; readonly of: Selection; readonly quantile: number }
  | { readonly read: 'mean'; readonly of: Selection }
  /** A gauge, for each value of the facets. */
  | {
      readonly read: 'gauge';
      readonly of: Selection;
      readonly by: readonly Facet[];
      readonly aggregate: 'min' | 'max' | 'sum';
    }
  /** One objective. */
  | { readonly read: 'objective'; readonly objective: string; readonly figure: ObjectiveFigure }
  /** All objectives that the page's variables choose, or the worst of each model. */
  | {
      readonly read: 'objectives';
      readonly figure: ObjectiveFigure;
      readonly each: 'objective' | 'model';
    }
  /** Alerts in a state: those of subjects, or those that the page's variables choose. */
  | {
      readonly read: 'alerts';
      readonly state: 'firing' | 'pending';
      readonly of: 'variables' | readonly Subject[];
      readonly each: 'alert' | 'severity' | 'model';
    }
  /** What the drift job wrote, of the models, policies, features and segments that are chosen. */
  | {
      readonly read: 'drift';
      readonly figure: 'verdict' | 'score' | 'threshold' | 'score-over-threshold' | 'failed-checks';
      readonly model?: string;
      /** Failed checks are about feature sets. */
      readonly featureSets?: readonly string[];
    };

/** What a reader can narrow a page by. */
export type ViewVariable =
  /** The environment. */
  | { readonly name: 'env'; readonly title: string; readonly from: 'fixed' | 'objectives' }
  | {
      readonly name: 'model';
      readonly title: string;
      readonly from: { readonly fixed: string } | 'objectives' | 'drift';
    }
  | { readonly name: 'version'; readonly title: string; readonly from: Selection }
  | { readonly name: 'segment'; readonly title: string; readonly from: readonly string[] | 'drift' }
  | { readonly name: 'slo' | 'alertname' | 'feature' | 'policy'; readonly title: string };

/** Moments that are marked on all charts. */
export interface ViewAnnotation {
  readonly title: string;
  readonly marks:
    | { readonly mark: 'firing-alerts'; readonly of: 'variables' | readonly Subject[] }
    /** A version's first events. */
    | { readonly mark: 'deploys'; readonly of: Selection }
    | { readonly mark: 'actions'; readonly alerts: readonly string[] }
    | { readonly mark: 'maintenance'; readonly names: readonly string[] };
}
