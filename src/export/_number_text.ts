/**
 * Numbers as digits, for the text formats.
 *
 * @module
 */

/** Four decimal digits of each number below 10,000, little-endian. */
export const FOUR_DIGITS: Int32Array = Int32Array.from({ length: 10_000 }, (_, number) => {
  const text = `${number}`.padStart(4, "0");
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) |
    (text.charCodeAt(3) << 24);
});

/** The digits of each number below 10,000 without leading zeros, little-endian; bytes behind the last are 0. */
export const SHORT_DIGITS: Int32Array = FOUR_DIGITS.map((word, number) => {
  const missing = number >= 1000 ? 0 : number >= 100 ? 1 : number >= 10 ? 2 : 3;
  return word >>> (missing * 8);
});

/** A point and three decimal digits of each number below 1,000, little-endian. */
export const POINT_DIGITS: Int32Array = Int32Array.from(
  { length: 1000 },
  (_, number) => (FOUR_DIGITS[number]! & ~0xff) | 0x2e,
);

/**
 * Writes the digits of a whole number that is not negative.
 *
 * @param view Where to; 4 bytes beyond the last digit may be spoiled.
 * @param p Place of the first digit.
 * @param value The number, below 2^53.
 * @returns The place behind the last digit.
 */
export function putNatural(view: DataView, p: number, value: number): number {
  if (value < 10_000) {
    const word = SHORT_DIGITS[value]!;
    view.setInt32(p, word, true);
    // A digit's highest bit but two is set, so the zeros in front tell how many bytes are empty.
    return p + 4 - (Math.clz32(word) >>> 3);
  }
  const high = value <= 0x7fffffff ? (value / 10_000) | 0 : Math.floor(value / 10_000);
  const end = putNatural(view, p, high);
  view.setInt32(end, FOUR_DIGITS[value - high * 10_000]!, true);
  return end + 4;
}

/**
 * Writes a whole number.
 *
 * @param view Where to; 4 bytes beyond the last digit may be spoiled.
 * @param p Place of the first byte.
 * @param value The number.
 * @returns The place behind the last digit.
 * @throws {RangeError} If it is no whole number within 2^53.
 */
export function putInteger(view: DataView, p: number, value: number): number {
  if ((value | 0) !== value && !Number.isSafeInteger(value)) {
    throw new RangeError(`can't write ${value}: it is no whole number within 2^53`);
  }
  if (value >= 0) return putNatural(view, p, value);
  view.setInt8(p, 0x2d);
  return putNatural(view, p + 1, -value);
}

/**
 * Writes a number with a fixed count of decimals.
 *
 * @param view Where to; 4 bytes beyond the last digit may be spoiled.
 * @param p Place of the first byte.
 * @param value The number times `unit`.
 * @param unit 10 to the power of `scale`.
 * @param scale Decimals, 1 to 9.
 * @returns The place behind the last digit.
 * @throws {RangeError} If `value` is no whole number within 2^53.
 */
export function putDecimal(
  view: DataView,
  p: number,
  value: number,
  unit: number,
  scale: number,
): number {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`can't write ${value} as a decimal: it is no whole number within 2^53`);
  }
  let place = p;
  let rest = value;
  if (value < 0) {
    view.setInt8(place++, 0x2d);
    rest = -value;
  }
  const whole = Math.floor(rest / unit);
  place = putNatural(view, place, whole);
  view.setInt8(place, 0x2e);
  return putFraction(view, place + 1, rest - whole * unit, scale);
}

/** Writes exactly `count` digits, 1 to 9. */
function putFraction(view: DataView, p: number, value: number, count: number): number {
  if (count <= 4) {
    view.setInt32(p, FOUR_DIGITS[value]! >>> ((4 - count) * 8), true);
    return p + count;
  }
  const high = Math.floor(value / 10_000);
  const end = putFraction(view, p, high, count - 4);
  view.setInt32(end, FOUR_DIGITS[value - high * 10_000]!, true);
  return end + 4;
}

/** Greatest scale for which {@link decimalSource} has a way of its own. */
const MAX_SHORT_SCALE = 7;

/**
 * Source of a function that writes decimals of one scale: with the powers of ten as constants, a division is a
 * multiplication, and a point comes with the digits behind it.
 *
 * @param scale Decimals, 1 to 9.
 * @returns Source of a function `(view, p, value)`, which needs {@link putDecimal}, {@link putNatural} and the
 * tables in scope; it writes what `putDecimal` writes.
 */
export function decimalSource(scale: number): string {
  const unit = 10 ** scale;
  if (scale > MAX_SHORT_SCALE) {
    return `(view, p, value) => putDecimal(view, p, value, ${unit}, ${scale})`;
  }
  const low = 10 ** (scale - 3);
  const fraction = scale <= 3
    ? `view.setInt32(p, POINT_DIGITS[part${scale === 3 ? "" : ` * ${10 ** (3 - scale)}`}], true);`
    : `const high = (part / ${low}) | 0;
view.setInt32(p, POINT_DIGITS[high], true);
view.setInt32(p + 4, FOUR_DIGITS[part - Math.imul(high, ${low})] >>> ${(7 - scale) * 8}, true);`;
  return `(view, p, value) => {
let rest = value | 0;
if (rest !== value || rest === -2147483648) return putDecimal(view, p, value, ${unit}, ${scale});
if (rest < 0) { view.setInt8(p, 0x2d); p = p + 1; rest = -rest; }
const whole = (rest / ${unit}) | 0;
const part = rest - Math.imul(whole, ${unit});
if (whole < 10000) {
const word = SHORT_DIGITS[whole];
view.setInt32(p, word, true);
p = p + 4 - (Math.clz32(word) >>> 3);
} else p = putNatural(view, p, whole);
${fraction}
return p + ${scale + 1};
}`;
}
