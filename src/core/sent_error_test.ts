import { assertEquals } from "@std/assert";
import { EsdhError } from "./error.ts";
import { packError, unpackError } from "./sent_error.ts";

const send = (thrown: unknown) => unpackError(structuredClone(packError(thrown)));

Deno.test("unpackError() gives code, message, hint and path as they were", () => {
  const { code, message, hint, path, exitCode } = send(
    new EsdhError("UNKNOWN_NAME", "no such field", { hint: "look", path: "a.csv" }),
  );
  assertEquals([code, message, hint, path, exitCode], [
    "UNKNOWN_NAME",
    "no such field",
    "look",
    "a.csv",
    2,
  ]);
});

Deno.test("packError() knows what the system refuses, and tells a defect from it", () => {
  const full = new Error("No space left on device (os error 28)");
  assertEquals(send(full).code, "IO");
  assertEquals(send(full).hint, "free space on that disk");
  const defect = send(new TypeError("x is not a function"));
  assertEquals([defect.code, defect.message], [
    "INTERNAL",
    "a worker thread failed: x is not a function",
  ]);
});
