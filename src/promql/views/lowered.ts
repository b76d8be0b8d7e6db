import type { Curve, Panel, View, ViewAnnotation, ViewVariable } from '../../plan/view.ts';

/** A view whose readings are queries. Names of variables stand in them as `$name`, as Grafana and Perses both replace them. */
export interface LoweredView {
  readonly view: View;
  readonly variables: readonly LoweredVariable[];
  readonly rows: readonly {
    readonly title: string;
    readonly isFolded: boolean;
    readonly panels: readonly LoweredPanel[];
  }[];
  readonly annotations: readonly LoweredAnnotation[];
}

export interface LoweredPanel {
  readonly panel: Panel;
  readonly queries: readonly LoweredQuery[];
}

export interface LoweredQuery {
  readonly curve: Curve;
  /** PromQL, on one line. */
  readonly expr: string;
  /** `p99`, `{{model_version}}`, `errors {{reason}}`. */
  readonly legend: string;
  /** Labels that tell the series apart, for the columns of a table. */
  readonly labels: readonly string[];
  /** Of histograms whose samples may carry trace ids. */
  readonly hasExemplars: boolean;
}

export type LoweredVariable = Pick<ViewVariable, 'name' | 'title'> & LoweredValues;
export type LoweredValues =
  | { readonly kind: 'fixed'; readonly value: string }
  /** Chosen from a list, or all. */
  | { readonly kind: 'list'; readonly values: readonly string[] }
  /** Chosen from the values of a label, or all; `single` chooses exactly one, `initial` at first. */
  | {
      readonly kind: 'label-values';
      readonly selector: string;
      readonly label: string;
      readonly single?: { readonly initial: string };
    };

export interface LoweredAnnotation {
  readonly title: string;
  readonly mark: ViewAnnotation['marks']['mark'];
  readonly expr: string;
  /** `{{alertname}}`. */
  readonly text: string;
}
