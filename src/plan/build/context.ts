import type { Diagnostic, Report } from '../../diagnostics/diagnostic.ts';
import type { NodePath } from '../../source/node.ts';
import { type Entity, placesOf, refOf, type Workspace } from '../../workspace/entity.ts';
import type { Alert } from '../alert.ts';
import type { Severity, Subject } from '../objective.ts';
import type { Origin } from '../origin.ts';
import type { Cadence, Environment } from '../plan.ts';
import type { Signal } from '../signal.ts';

/** What every builder needs, and where it puts what others must see. */
export interface BuildContext {
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly cadence: Cadence;
  readonly report: Report;
  /** Text of a file that the specs name (a calendar); undefined when it can't be read. */
  readonly readAuxiliary: (path: string) => string | undefined;
  /** Signals by id; builders add those they use. */
  readonly signals: Map<string, Signal>;
  readonly alerts: Alert[];
}

export type SubjectEntity = Entity<'Model'> | Entity<'Pipeline'> | Entity<'FeatureSet'>;

export function subjectOf(entity: SubjectEntity): Subject {
  return { kind: entity.kind, name: entity.name };
}

/** Whether a target is rendered: what a store cannot hold matters only if somebody reads that store. */
export function isRendered({ workspace }: Pick<BuildContext, 'workspace'>, target: string): boolean {
  const wanted = workspace.project.spec.targets;
  return wanted === undefined || wanted[target] !== undefined;
}

/** Targets that draw views; a project gets them when it names them. */
const VIEW_TARGETS = ['grafana', 'perses'];

/** Whether anybody draws views. */
export function hasViews({ workspace }: Pick<BuildContext, 'workspace'>): boolean {
  const wanted = workspace.project.spec.targets;
  return VIEW_TARGETS.some((target) => wanted?.[target] !== undefined);
}

/** Where a piece comes from: the places of the given paths below `spec`, most telling first. */
export function originOf(entity: Entity, ...paths: NodePath[]): Origin {
  const spans = paths.length === 0 ? [entity.span] : paths.flatMap((path) => placesOf(entity, ...path));
  return { object: refOf(entity), spans };
}

/** Reports a problem at a field of an entity; when another layer wrote the value, the entity is told as related. */
export function reportAt(
  context: Pick<BuildContext, 'report'>,
  entity: Entity,
  path: NodePath,
  diagnostic: Omit<Diagnostic, 'span' | 'object' | 'field'>,
): void {
  const [span, ...others] = placesOf(entity, ...path);
  const related = [
    ...(diagnostic.related ?? []),
    ...others
      .filter((place) => place !== span)
      .map((place) => ({ message: `for ${entity.kind} ${entity.name}`, span: place })),
  ];
  context.report({
    ...diagnostic,
    ...(span && { span }),
    object: refOf(entity),
    field: ['spec', ...path].join('.'),
    ...(related.length > 0 && { related }),
  });
}

/** `fraud-latency` → `FraudLatency`. */
export function camelCase(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

const SEVERITY_ORDER: readonly Severity[] = ['none', 'info', 'ticket', 'page'];

/** Positive when `a` is more severe than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITY_ORDER.indexOf(a) - SEVERITY_ORDER.indexOf(b);
}
