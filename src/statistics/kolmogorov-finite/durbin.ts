/** Products are brought back by this power of two whenever they pass it. */
const SCALE_BITS = 128;
const SCALE = 2 ** SCALE_BITS;

/**
 * P(D ≤ d) of the Kolmogorov-Smirnov statistic of `n` values against a known distribution: the n-th power of Durbin's matrix
 * (Durbin 1968; Marsaglia, Tsang and Wang 2003). For n d up to some tens: the matrix has 2 ⌈n d⌉ − 1 rows.
 */
export function durbinBelow(n: number, d: number): number {
  const nd = n * d;
  const k = Math.ceil(nd);
  const size = 2 * k - 1;
  let power = matrixOf(size, k - nd);
  let powerBits = 0;
  let product: Float64Array | undefined;
  let productBits = 0;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      product = product === undefined ? power : multiplied(product, power, size);
      productBits += powerBits;
    }
    power = multiplied(power, power, size);
    powerBits *= 2;
    if ((power[(k - 1) * size + k - 1] ?? 0) > SCALE) {
      power = power.map((each) => each / SCALE);
      powerBits += SCALE_BITS;
    }
  }
  let probability = product?.[(k - 1) * size + k - 1] ?? 0;
  for (let i = 1; i <= n; i += 1) {
    probability = (probability * i) / n;
    if (probability < 1 / SCALE) {
      probability *= SCALE;
      productBits -= SCALE_BITS;
    }
  }
  return Math.min(1, probability * 2 ** productBits);
}

/** Row by row: 1/(i − j + 1)! on and below the upper diagonal; first column and last row less a power of `h` of it. */
function matrixOf(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size);
  const inverse = new Float64Array(size + 1);
  inverse[0] = 1;
  for (let i = 1; i <= size; i += 1) inverse[i] = (inverse[i - 1] ?? 0) / i;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size && j <= i + 1; j += 1) matrix[i * size + j] = inverse[i - j + 1] ?? 0;
  }
  for (let i = 0; i < size; i += 1) {
    const edge = (1 - h ** (i + 1)) * (inverse[i + 1] ?? 0);
    matrix[i * size] = edge;
    matrix[(size - 1) * size + size - 1 - i] = edge;
  }
  const corner = 1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size;
  matrix[(size - 1) * size] = corner * (inverse[size] ?? 0);
  return matrix;
}

function multiplied(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < size; k += 1) {
      const factor = a[i * size + k] ?? 0;
      if (factor === 0) continue;
      for (let j = 0; j < size; j += 1) {
        product[i * size + j] = (product[i * size + j] ?? 0) + factor * (b[k * size + j] ?? 0);
      }
    }
  }
  return product;
}
