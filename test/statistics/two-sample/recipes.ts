/** A sample that the fixture doesn't hold: drawn here as test/fixtures/two-sample/make.py draws it, bit for bit. */
export interface Recipe {
  readonly shape: 'uniform' | 'normal' | 'slash';
  readonly seed: number;
  readonly size: number;
  readonly shift: number;
  readonly scale: number;
  readonly grid?: number | undefined;
  readonly float32?: number | undefined;
}

export interface CountRecipe {
  readonly seed: number;
  readonly size: number;
  readonly most: number;
  readonly zeros: number;
}

/** The linear congruential generator of Numerical Recipes, 32 bits. */
export function uniformsFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function sampleOf(side: Recipe | readonly number[]): Float64Array {
  return (Array.isArray(side) ? Float64Array.from(side) : drawnFrom(side as Recipe)).toSorted();
}

export function countsOf(side: CountRecipe | readonly number[]): readonly number[] {
  if (Array.isArray(side)) return side;
  const { seed, size, most, zeros } = side as CountRecipe;
  const next = uniformsFrom(seed);
  return Array.from({ length: size }, () => (next() < zeros ? 0 : Math.floor(next() * most)));
}

/** In the order they are drawn. */
export function drawnFrom({ shape, seed, size, shift, scale, grid, float32 }: Recipe): Float64Array {
  const next = uniformsFrom(seed);
  return Float64Array.from({ length: size }, () => {
    let x = shift + scale * drawn(shape, next);
    if (grid !== undefined) x = Math.floor(x * grid) / grid;
    return float32 === undefined ? x : Math.fround(x);
  });
}

function drawn(shape: Recipe['shape'], next: () => number): number {
  if (shape === 'uniform') return next();
  let sum = 0;
  for (let i = 0; i < 12; i += 1) sum += next();
  const z = sum - 6;
  return shape === 'slash' ? z / (next() + 2 ** -33) : z;
}
