import { kebabCase } from '../../support/kebab-case.ts';
import type { Workspace } from '../../workspace/entity.ts';
import { upstreamOf } from '../../workspace/references.ts';
import { type SubjectEntity } from './context.ts';

/** `<kind>:<name>`, the item of the label `upstream`. */
export function upstreamItem(entity: { readonly kind: string; readonly name: string }): string {
  return `${kebabCase(entity.kind)}:${entity.name}`;
}

/** Everything upstream of a subject, near and far, as sorted items. Cycles were reported; here they only end the walk. */
export function upstreamItems(workspace: Workspace, subject: SubjectEntity): string[] {
  const items = new Set<string>();
  const visit = (entity: SubjectEntity): void => {
    for (const { target } of upstreamOf(workspace, entity)) {
      const item = upstreamItem(target);
      if (items.has(item) || item === upstreamItem(subject)) continue;
      items.add(item);
      visit(target);
    }
  };
  visit(subject);
  return [...items].toSorted();
}
