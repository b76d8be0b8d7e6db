import type { JobColumn, JobPolicy, Levels } from '../../plan/drift-job.ts';
import type { EditPath } from '../../source/edit.ts';
import { driftTest } from '../../spec/kinds/drift/tests.ts';
import type { DriftPolicySpec } from '../../spec/kinds/drift-policy.ts';
import type { Judged } from '../decide.ts';

/** Thresholds of a policy that stand together, and what they judge. */
export interface Place {
  /** Below the spec of the policy: `features`, `numeric`. */
  readonly path: EditPath;
  /** The same for people: features.numeric, features.overrides.amount. */
  readonly name: string;
  readonly test: string;
  /** How levels are written: `warn` and `alert` of a distance, `minEffect` of a significant difference, shares of rows. */
  readonly kind: 'distance' | 'effect' | 'share';
  readonly levels: Levels;
  /** The largest value that there is; Infinity without a bound. */
  readonly most: number;
}

/** Largest effects of tests of significance: distances of distribution functions, Cramér's V and shares are at most 1. */
const UNBOUNDED_EFFECTS: readonly string[] = ['t'];

/** Which thresholds judge which tests of a policy. */
export class Places {
  readonly #known = new Map<string, Place>();
  readonly #byTest = new Map<string, Place>();

  /** From the columns of the plan, and the policy as specified: it tells which features have a test of their own. */
  constructor({ columns }: Pick<JobPolicy, 'columns'>, spec: DriftPolicySpec) {
    for (const column of columns) {
      const path = valuesPath(column, spec);
      if (path !== undefined) this.#add(column, 'values', valuesPlace(column, path));
      if (spec.features === undefined) continue;
      for (const aspect of ['nulls', 'unseen'] as const) {
        const levels = column[aspect];
        if (levels.warn === undefined && levels.alert === undefined) continue;
        const share = {
          path: ['features', aspect],
          name: `features.${aspect}`,
          test: aspect,
          kind: 'share',
        } as const;
        this.#add(column, aspect, { ...share, levels, most: 1 });
      }
    }
  }

  #add({ part, feature }: JobColumn, aspect: string, place: Place): void {
    const known = this.#known.get(place.name) ?? place;
    this.#known.set(place.name, known);
    this.#byTest.set(testName(part, feature ?? null, aspect), known);
  }

  list(): readonly Place[] {
    return [...this.#known.values()];
  }

  /** Where a test has its thresholds; undefined when it has none in the policy. */
  of({ part, feature, aspect }: Pick<Judged, 'part' | 'feature' | 'aspect'>): Place | undefined {
    return this.#byTest.get(testName(part, feature, aspect));
  }

  /** Columns whose values a place judges, or all whose shares it does. */
  columnsOf(place: Place): number {
    return [...this.#byTest.values()].filter((each) => each === place).length;
  }
}

function testName(part: string, feature: string | null, aspect: string): string {
  return `${aspect} ${part} ${feature ?? ''}`;
}

function valuesPath(
  { part, feature = '', type }: JobColumn,
  { features }: DriftPolicySpec,
): EditPath | undefined {
  if (part === 'predictions' || part === 'labels') return [part];
  if (part !== 'features') return undefined;
  if (features?.overrides.some(({ name }) => name === feature))
    return ['features', 'overrides', { named: feature }];
  return type === 'numeric' || type === 'category' ? ['features', type] : undefined;
}

function valuesPlace({ test }: JobColumn, path: EditPath): Place {
  const { judgedBy, most = Number.POSITIVE_INFINITY } = driftTest(test.test);
  const kind = judgedBy === 'distance' ? 'distance' : 'effect';
  return {
    path,
    name: path.map((step) => (typeof step === 'object' ? step.named : step)).join('.'),
    test: test.test,
    kind,
    levels: test.levels,
    most: kind === 'distance' ? most : UNBOUNDED_EFFECTS.includes(test.test) ? Number.POSITIVE_INFINITY : 1,
  };
}
