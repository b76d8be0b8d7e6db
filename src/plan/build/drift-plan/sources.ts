import type { Entity } from '../../../workspace/entity.ts';
import { type JobSource, READ_TYPES } from '../../drift-job.ts';
import type { DriftGap } from '../../drift-jobs.ts';
import type { BuildContext } from '../context.ts';
import { secretOf } from '../secret.ts';

/** A drift plan while it is put together. */
export interface DriftDraft {
  readonly context: BuildContext;
  /** The sources that something reads, by name. */
  readonly sources: Map<string, JobSource>;
  readonly gaps: DriftGap[];
}

/** Why a source cannot be read, as a gap tells it. */
export type Unread = Pick<DriftGap, 'why' | 'hint'>;

type Source = Entity<'DataSource'>;

/**
 * The source of a name for this environment, taken into the plan; else why it cannot be read. `needsTime`: windows are cut
 * by the time of its rows.
 */
export function readSource(
  { context, sources }: DriftDraft,
  name: string,
  { needsTime }: { readonly needsTime: boolean },
): JobSource | Unread {
  const entity = context.workspace.get('DataSource', name);
  if (entity === undefined) return { why: `there is no DataSource ${name}` };
  const found = jobSource(entity, context.workspace.environment);
  if ('why' in found) return found;
  if (needsTime && found.timestamp === undefined) {
    return {
      why: `DataSource ${name} does not say which column is the time of a row, by which windows are cut`,
      hint: `Add timestamp: <column> to DataSource ${name}.`,
    };
  }
  sources.set(name, found);
  return found;
}

function jobSource({ name, spec }: Source, environment: string): JobSource | Unread {
  const type = READ_TYPES.find((each) => each === spec.type);
  if (type === undefined || !('path' in spec || 'table' in spec)) {
    return {
      why: `DataSource ${name} is of type ${spec.type}, which the job cannot read`,
      hint: `Keep a copy in one of ${READ_TYPES.join(', ')}.`,
    };
  }
  const [field, where] = 'path' in spec ? (['path', spec.path] as const) : (['table', spec.table] as const);
  const place = placeIn(where, environment);
  if (place === undefined) {
    return {
      why: `DataSource ${name} has no ${field} for the environment ${environment}`,
      hint: `Add ${field}: { ${environment}: … } to DataSource ${name}.`,
    };
  }
  const auth = spec.auth && secretOf(spec.auth.secretRef);
  return {
    name,
    type,
    [field]: place,
    ...(spec.timestamp !== undefined && { timestamp: spec.timestamp }),
    ...(auth && { auth: auth.from === 'file' ? { file: auth.path } : { env: auth.variable } }),
  };
}

function placeIn(where: string | Readonly<Record<string, string>>, environment: string): string | undefined {
  if (typeof where === 'string') return where;
  return Object.hasOwn(where, environment) ? where[environment] : undefined;
}
