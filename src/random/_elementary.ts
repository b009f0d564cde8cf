/**
 * Exponential and logarithm from additions, multiplications, divisions and square roots alone.
 *
 * ECMAScript leaves `Math.exp`, `Math.log`, `Math.pow` and `**` to the implementation, so their last
 * bits may differ between engines. The operations used here are rounded as IEEE 754 says on every
 * machine, so tables that are built from them are the same everywhere. Errors are below 4 units in the
 * last place (tests compare with 40-digit values).
 *
 * @module
 */

/** ln 2 in two parts: the first has 32 bits, so that its small multiples are exact. */
const LN2_HIGH = 0.693147180369123816490;
const LN2_LOW = 1.90821492927058770002e-10;
const LN2 = 0.6931471805599453;
const SQRT_2 = 1.4142135623730951;

const bits = new DataView(new ArrayBuffer(8));

/**
 * A power of two.
 *
 * @param exponent An integer from -1022 to 1023.
 * @returns 2 to the exponent, exactly.
 */
export function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * The exponential function.
 *
 * @param x A number.
 * @returns e to the `x`; 0 below -708 and infinity above 709, where numbers end.
 */
export function exponential(x: number): number {
  if (x < -708) return 0;
  if (x > 709) return Infinity;
  const power = Math.floor(x / LN2 + 0.5);
  const rest = (x - power * LN2_HIGH) - power * LN2_LOW;
  // Taylor's series: the rest is below 0.35, so the term of degree 15 is below 10^-19.
  let sum = 1;
  for (let degree = 14; degree >= 1; degree--) sum = 1 + rest / degree * sum;
  return power === 1024 ? 2 * sum * powerOfTwo(1023) : sum * powerOfTwo(power);
}

/** `ln((1 + s) / (1 - s))` for small `s`. */
function doubleArtanh(s: number): number {
  const square = s * s;
  let sum = 0;
  for (let degree = 25; degree >= 3; degree -= 2) sum = (sum + 1 / degree) * square;
  return 2 * s * (1 + sum);
}

/**
 * The natural logarithm.
 *
 * @param x A positive, normal number.
 * @returns ln x.
 */
export function logarithm(x: number): number {
  bits.setFloat64(0, x);
  let power = (bits.getUint32(0) >>> 20) - 1023;
  let mantissa = x / powerOfTwo(power);
  if (mantissa > SQRT_2) {
    mantissa /= 2;
    power++;
  }
  const rest = doubleArtanh((mantissa - 1) / (mantissa + 1));
  return power * LN2_HIGH + (rest + power * LN2_LOW);
}

/**
 * The logarithm of 1 + x, precise for small `x`.
 *
 * @param x A number above -1.
 * @returns ln(1 + x).
 */
export function logarithmOnePlus(x: number): number {
  return x > -0.25 && x < 0.3 ? doubleArtanh(x / (2 + x)) : logarithm(1 + x);
}
