import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../src/core/error.ts";
import { ROOT, runDeno, RUNTIME_FLAGS } from "./_house.ts";
import { COMPILE_FLAGS, explainCompile, parseCompileArgs, PROPERTIES } from "./compile.ts";
import { lastLines } from "./compile/bundle.ts";
import { drawIcon, ICON_SIZES } from "./compile/icon.ts";
import { archiveName, commandName, readTriple, TARGETS } from "./compile/targets.ts";
import { writeWindowsVersion } from "./compile/windows_version.ts";

const LINUX = "x86_64-unknown-linux-gnu";
const WINDOWS = "x86_64-pc-windows-msvc";

Deno.test("COMPILE_FLAGS tell the runtime of an executable what the task tells it from source", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  for (const flag of RUNTIME_FLAGS) {
    assertStringIncludes(tasks.esdh.command, flag);
    assertEquals(COMPILE_FLAGS.includes(flag), true);
  }
});

Deno.test("parseCompileArgs() makes this machine's executable under its plain name", () => {
  const linux = parseCompileArgs([], LINUX);
  assertEquals(linux.targets.map(({ triple, fileName }) => [triple, fileName]), [[LINUX, "esdh"]]);
  assertEquals(parseCompileArgs([], WINDOWS).targets[0]?.fileName, "esdh.exe");
  assertEquals([linux.isLenient, linux.isComplete, linux.deno], [false, false, Deno.execPath()]);
});

Deno.test("parseCompileArgs() makes all of a release with --all", () => {
  const { isLenient, isComplete, targets } = parseCompileArgs(["--all"], LINUX);
  assertEquals([isLenient, isComplete], [true, true]);
  assertEquals(targets.map((target) => [archiveName(target, "1.2.3"), commandName(target)]), [
    ["esdh-1.2.3-windows-x64.zip", "esdh.exe"],
    ["esdh-1.2.3-linux-x64.tar.gz", "esdh"],
    ["esdh-1.2.3-linux-arm64.tar.gz", "esdh"],
    ["esdh-1.2.3-macos-x64.tar.gz", "esdh"],
    ["esdh-1.2.3-macos-arm64.tar.gz", "esdh"],
  ]);
});

Deno.test("parseCompileArgs() reads targets, runtimes and folders, with or without =", () => {
  const request = parseCompileArgs(
    ["--target", WINDOWS, `--target=${LINUX}`, "--deno=/d", "--runtime", `${LINUX}=/r=1`],
    LINUX,
  );
  assertEquals(request.targets.map(({ fileName }) => fileName), [
    "esdh-windows-x64.exe",
    "esdh-linux-x64",
  ]);
  assertEquals(request.deno, "/d");
  assertEquals(request.runtimes[LINUX]?.endsWith("r=1"), true);
  assertEquals(parseCompileArgs(["--all"], LINUX).targets, TARGETS);
});

Deno.test("parseCompileArgs() rejects what it does not know", () => {
  const cases: [string[], string][] = [
    [["--al"], 'can\'t compile with "--al"'],
    [["--target"], "wants a value"],
    [["--target", "--all"], "wants a value"],
    [["--target", "x86_64-unknown-linux"], "no executable can be made"],
    [["--runtime", LINUX], "not of the form TRIPLE=FILE"],
  ];
  for (const [args, message] of cases) {
    assertThrows(() => parseCompileArgs(args, LINUX), EsdhError, message);
  }
  assertThrows(() => parseCompileArgs([], "riscv64gc-unknown-linux-gnu"), EsdhError, "riscv64gc");
});

Deno.test("explainCompile() says of which version a runtime must be, and how it is given", () => {
  const text = "error sending request for url (https://a.example/r.zip): client error\n";
  for (const option of ["--runtime TRIPLE=FILE", "DENORT_BIN=FILE"]) {
    const { hint } = explainCompile(text, option);
    assertStringIncludes(hint!, "must be of the version of the Deno that compiles");
    assertStringIncludes(hint!, option);
  }
  assertEquals(explainCompile(text).hint, explainCompile(text, "--runtime TRIPLE=FILE").hint);
});

