import type { Span } from '../diagnostics/span.ts';
import { fromData, type PlainData } from '../source/data.ts';
import type { RawObject } from './objects.ts';
import { PROJECT_FILE } from './project-file.ts';

/** Name of the escalation policy of objects that name none. */
export const DEFAULT_ESCALATION = 'default';

/**
 * Pages reach the on-call people and the team, tickets the team, infos nobody. Who that is depends on the team: see
 * `plan/build/routes.ts`. A project that defines a policy of this name replaces it.
 */
const DEFAULT_POLICY: PlainData = { severities: ['page', 'ticket'], routes: {} };

/** Objects that exist without being written. */
export function builtInObjects(objects: readonly RawObject[]): RawObject[] {
  const project = objects.find((object) => object.kind === 'Project');
  const isDefined = objects.some(
    (object) => object.kind === 'EscalationPolicy' && object.name === DEFAULT_ESCALATION,
  );
  if (isDefined) return [];
  const span: Span = project?.span ?? nowhere();
  const layer = { kind: 'builtin', name: 'default policy' } as const;
  return [
    {
      kind: 'EscalationPolicy',
      name: DEFAULT_ESCALATION,
      metadata: { name: DEFAULT_ESCALATION },
      span,
      spec: fromData(DEFAULT_POLICY, span, layer),
      file: span.file,
    },
  ];
}

function nowhere(): Span {
  const start = { offset: 0, line: 1, column: 1 };
  return { file: PROJECT_FILE, start, end: start };
}
