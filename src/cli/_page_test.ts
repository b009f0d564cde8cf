import { assertEquals, assertRejects } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { checkPagePath } from "./_page.ts";

Deno.test("checkPagePath() refuses a folder that is not there before anything is read", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await checkPagePath(undefined);
    await checkPagePath(`${folder}/page.html`);
    const codes = [];
    for (const path of ["-", `${folder}/none/page.html`, folder]) {
      const error = await assertRejects(() => checkPagePath(path), EsdhError);
      codes.push(error.code);
      assertEquals(/os error|writefile/.test(error.message), false);
    }
    assertEquals(codes, ["USAGE", "NOT_FOUND", "IO"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
