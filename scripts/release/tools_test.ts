import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { CheckFailed, ToolMissing } from "./step.ts";
import { programPath, ToolBox, TOOLS } from "./tools.ts";

const SLOW = TOOLS.find(({ isSlow }) => isSlow === true)!;

async function withBox(run: (box: ToolBox) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(new ToolBox(folder, false));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("TOOLS names each command once, with a version where it has one", () => {
  const commands = TOOLS.map(({ command }) => command);
  assertEquals(new Set(commands).size, commands.length);
  for (const { from } of TOOLS) {
    if (from.kind !== "apt") assert(/[@=]v?\d+\.\d+/.test(from.package), from.package);
  }
});

Deno.test("ToolBox.find() does not build what takes minutes where only little may be done", async () => {
  await withBox(async (box) => {
    await assertRejects(() => box.find(SLOW.command), ToolMissing, "takes minutes");
    await assertRejects(() => box.find("no-such-program"), ToolMissing, "not on the PATH");
  });
});

Deno.test("programPath() gives the folders and endings of each system", () => {
  const tell = (system: string) =>
    (["go", "npm", "pip", "apt"] as const).map((kind) => programPath("f", kind, "p", system));
  const bin = join("f", "node_modules", ".bin", "p");
  for (const system of ["linux", "darwin"]) {
    assertEquals(tell(system), [join("f", "p"), bin, join("f", "bin", "p"), undefined]);
  }
  const windows = [join("f", "p.exe"), `${bin}.cmd`, join("f", "Scripts", "p.exe"), undefined];
  assertEquals(tell("windows"), windows);
});

Deno.test("ToolBox.run() tells what a program printed, and fails as it does", async () => {
  await withBox(async (box) => {
    const { out } = await box.run(Deno.execPath(), ["eval", "console.log(1 + 1)"]);
    assertEquals(out.trim(), "2");
    const failing = ["eval", "console.error('the reason'); Deno.exit(7)"];
    await assertRejects(() => box.run(Deno.execPath(), failing), CheckFailed, "the reason");
    const { code } = await box.run(Deno.execPath(), failing, { mayFail: true });
    assertEquals(code, 7);
  });
});
