import type { SharedData } from '../shared-data.ts';

interface Field {
  readonly name: string;
  readonly type: string;
}

/** What the template of a module shows. Every text is TypeScript already. */
export interface ModuleData extends SharedData {
  readonly families: readonly { readonly field: string; readonly type: string; readonly code: string }[];
  readonly resultFields: readonly Field[];
  readonly optionFields: readonly Field[];
}
