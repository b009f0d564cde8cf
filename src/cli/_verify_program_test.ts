import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { TARGETS } from "../../scripts/compile/targets.ts";
import { withFolder } from "../../tests/_folder.ts";
import { makeSigningKey } from "../../tests/_minisign.ts";
import { digestOf } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { releasedName, type VerifyFlags, verifyProgram } from "./_verify_program.ts";
import type { CliContext } from "./command.ts";

/** Runs the command on a release in a folder, and gives what it printed. */
async function verify(flags: VerifyFlags, sumsPath?: string, executable?: string) {
  let text = "", code = 0;
  const out = {
    write: (part: string) => void (text += part),
    isTerminal: false,
    columns: 80,
    hasColor: false,
  };
  const setExitCode = (given: number) => void (code = given);
  const context = { out, err: out, setExitCode } as unknown as CliContext;
  await verifyProgram(context, flags, sumsPath, executable);
  return { text, code };
}

async function writeRelease(folder: string, program: string) {
  const executable = join(folder, "renamed.exe");
  await Deno.writeTextFile(executable, program);
  const sums = `${digestOf("a program")}  ${releasedName(Deno.build)}\n`;
  const key = await makeSigningKey(7);
  await Deno.writeTextFile(join(folder, "SHA256SUMS"), sums);
  const signature = await key.sign(new TextEncoder().encode(sums));
  await Deno.writeTextFile(join(folder, "SHA256SUMS.minisig"), signature);
  await Deno.writeTextFile(join(folder, "esdh.pub"), key.pub);
  return { executable, inline: key.pub.split("\n")[1]!, keyPath: join(folder, "esdh.pub") };
}

Deno.test("releasedName() is the name that executables are made under", () => {
  const machines = TARGETS.map(({ triple }) => {
    const os = ["windows", "darwin", "linux"].find((name) => triple.includes(name))!;
    return releasedName({ os, arch: triple.split("-")[0]! });
  });
  assertEquals(machines, TARGETS.map(({ fileName }) => fileName));
});

Deno.test("verifyProgram() takes the list beside the executable, and the key as text or as file", async () => {
  await withFolder(async (folder) => {
    const { executable, inline, keyPath } = await writeRelease(folder, "a program");
    for (const key of [inline, keyPath]) {
      const { text, code } = await verify({ key }, undefined, executable);
      assertEquals(code, 0);
      assertStringIncludes(text, `PASS  ${executable} is ${releasedName(Deno.build)} as it was`);
      assertStringIncludes(text, "by key 0707070707070707: made by a test\n");
    }
    const quiet = await verify({ key: inline, quiet: true }, undefined, executable);
    assertEquals(quiet, { text: "", code: 0 });
    const { text } = await verify(
      { key: inline, json: true },
      join(folder, "SHA256SUMS"),
      executable,
    );
    const { verification } = JSON.parse(text);
    assertEquals([verification.verified, verification.problem], [true, null]);
    assertEquals(verification.entry, releasedName(Deno.build));
  });
});

Deno.test("verifyProgram() ends with FINDINGS where the executable is another, and with 1 in JSON", async () => {
  await withFolder(async (folder) => {
    const { executable, inline } = await writeRelease(folder, "another program");
    const run = () => verify({ key: inline }, undefined, executable);
    const error = await assertRejects(
      run,
      EsdhError,
      `differs from ${releasedName(Deno.build)} as`,
    );
    assertEquals([error.code, error.exitCode], ["FINDINGS", 1]);
    const { text, code } = await verify({ key: inline, json: true }, undefined, executable);
    assertEquals(code, 1);
    const { verification } = JSON.parse(text);
    assertEquals([verification.verified, verification.problem], [false, "other-digest"]);
  });
});

Deno.test("verifyProgram() tells what it lacks: an executable, a key, a list", async () => {
  await withFolder(async (folder) => {
    const { executable, inline } = await writeRelease(folder, "a program");
    const absent = join(folder, "absent");
    const cases: [VerifyFlags, string | undefined, string | undefined, string, string][] = [
      [{ key: inline }, undefined, undefined, "USAGE", "runs from source"],
      [{}, undefined, executable, "USAGE", "give one with --key"],
      [{ key: "RWQabc" }, undefined, executable, "USAGE", "no whole public key"],
      [{ key: absent }, undefined, executable, "NOT_FOUND", "nor a file that exists"],
      [{ key: executable }, undefined, executable, "USAGE", "holds no public key of minisign"],
      [{ key: inline }, absent, executable, "NOT_FOUND", "the list of digests is missing"],
    ];
    for (const [flags, sums, program, code, message] of cases) {
      const error = await assertRejects(() => verify(flags, sums, program), EsdhError, message);
      assertEquals(error.code, code);
    }
  });
});
