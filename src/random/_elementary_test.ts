import { assert, assertEquals } from "@std/assert";
import { exponential, logarithm, logarithmOnePlus, powerOfTwo } from "./_elementary.ts";
import { gammaTails, logGamma } from "./_gamma_function.ts";
import { normalDensity, normalQuantile, normalTail } from "./_normal_function.ts";

function assertNear(actual: number, expected: number, share: number, what: string): void {
  const error = Math.abs(actual - expected);
  assert(error <= share * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

Deno.test("exponential() and logarithm() agree with values of 40 digits", () => {
  // python3 -c "from decimal import *; getcontext().prec = 40; print(Decimal(X).exp())", and ln()
  const exponentials: [number, number][] = [
    [1, 2.718281828459045],
    [-1, 0.36787944117144233],
    [0.3465, 1.4141094938303624],
    [-0.3466, 0.7070881069410189],
    [12.5, 268337.2865208745],
    [-36.25, 1.8064461965456932e-16],
    [300.125, 2.201057464963801e+130],
    [-700.5, 5.980196118639791e-305],
    [708.75, 6.400502166658889e+307],
    [1e-9, 1.000000001],
  ];
  for (const [x, expected] of exponentials) {
    assertNear(exponential(x), expected, 1e-15, `exp ${x}`);
  }
  const logarithms: [number, number][] = [
    [2, 0.6931471805599453],
    [10, 2.302585092994046],
    [0.5, -0.6931471805599453],
    [1.0000001, 9.999999505838704e-08],
    [1.4142135, 0.3465735461755332],
    [1.4142136, 0.346573616886212],
    [0.7071, -0.346583180371942],
    [1e-9, -20.72326583694641],
    [123456789, 18.63140176616802],
    [1e300, 690.7755278982137],
  ];
  for (const [x, expected] of logarithms) assertNear(logarithm(x), expected, 1e-15, `ln ${x}`);
  assertEquals([exponential(0), exponential(-709), exponential(710)], [1, 0, Infinity]);
  assertEquals(logarithm(1), 0);
});

Deno.test("exponential(), logarithm() and powerOfTwo() are near the engine's over their range", () => {
  for (let i = -2000; i <= 2000; i++) {
    const x = i * 0.353;
    assertNear(exponential(x), Math.exp(x), 1e-15, `exp ${x}`);
    const y = Math.exp(x);
    assertNear(logarithm(y), Math.log(y), 1e-15, `ln ${y}`);
    const z = i / 2001;
    if (z > -1) assertNear(logarithmOnePlus(z), Math.log1p(z), 1e-15, `ln(1 + ${z})`);
  }
  assertNear(logarithmOnePlus(1e-12), 1e-12 - 5e-25, 1e-15, "ln(1 + 1e-12)");
  for (let power = -1022; power <= 1023; power++) assertEquals(powerOfTwo(power), 2 ** power);
});

Deno.test("normalTail() and normalQuantile() agree with tables", () => {
  // NIST Digital Library of Mathematical Functions 7.2, in the values of R: pnorm(z, lower = FALSE).
  const tails: [number, number][] = [
    [0, 0.5],
    [1, 0.15865525393145705],
    [2, 0.022750131948179207],
    [3, 0.0013498980316300946],
    [6, 9.865876450376982e-10],
  ];
  for (const [z, tail] of tails) {
    assertNear(normalTail(z), tail, 1e-13, `tail of ${z}`);
    assertNear(normalTail(-z), 1 - tail, 1e-15, `tail of ${-z}`);
    assertNear(normalQuantile(tail, 0) + 1, z + 1, 1e-12, `quantile of ${tail}`);
  }
  assertNear(normalDensity(0), 1 / Math.sqrt(2 * Math.PI), 1e-15, "density");
});

Deno.test("logGamma() and gammaTails() agree with factorials and with sums of Poisson", () => {
  let factorial = 1;
  for (let n = 1; n < 30; n++) {
    assertNear(logGamma(n) + 1, Math.log(factorial) + 1, 1e-14, `ln ${n - 1}!`);
    factorial *= n;
  }
  assertNear(logGamma(0.5), Math.log(Math.PI) / 2, 1e-14, "ln Gamma(1/2)");
  for (const [shape, x] of [[3, 0.5], [3, 10], [10, 10], [10, 40]] as const) {
    let term = Math.exp(-x), sum = 0;
    for (let n = 0; n < shape; n++) {
      sum += term;
      term *= x / (n + 1);
    }
    assertNear(gammaTails(shape, x, logGamma(shape)).upper, sum, 1e-12, `${shape}, ${x}`);
  }
});

Deno.test("samplers take no function whose last bit is the engine's own", async () => {
  const banned = /Math\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|a?tan2?h?|cbrt|hypot)\b/;
  // Powers of literals are folded where the source is read, and are exact for whole exponents of 2.
  const power = /(?<!\b2n? )\*\* |\b2n? \*\* -?[a-z(]/;
  let count = 0;
  for await (const { name } of Deno.readDir(new URL(".", import.meta.url))) {
    if (!name.endsWith(".ts") || name.endsWith("_test.ts") || name.startsWith("mersenne")) continue;
    const source = await Deno.readTextFile(new URL(name, import.meta.url));
    const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    assert(!banned.test(code), `${name}: ${banned.exec(code)?.[0]}`);
    assert(!power.test(code), `${name}: ${power.exec(code)?.[0]}`);
    count++;
  }
  assert(count >= 10);
});
