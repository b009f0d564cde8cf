import { assertEquals } from "@std/assert";
import { paintFor } from "./paint.ts";

Deno.test("paintFor() leaves empty text without codes", () => {
  assertEquals(paintFor({ hasColor: true }).red(""), "");
});
