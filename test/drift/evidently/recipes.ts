import { z } from 'zod';
import type { ColumnShape } from '../../../src/drift/evidently/choose.ts';
import type { CategoryKey, EvidentlySide } from '../../../src/drift/evidently/column.ts';

const zValue = z.union([z.number(), z.string(), z.boolean(), z.null()]);
type Value = z.output<typeof zValue>;

/** A side of a pair in reference.json; recipes.py has the same recipes. */
export const zSide = z.object({
  type: z.enum(['float64', 'float32', 'int64', 'object', 'bool', 'datetime']),
  recipe: z.enum(['normal', 'heavy', 'steps', 'cycle', 'categories', 'names', 'flags']).optional(),
  n: z.number().default(0),
  seed: z.number().default(0),
  mean: z.number().default(0),
  sd: z.number().default(1),
  k: z.number().default(1),
  start: z.number().default(0),
  step: z.number().default(1),
  factor: z.number().default(1),
  share: z.number().default(0),
  counts: z.array(z.tuple([zValue, z.number()])).default([]),
  values: z.array(zValue).default([]),
});
export type Side = z.output<typeof zSide>;

const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function made(side: Side): Value[] {
  const { recipe, n, mean, sd, k, start, step, factor, share } = side;
  const draw = uniforms(side.seed);
  const each = (make: (i: number) => Value): Value[] => Array.from({ length: n }, (_, i) => make(i));
  switch (recipe) {
    case 'normal':
      return each(() => {
        let total = 0;
        for (let i = 0; i < 12; i += 1) total += draw();
        return mean + sd * (total - 6);
      });
    case 'heavy':
      return each(() => {
        const above = draw() - 0.5;
        return mean + sd * (above / (draw() + 0.0001));
      });
    case 'steps':
      return each(() => start + step * Math.floor(draw() * k));
    case 'cycle':
      return each((i) => start + ((i * factor) % k));
    case 'names':
      return each((i) => `c${start + ((i * factor) % k)}`);
    case 'categories':
      return each(() => {
        const u = draw();
        return `c${Math.floor(u * u * k)}`;
      });
    case 'flags':
      return each(() => draw() < share);
    case undefined:
      return [];
  }
}

/** The values of a side, null for missing ones. */
export function valuesOf(side: Side): Value[] {
  const listed = side.counts.flatMap(([value, often]) => Array.from({ length: often }, () => value));
  const values = [...made(side), ...listed, ...side.values];
  if (side.type === 'object' || side.type === 'bool') return values;
  const rounded = side.type === 'float32' ? Math.fround : (value: number): number => value;
  return values.map((value) =>
    typeof value === 'number' ? rounded(value) : (SPECIAL[String(value)] ?? value),
  );
}

const SHAPES = {
  float64: 'float',
  float32: 'float',
  int64: 'integer',
  bool: 'boolean',
  datetime: 'datetime',
} as const;

/** What Evidently's inference looks at. */
export function shapeOf(side: Side): ColumnShape {
  const values = valuesOf(side);
  const present = values.filter((value) => value !== null && !Number.isNaN(value));
  const ofObjects = typeof present[0] === 'boolean' ? 'boolean' : 'string';
  return {
    values: side.type === 'object' ? ofObjects : SHAPES[side.type],
    rows: values.length,
    missing: values.length - present.length,
    distinct: new Set(present).size,
  };
}

/** The cleaned side, as the runner hands it over. */
export function sideOf(side: Side): EvidentlySide {
  const values = valuesOf(side);
  if (side.type === 'float64' || side.type === 'float32' || side.type === 'int64') {
    const finite = values.filter((value) => typeof value === 'number' && Number.isFinite(value));
    return { kind: 'numeric', number: side.type, values: Float64Array.from(finite.map(Number)) };
  }
  const counts = new Map<CategoryKey, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return { kind: 'category', counts };
}
