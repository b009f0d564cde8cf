import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { TLS_FOLDER } from "../../src/net/_tls_fixture.ts";
import { esdh } from "./_cli.ts";
import { assertTrust } from "./_tls_preview.ts";

Deno.test("preview --use-api trusts the system's store and --ca-file, and nobody else", async () => {
  await assertTrust((args, env) => esdh(args, { env }));
});

Deno.test("preview --use-api says what is wrong with a CA file", async () => {
  const args = ["preview", "--use-api", "--api-url", "https://127.0.0.1:9"];
  const cases: [string, number, string][] = [
    ["none.pem", 3, "does not exist"],
    ["server.key", 2, "holds a private key and no certificate"],
    ["make.ts", 2, "holds no certificate in PEM"],
  ];
  for (const [name, expected, message] of cases) {
    const { code, stderr } = await esdh([...args, "--ca-file", join(TLS_FOLDER, name)]);
    assertEquals(code, expected, stderr);
    assertStringIncludes(stderr, message);
  }
});
