import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { readCommands } from "./verify.ts";

Deno.test("docs/verify.md has one command for each way to verify a release", async () => {
  const page = await Deno.readTextFile(join(ROOT, "docs", "verify.md"));
  const commands = readCommands(page, "9.8.7");
  const words = commands.map((command) => command.split(" ").slice(0, 2).join(" "));
  assertEquals(words, [
    "sha256sum --ignore-missing",
    "minisign -V",
    "cosign verify-blob",
    "cosign verify-blob-attestation",
    "./esdh-linux-x64 version",
  ]);
  assertEquals(commands[3]!.includes("esdh-9.8.7.provenance.bundle"), true);
});
