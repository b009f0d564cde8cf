import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import type { Settings } from "../profiles/mod.ts";
import { listNames, withFolder } from "./_fixture.ts";
import { runDemo } from "./demo.ts";
import { reportToJson } from "./report_json.ts";
import { reserveRunFolder } from "./run_folder.ts";
import type { DemoOptions, DemoStep, Scene } from "./scene.ts";
import { ASCII_GLYPHS, type Screen } from "../ui/screen.ts";

const plain = (text: string) => text;
const INK = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

function makeScreen(isTerminal = false): Screen & { readonly text: string } {
  let drawn = "";
  return {
    write: (text) => void (drawn += text),
    isTerminal,
    columns: 80,
    ink: INK,
    glyphs: ASCII_GLYPHS,
    get text() {
      return drawn;
    },
  };
}

function makeOptions(more: Partial<DemoOptions> = {}): DemoOptions {
  const settings = {
    profile: {
      name: "baseline",
      description: "d",
      dataset: "v0.1",
      records: 3,
      seed: 1n,
      previewRows: 2,
    },
    profileOrigin: { kind: "default", label: "built in" },
    apiPort: 5000,
  } as unknown as Settings;
  return { settings, env: () => undefined, signal: new AbortController().signal, ...more };
}

const step = (name: string, run: (scene: Scene) => void | Promise<void> = () => {}): DemoStep => ({
  name,
  title: `Do ${name}`,
  run: async (scene) => {
    await run(scene);
    return { facts: [["Done", name]], proofs: [`${name} holds`], data: { [name]: true } };
  },
});

Deno.test("runDemo() does the steps in order and tells what they told", async () => {
  const screen = makeScreen();
  const skipped: DemoStep = { ...step("two"), skipReason: () => "not today" };
  const report = await runDemo(makeOptions({ screen }), [step("one"), skipped, step("three")]);
  assertEquals(report.outcomes.map(({ name, status }) => `${name} ${status}`), [
    "one ok",
    "two skipped",
    "three ok",
  ]);
  const json = reportToJson(report);
  assertEquals([json["ok"], json["failure"], json["proved"]], [true, null, [
    "one holds",
    "three holds",
  ]]);
  assertStringIncludes(screen.text, " 2/3  Do two");
  assertStringIncludes(screen.text, "not today --");
  assertStringIncludes(screen.text, "ok three holds");
});

Deno.test("runDemo() ends at the step that fails and tells the last good one", async () => {
  const screen = makeScreen();
  const fail = () => {
    throw new EsdhError("NETWORK", "no luck", { hint: "try again" });
  };
  const report = await runDemo(makeOptions({ screen }), [
    step("one"),
    step("two", fail),
    step("three"),
  ]);
  assertEquals(report.outcomes.map(({ status }) => status), ["ok", "failed"]);
  assertEquals(report.failure?.message, "no luck");
  assertStringIncludes(screen.text, "Failed     at step 2 of 3, Do two");
  assertStringIncludes(screen.text, "Last good  step 1 of 3, Do one");
});

Deno.test("runDemo() turns what a library throws into an error that can be acted on", async () => {
  const raise = (error: Error) => () => {
    throw error;
  };
  const codes: (string | undefined)[] = [];
  for (const error of [new TypeError("odd"), new Deno.errors.PermissionDenied("no")]) {
    const report = await runDemo(makeOptions(), [step("one", raise(error))]);
    codes.push(report.failure?.code);
    assertEquals(report.failure?.cause, error);
  }
  assertEquals(codes, ["INTERNAL", "IO"]);
});

