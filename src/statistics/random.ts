/**
 * Numbers that look random and are the same on every machine and in every run: whatever is simulated at compile time must not
 * make output differ. Never for anything secret.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Successes among `trials` (whole, ≥ 0) of probability `share` (0 to 1). */
  binomial(trials: number, share: number): number;
  /** Counts of `total` draws over shares that add up to 1; whole numbers that add up to `total`. */
  multinomial(total: number, shares: readonly number[]): number[];
}

/** Below this expected count a binomial is drawn by going through its probabilities one by one. */
const INVERSION_BELOW = 10;

/**
 * A generator with a fixed beginning. The bits are those of xoshiro128** (Blackman and Vigna 2021, "Scrambled linear pseudorandom
 * number generators"), seeded by a Weyl sequence mixed as in SplitMix.
 */
export function createRandom(seed: number): Random {
  const nextBits = bitsFrom(seed);
  const uniform = (): number => nextBits() / 2 ** 32;
  let spare: number | undefined;

  /** Marsaglia and Bray's polar method (1964): two normals from one point in the unit disc. */
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };

  const binomial = (trials: number, share: number): number => {
    if (share <= 0 || trials <= 0) return 0;
    if (share >= 1) return trials;
    if (share > 0.5) return trials - binomial(trials, 1 - share);
    return trials * share < INVERSION_BELOW
      ? byInversion(trials, share, uniform)
      : byRejection(trials, share, uniform);
  };

  const multinomial = (total: number, shares: readonly number[]): number[] => {
    let left = total;
    let rest = 1;
    return shares.map((share, index) => {
      // The last takes what is left, whatever rounding did to the rest.
      const drawn = index === shares.length - 1 ? left : binomial(left, Math.min(1, share / rest));
      left -= drawn;
      rest = Math.max(rest - share, Number.MIN_VALUE);
      return drawn;
    });
  };

  return { uniform, normal, binomial, multinomial };
}

function bitsFrom(seed: number): () => number {
  let weyl = seed >>> 0;
  const word = (): number => {
    weyl = (weyl + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(weyl ^ (weyl >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  let a = word();
  let b = word();
  let c = word();
  let d = word();
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** Adds up probabilities from 0 successes on until they pass a uniform number; few steps when few are expected. */
function byInversion(trials: number, share: number, uniform: () => number): number {
  const odds = share / (1 - share);
  let probability = Math.exp(trials * Math.log1p(-share));
  let below = probability;
  const wanted = uniform();
  let successes = 0;
  while (below < wanted && successes < trials) {
    successes += 1;
    probability *= (odds * (trials - successes + 1)) / successes;
    // Rounding can keep the sum below 1: beyond the last probability that counts there is nothing to add.
    if (probability === 0) break;
    below += probability;
  }
  return successes;
}

/**
 * Hörmann's transformed rejection (1993, "The generation of binomial random variates", algorithm BTRD without its decomposition):
 * exact, in a constant expected number of steps. For trials × share ≥ 10 and share ≤ 1/2.
 */
function byRejection(trials: number, share: number, uniform: () => number): number {
  const deviation = Math.sqrt(trials * share * (1 - share));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * share;
  const c = trials * share + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = Math.log(share / (1 - share));
  const mode = Math.floor((trials + 1) * share);
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= squeeze) return successes;
    if (successes < 0 || successes > trials) continue;
    const bound = Math.log((v * alpha) / (a / (us * us) + b));
    const logRatio =
      atMode - logFactorial(successes) - logFactorial(trials - successes) + (successes - mode) * logOdds;
    if (bound <= logRatio) return successes;
  }
}

const SMALL_FACTORIALS: readonly number[] = Array.from({ length: 10 }, (_, n) =>
  Math.log(
    Array.from({ length: n }, (_unused, index) => index + 1).reduce((product, each) => product * each, 1),
  ),
);

/** ln n!: a table below 10, Stirling's series from there (error below 1e-12). */
function logFactorial(n: number): number {
  const known = SMALL_FACTORIALS[n];
  if (known !== undefined) return known;
  const x = n + 1;
  const inverse = 1 / x;
  const square = inverse * inverse;
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
  );
}
