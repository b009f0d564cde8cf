import { assertEquals } from "@std/assert";
import { isLoopback, namesLoopback, normaliseHost, serverUrl, shownHost } from "./address.ts";

Deno.test("normaliseHost() gives one form of each host, and refuses what is none", () => {
  const forms: readonly [string, string | undefined][] = [
    ["LocalHost", "localhost"],
    ["127.1", "127.0.0.1"],
    ["[::1]", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["example.com", "example.com"],
    ["", undefined],
    ["a b", undefined],
    ["a/b", undefined],
    ["user@host", undefined],
    ["host:80", undefined],
    ["[::1", undefined],
    ["::g", undefined],
  ];
  for (const [given, wanted] of forms) assertEquals(normaliseHost(given), wanted, given);
});

Deno.test("isLoopback() knows this machine from others", () => {
  for (const host of ["localhost", "127.0.0.1", "127.255.0.9", "::1"]) {
    assertEquals(isLoopback(host), true, host);
  }
  assertEquals(isLoopback(normaliseHost("::ffff:127.0.0.1")!), true);
  for (
    const host of ["0.0.0.0", "::", "128.0.0.1", "localhost.", "a.localhost", "127.0.0.1.x", ""]
  ) {
    assertEquals(isLoopback(host), false, host);
  }
});

Deno.test("namesLoopback() takes any port, and no name of another site", () => {
  for (const header of ["localhost", "localhost:1", "127.0.0.1:65535", "[::1]", "[::1]:5000"]) {
    assertEquals(namesLoopback(header), true, header);
  }
  for (
    const header of ["", "evil.example", "localhost.evil.example:5000", "::1", "a@localhost", ":80"]
  ) {
    assertEquals(namesLoopback(header), false, header);
  }
});

Deno.test("serverUrl() gives an address that clients can open", () => {
  assertEquals(serverUrl("0.0.0.0", 5000), "http://127.0.0.1:5000");
  assertEquals(serverUrl("::1", 1), "http://[::1]:1");
  assertEquals(serverUrl("esdh.example", 80), "http://esdh.example:80");
});

Deno.test("shownHost() gives hosts with their ports, and nothing that a page or a shell could obey", () => {
  const forms: readonly [string | undefined, string | undefined][] = [
    ["localhost:5000", "localhost:5000"],
    ["ESDH.example", "esdh.example"],
    ["[::1]:80", "[::1]:80"],
    ["10.0.0.7:65535", "10.0.0.7:65535"],
    ["localhost:65536", undefined],
    ["<b>:80", undefined],
    ['a"b', undefined],
    ["a'b", undefined],
    ["`id`", undefined],
    ["$(id)", undefined],
    ["a;b", undefined],
    ["a b", undefined],
    ["user@host", undefined],
    ["host/path", undefined],
    ["[::g]", undefined],
    ["", undefined],
    [undefined, undefined],
  ];
  for (const [given, wanted] of forms) assertEquals(shownHost(given), wanted, given);
});