Deno.test("runDemo() that is interrupted in any step leaves no folder and no state file", async () => {
  for (const at of ["one", "two", "three"]) {
    await withFolder(async (root) => {
      const controller = new AbortController();
      const stop = (name: string) => name === at && controller.abort();
      const reserve = async (scene: Scene) => {
        scene.folder = await reserveRunFolder(root, {
          profile: "baseline",
          start: scene.start,
          controlPort: scene.control.port,
          secret: scene.control.secret,
        });
        stop("two");
      };
      const report = await runDemo(makeOptions({ signal: controller.signal }), [
        step("one", () => void stop("one")),
        step("two", reserve),
        step("three", () => void stop("three")),
      ]);
      assertEquals(report.failure?.code, "INTERRUPTED");
      assertEquals(report.outcomes.at(-1)?.name, at);
      assertEquals(report.outcomes.at(-1)?.status, "interrupted");
      assertEquals(await listNames(root), []);
    });
  }
});

Deno.test("runDemo() tells the hint of what failed, and how to go on without the API", async () => {
  const screen = makeScreen();
  const fail = () => {
    throw new EsdhError("NETWORK", "no luck", { hint: "try another port" });
  };
  await runDemo(makeOptions({ screen }), [step("one", fail)]);
  assertStringIncludes(screen.text, "failed !!");
  assertStringIncludes(screen.text, "- try another port");
  assertStringIncludes(screen.text, "deno task esdh demo --canned");
});

Deno.test("runDemo() ends as interrupted where the presenter's input has ended", async () => {
  const screen = makeScreen();
  const waitForNext = () => Promise.reject(new EsdhError("INTERRUPTED", "stopped by Ctrl-D"));
  const report = await runDemo(makeOptions({ screen, waitForNext }), [step("one"), step("two")]);
  assertEquals([report.failure?.message, report.outcomes.length], ["stopped by Ctrl-D", 1]);
  assertStringIncludes(screen.text, "Stopped   after step 1 of 2, Do one");
});

Deno.test("runDemo() does not count the waiting between two steps", async () => {
  let waitedMs = 0;
  const waitForNext = async () => {
    const startMs = performance.now();
    await new Promise<void>((resolve) => setTimeout(resolve, 300));
    waitedMs = performance.now() - startMs;
  };
  const startMs = performance.now();
  const report = await runDemo(makeOptions({ waitForNext }), [step("one"), step("two")]);
  const wholeMs = performance.now() - startMs;
  assertEquals(report.failure, undefined);
  assert(report.durationMs <= wholeMs - waitedMs, `${report.durationMs} of ${wholeMs} ms`);
});

Deno.test("runDemo() draws a last panel that fits a small terminal", async () => {
  const promising: DemoStep = {
    name: "one",
    title: "Do one",
    run: () =>
      Promise.resolve({
        facts: [],
        proofs: Array.from({ length: 20 }, (_, index) => `proof ${index}`),
        proofSummary: "all 20 hold",
        data: {},
      }),
  };
  for (const [rows, isShort] of [[24, true], [60, false], [undefined, false]] as const) {
    const screen = makeScreen();
    await runDemo(makeOptions({ screen: Object.assign(screen, { rows }) }), [promising]);
    assertEquals(screen.text.includes("ok all 20 hold"), isShort);
    assertEquals(screen.text.includes("ok proof 19"), !isShort);
  }
});

Deno.test("runDemo() that is interrupted between two steps says after which", async () => {
  const controller = new AbortController();
  const screen = makeScreen();
  const report = await runDemo(
    makeOptions({
      screen,
      signal: controller.signal,
      waitForNext: () => Promise.resolve(controller.abort()),
    }),
    [step("one"), step("two")],
  );
  assertEquals(report.outcomes.map(({ name, status }) => `${name} ${status}`), ["one ok"]);
  assertStringIncludes(screen.text, "Stopped   after step 1 of 2, Do one");
});

Deno.test("runDemo() draws over the heading of a step on a terminal alone", async () => {
  const terminal = makeScreen(true);
  const pipe = makeScreen(false);
  await runDemo(makeOptions({ screen: terminal }), [step("one")]);
  await runDemo(makeOptions({ screen: pipe }), [step("one")]);
  assertStringIncludes(terminal.text, " 1/1  Do one ...\r\x1b[2K 1/1  Do one ---");
  assertEquals(pipe.text.includes("\r"), false);
});
