import { assertEquals, assertStringIncludes } from "@std/assert";
import { findPeers } from "./contenders.ts";

Deno.test("findPeers() says how to install what is not there", async () => {
  const folder = await Deno.makeTempDir({ prefix: "esdh_bench_" });
  try {
    const { found, hints } = findPeers(folder, 1);
    assertEquals(found, []);
    assertStringIncludes(hints.join("\n"), "pip install tpchgen-cli duckdb mimesis faker");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
