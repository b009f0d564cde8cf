import { assertEquals, assertStringIncludes } from "@std/assert";
import { describeFileError, toEsdhError } from "./system_error.ts";

Deno.test("toEsdhError() tells a refusal of the system from a defect", () => {
  for (const kind of [Deno.errors.PermissionDenied, Deno.errors.AddrInUse, Deno.errors.NotFound]) {
    assertEquals(toEsdhError(new kind("no")).code, "IO");
  }
  const full = toEsdhError(new Error("No space left (os error 28)"));
  assertEquals([full.code, full.hint], ["IO", "free space on that disk"]);
  const defect = toEsdhError("a thrown text", '"a step"');
  assertEquals([defect.code, defect.exitCode], ["INTERNAL", 3]);
  assertEquals(defect.message, '"a step" failed: unexpected a thrown text');
  assertStringIncludes(defect.hint!, "report");
});

Deno.test("describeFileError() knows the runtime's errors by name and a full disk by number", () => {
  const describe = (error: unknown) => describeFileError(error);
  assertEquals(describe(new Deno.errors.NotADirectory("x")), "a part of the path is a file");
  assertEquals(describe(new Deno.errors.IsADirectory("x")), "it is a folder");
  assertEquals(describe(new Error("full (os error 28)")), "no space is left");
  assertEquals(describe(new Error("ro (os error 30)")), "read-only file system");
  assertEquals(describe(new TypeError("other")), "other");
});

Deno.test("toEsdhError() leaves out the runtime's switches", () => {
  const refusal = 'Requires write access to "/a", run again with the --allow-write flag';
  const { message } = toEsdhError(new Deno.errors.NotCapable(refusal));
  assertEquals(message, 'the system refused: NotCapable: Requires write access to "/a"');
});
