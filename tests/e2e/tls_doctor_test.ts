import { assertEquals, assertStringIncludes } from "@std/assert";
import { CA_FILE, serveTls } from "../../src/net/_tls_fixture.ts";
import { esdh } from "./_cli.ts";

Deno.test("doctor says who vouches for a server, and fails where nobody does", async () => {
  await using server = serveTls("server", () => new Response("ok"));
  const args = ["doctor", "--server", server.url];
  const trusted = await esdh([...args, "--ca-file", CA_FILE]);
  assertEquals(trusted.code, 0, trusted.stdout);
  assertStringIncludes(trusted.stdout, `is vouched for by "${CA_FILE}" alone`);
  const refused = await esdh(args);
  assertEquals(refused.code, 1, refused.stdout);
  assertStringIncludes(refused.stdout, "unknown authority");
  assertStringIncludes(refused.stdout, "--ca-file");
});
