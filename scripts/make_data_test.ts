import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { ROOT } from "./_house.ts";
import { findStale, makeData } from "./make_data.ts";

Deno.test("the committed data is what the program makes", async () => {
  assertEquals(await findStale(join(ROOT, "data"), await makeData()), []);
});

Deno.test("findStale() names what is missing, different or too much", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/demo_samples`);
    for (const name of ["same", "other", "extra"]) {
      await Deno.writeTextFile(`${folder}/demo_samples/${name}`, name);
    }
    const bytes = new TextEncoder().encode("same");
    const made = ["same", "other", "gone"].map((name) => ({ path: `demo_samples/${name}`, bytes }));
    assertEquals(await findStale(folder, made), [
      { path: "demo_samples/extra", reason: "not made by this script" },
      { path: "demo_samples/gone", reason: "missing" },
      { path: "demo_samples/other", reason: "different" },
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