Deno.test("compile --help tells the options and compiles nothing", async () => {
  const { code, out, err } = await runDeno(["task", "-q", "compile", "--all", "--help"]);
  assertEquals([code, err], [0, ""]);
  assertStringIncludes(out, "--runtime TRIPLE=FILE");
  assertStringIncludes(out, WINDOWS);
});

Deno.test("bench_start says in two lines why it can't measure", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const runtime = join(folder, "none");
    await Deno.writeTextFile(runtime, "no runtime");
    const script = ["run", "-A", "-q", "scripts/bench_start.ts"];
    const { code, err } = await runDeno(script, { env: { DENORT_BIN: runtime } });
    assertEquals(code, 3);
    assertEquals(err.trim().split("\n").map((line) => line.split(":")[0]), ["error", "hint"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readTriple() tells machines apart, and knows nothing else", () => {
  const makeHead = (values: Readonly<Record<number, readonly number[]>>) => {
    const head = new Uint8Array(256);
    for (const [at, bytes] of Object.entries(values)) head.set(bytes, Number(at));
    return head;
  };
  const elf = [0x7f, 0x45, 0x4c, 0x46];
  const mach = [0xcf, 0xfa, 0xed, 0xfe];
  const pe = { 0: [0x4d, 0x5a], 60: [128] };
  assertEquals(readTriple(makeHead({ 0: elf, 18: [0x3e] })), LINUX);
  assertEquals(readTriple(makeHead({ 0: elf, 18: [0xf3] })), undefined);
  assertEquals(readTriple(makeHead({ 0: mach, 4: [7, 0, 0, 1] })), "x86_64-apple-darwin");
  assertEquals(readTriple(makeHead({ 0: mach, 4: [12, 0, 0, 1] })), "aarch64-apple-darwin");
  assertEquals(readTriple(makeHead({ ...pe, 128: [0x50, 0x45, 0, 0, 0x64, 0x86] })), WINDOWS);
  assertEquals(readTriple(makeHead(pe)), undefined);
  assertEquals(readTriple(makeHead({ ...pe, 60: [0xff, 0xff, 0xff, 0x7f] })), undefined);
  assertEquals(readTriple(new Uint8Array(10)), undefined);
});

Deno.test("drawIcon() makes an icon file whose pictures lie where it says", () => {
  const icon = drawIcon();
  assertEquals(drawIcon(), icon);
  const view = new DataView(icon.buffer);
  assertEquals([view.getUint16(2, true), view.getUint16(4, true)], [1, ICON_SIZES.length]);
  let end = 6 + 16 * ICON_SIZES.length;
  for (const [index, size] of ICON_SIZES.entries()) {
    const at = 6 + 16 * index;
    assertEquals(view.getUint8(at), size % 256);
    assertEquals(view.getUint32(at + 12, true), end);
    assertEquals(view.getInt32(end + 4, true), size);
    // The middle of the picture is opaque, its corner is not.
    const middle = end + 40 + 4 * (Math.floor(size / 2) * size + Math.floor(size / 2));
    assertEquals([view.getUint8(middle + 3), view.getUint8(end + 40 + 3) < 255], [255, true]);
    end += view.getUint32(at + 8, true);
  }
  assertEquals(end, icon.length);
});

Deno.test("lastLines() keeps the reason of a failure", () => {
  const text =
    "Download https://a.example/\nerror: can't fetch\n    reason\n\nStack backtrace:\n   0: x\n";
  assertEquals(lastLines(text), "can't fetch reason");
  assertEquals(lastLines("no such option\n"), "no such option");
});

Deno.test("writeWindowsVersion() leaves a file that is no Windows executable as it is", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "a.exe");
    await Deno.writeTextFile(path, "no executable");
    const properties = { ...PROPERTIES, version: "1.2.3", fileName: "a.exe" };
    await assertRejects(() => writeWindowsVersion(path, properties), Error);
    assertEquals(await Deno.readTextFile(path), "no executable");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
