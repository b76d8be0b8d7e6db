import { sha256 } from '../support/sha256.ts';

/** What a view is found by, in whatever draws it: the same in each compile, and another in each project and environment. */
export function viewUid(project: string, environment: string, viewId: string): string {
  // Grafana takes 40 characters; 64 bits are enough for the views of an organisation.
  return `modelwatch-${sha256(`${project}/${environment}/${viewId}`).slice(0, 16)}`;
}

/** A name in lower-case letters, digits and dashes: `overview/model:fraud-detector` → `overview-model-fraud-detector`. */
export function viewName(viewId: string): string {
  return viewId.replace(/[^a-z0-9]+/g, '-');
}
