import { assert, assertEquals } from "@std/assert";
import { ERROR_KINDS } from "../src/core/error.ts";
import { makeDocs, makeErrorsPage } from "./make_docs.ts";

const REMEDY = "run: deno run -A scripts/make_docs.ts";

Deno.test("makeDocs() finds the committed pages current", async () => {
  for (const { path, current, wanted } of await makeDocs()) {
    assertEquals(current, wanted, `${path} is not current; ${REMEDY}`);
  }
});

Deno.test("makeErrorsPage() has a row for every code with its exit and HTTP status", () => {
  const page = makeErrorsPage();
  for (const [code, { exitCode, httpStatus }] of Object.entries(ERROR_KINDS)) {
    assert(
      new RegExp(`^\\| \`${code}\` +\\| ${exitCode} +\\| ${httpStatus} +\\| \\S`, "m").test(page),
      code,
    );
  }
});
