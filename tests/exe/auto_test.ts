import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { listDigests, withFolder } from "../_folder.ts";
import { runExe, testExecutable } from "./_executable.ts";

/** Runs the executable in a folder, and asserts its exit status. */
async function run(cwd: string, args: readonly string[], status = 0): Promise<string> {
  const { code, stdout, stderr } = await runExe(args, { cwd });
  assertEquals(code, status, `esdh ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

testExecutable(
  "the executable makes the same insurance book with and without workers",
  async () => {
    await withFolder(async (cwd) => {
      const digests: string[][] = [];
      for (const workers of ["0", "2"]) {
        const args = ["--records", "1500", "--workers", workers, "--output-dir", workers];
        await run(cwd, ["generate", ...args, "--output-format", "csv,parquet", "-q"]);
        digests.push(await listDigests(`${cwd}/${workers}`));
      }
      assertEquals(digests[1], digests[0]);
      await run(cwd, ["validate", "2", "--prove-synthetic"]);
    });
  },
);

testExecutable("the executable reports, compares, follows changes and plants defects", async () => {
  await withFolder(async (cwd) => {
    const make = (...args: string[]) =>
      run(cwd, ["generate", "--records", "200", "--workers", "2", "-q", ...args]);
    await make("--output-dir", "a");
    await make("--output-dir", "b", "--seed", "7");
    assertMatch(await run(cwd, ["report", "a"]), /figures within tolerance/);
    await run(cwd, ["report", "a", "--html", "a.html", "-q"]);
    assertStringIncludes(await Deno.readTextFile(`${cwd}/a.html`), "</html>");
    assertStringIncludes(await run(cwd, ["diff", "a", "b"], 1), "seed");
    await make("--output-dir", "changes", "--since", "2025-06-01", "--as-of", "2026-01-01");
    assertMatch(await Deno.readTextFile(`${cwd}/changes/claims_changes_auto.ndjson`), /"op":/);
    await make("--output-dir", "defects", "--defects", "2%");
    const scored = await run(cwd, ["validate", "defects", "--score", "defects/defects.ndjson"]);
    assertMatch(scored, /, 0 missed/);
  });
});
