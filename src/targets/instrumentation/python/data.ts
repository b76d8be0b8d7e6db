import type { SharedData } from '../shared-data.ts';

/** What the template of a module shows. Every text is Python already. */
export interface ModuleData extends SharedData {
  readonly imports: string;
  readonly families: readonly { readonly attribute: string; readonly type: string; readonly code: string }[];
  readonly resultFields: readonly { readonly name: string; readonly type: string }[];
  readonly resultParameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly empty: string;
  }[];
  readonly resultTuple: string;
  readonly resultNames: string;
  readonly version: boolean;
  readonly segments: readonly { readonly name: string }[];
}
