import type { DashboardChange } from './changes.ts';
import type { Dashboard } from './dashboard.ts';
import type { Answer, VariableValue } from './recording.ts';

/** A dashboard as a page draws it. */
export interface DrawnDashboard {
  readonly dashboard: Dashboard;
  /** What the lists of its variables stand at. */
  readonly values: Readonly<Record<string, VariableValue>>;
}

/** Everything that a page of `modelwatch preview` knows: the JSON in its slot. */
export interface PageData {
  readonly project: string;
  readonly environment: string;
  readonly source:
    | {
        readonly from: 'recording';
        readonly startS: number;
        readonly endS: number;
        readonly stepS: number;
        readonly answers: Readonly<Record<string, Answer>>;
      }
    | { readonly from: 'live'; readonly url: string; readonly pastS: number };
  readonly dashboards: readonly DrawnDashboard[];
  /** Another state of the project to stand beside. */
  readonly before?: {
    readonly name: string;
    readonly dashboards: readonly DrawnDashboard[];
    readonly changes: readonly DashboardChange[];
  };
}
