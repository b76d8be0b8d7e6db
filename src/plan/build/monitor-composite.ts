import type { NodePath } from '../../source/node.ts';
import type { PartSpec } from '../../spec/kinds/monitor/composite.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import type { FirstLook } from '../alert.ts';
import type { Measure } from '../condition.ts';
import { atLeast, beyond, boundOf } from './bound.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity } from './context.ts';
import { measureOf } from './monitor-measure.ts';
import { type BuiltMonitor, joinedBy, ownParts, silent, unlatched } from './monitor-part.ts';
import { isExplainable } from './monitor-threshold.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';
import { businessState, driftState, type NamedCondition, sloState } from './state-conditions.ts';

/** Builds another monitor without telling its faults; undefined when it has any. */
export type BuildOther = (context: BuildContext, monitor: Entity<'Monitor'>) => BuiltMonitor | undefined;

interface Part extends NamedCondition {
  /** Whether what is upstream can be the reason for it. */
  readonly explainable: boolean;
  readonly measure?: Measure;
}

/** A monitor that joins conditions: they stand in its own alert, and do not wait for the alerts that others make of them. */
export function compositeMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  buildOther: BuildOther,
): BuiltMonitor | undefined {
  const { spec } = monitor;
  const node = spec.all === undefined ? 'any' : 'all';
  const specs = spec.all ?? spec.any ?? [];
  const parts = specs.map((part, index) =>
    partOf(context, monitor, subject, [node, index], part, buildOther),
  );
  const found = parts.filter((part) => part !== undefined);
  if (found.length < specs.length) return undefined;
  const words = found.map((part) => part.words);
  const firstLook: FirstLook[] = found.flatMap(({ measure, words: title }) =>
    measure === undefined ? [] : [{ title, measure }],
  );
  return {
    parts: [
      {
        aspect: '',
        class: 'threshold',
        severity: spec.severity,
        condition: { node, of: found.map(({ condition }) => condition) },
        holdSeconds: spec.for.seconds,
        // What users or the business feel is told whatever the cause.
        explained:
          spec.inhibit === undefined
            ? found.every(({ explainable }) => explainable)
            : spec.inhibit === 'upstream',
        firstLook,
        origin: originOf(monitor, [node]),
        summary: MONITOR_PROSE.together({
          title: monitor.title,
          subject: subject.name,
          what: words.join(node === 'all' ? ', and ' : ', or '),
        }),
        impact: `Several signs at once point at ${subject.name}.`,
      },
    ],
  };
}

function partOf(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  path: NodePath,
  part: PartSpec,
  buildOther: BuildOther,
): Part | undefined {
  if ('businessMetric' in part) {
    const state = businessState(context, part.businessMetric);
    return state && { ...state, explainable: false };
  }
  if ('drift' in part) {
    const state = driftState(context, monitor, path, part);
    return state && { ...state, explainable: true };
  }
  if ('slo' in part) {
    const state = sloState(context, monitor, [...path, 'state'], part.slo, part.state);
    return state && { ...state, explainable: false };
  }
  if ('monitor' in part)
    return otherMonitor(context, monitor, [...path, 'monitor'], part.monitor, buildOther);
  return inlineThreshold(context, monitor, subject, path, part);
}

function otherMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  path: NodePath,
  name: string,
  buildOther: BuildOther,
): Part | undefined {
  const cycle = cycleThrough(context.workspace, monitor.name, name);
  if (cycle !== undefined) {
    reportAt(context, monitor, path, {
      code: 'monitor/cycle',
      severity: 'error',
      message: `${cycle.join(' → ')} stand on each other in a circle`,
      expected: 'a monitor that does not stand on this one',
    });
    return undefined;
  }
  const other = context.workspace.get('Monitor', name);
  const built = other && buildOther(silent(context), other);
  const parts = ownParts(built?.parts ?? []);
  if (parts.length === 0) return undefined;
  return {
    condition: joinedBy(
      'any',
      parts.map(({ condition }) => unlatched(condition)),
    ),
    words: `monitor ${name} holds`,
    explainable: parts.every(({ explained }) => explained),
  };
}

/** The way from a monitor through `next` back to it; undefined when there is none. */
function cycleThrough(workspace: Workspace, start: string, next: string): string[] | undefined {
  const seen = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string[] | undefined => {
    if (name === start) return [...trail, name];
    if (seen.has(name)) return undefined;
    seen.add(name);
    const { all, any } = workspace.get('Monitor', name)?.spec ?? {};
    for (const part of [...(all ?? []), ...(any ?? [])]) {
      const found = 'monitor' in part ? visit(part.monitor, [...trail, name]) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(next, [start]);
}

type ThresholdPart = Extract<PartSpec, { threshold: unknown }>;

function inlineThreshold(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  path: NodePath,
  { of, threshold, minSamples, ...spec }: ThresholdPart,
): Part | undefined {
  const asked = { entity: monitor, path, roleField: 'of', subject, spec: { ...spec, role: of } } as const;
  const measured = measureOf(context, asked);
  if (measured === undefined) return undefined;
  const { measure, samples, words } = measured;
  const bound = boundOf(context, monitor, [...path, 'threshold'], threshold, measure.unit);
  if (bound === undefined) return undefined;
  if (minSamples !== undefined && samples === undefined) {
    reportAt(context, monitor, [...path, 'minSamples'], {
      code: 'monitor/no-samples',
      severity: 'error',
      message: 'this condition counts no samples',
      expected: 'minSamples only with a counter or a histogram',
    });
    return undefined;
  }
  const condition = beyond(measure, bound.op, bound.value);
  return {
    condition:
      minSamples === undefined || samples === undefined
        ? condition
        : { node: 'all', of: [condition, atLeast(samples, minSamples)] },
    words: `${words} is ${bound.op.startsWith('>') ? 'above' : 'below'} ${bound.text}`,
    explainable: isExplainable(of),
    measure,
  };
}
