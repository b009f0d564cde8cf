import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { readCaFile } from "./ca_file.ts";

const TLS = fromFileUrl(new URL("../../tests/fixtures/tls/", import.meta.url));
const CA_PEM = await Deno.readTextFile(join(TLS, "ca.pem"));
const OTHER_PEM = await Deno.readTextFile(join(TLS, "other_ca.pem"));

async function readContent(content: string | Uint8Array<ArrayBuffer>) {
  const path = await Deno.makeTempFile();
  try {
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return await readCaFile(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readCaFile() reads subject and end of a certificate", async () => {
  const [certificate, ...rest] = await readCaFile(join(TLS, "ca.pem"));
  assertEquals(rest, []);
  assertEquals(certificate?.subject, "CN=esdh test ca");
  assertEquals(certificate?.validToMs, Date.UTC(2120, 0, 1));
});

Deno.test("readCaFile() reads all certificates, whatever stands between them", async () => {
  const text = `Subject: one\r\n${CA_PEM.replaceAll("\n", "\r\n")}\r\n# two\r\n${OTHER_PEM}`;
  const certificates = await readContent(text);
  assertEquals(certificates.map(({ subject }) => subject), [
    "CN=esdh test ca",
    "CN=esdh test other ca",
  ]);
});

Deno.test("readCaFile() reads DER and UTF-16, as Windows writes them", async () => {
  const [expected] = await readContent(CA_PEM);
  const base64 = CA_PEM.replaceAll(/-----[^-]+-----|\s/g, "");
  const der = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  assertEquals((await readContent(der))[0]?.pem.trim(), expected?.pem.trim());
  const utf16 = new Uint8Array(2 + CA_PEM.length * 2);
  utf16.set([0xff, 0xfe]);
  for (let at = 0; at < CA_PEM.length; at++) utf16[2 + at * 2] = CA_PEM.charCodeAt(at);
  assertEquals((await readContent(utf16))[0]?.subject, expected?.subject);
});

Deno.test("readCaFile() says what is wrong with a file of no use", async () => {
  const cases: [string | Uint8Array<ArrayBuffer>, string][] = [
    ["", "is empty"],
    ["hello", "holds no certificate in PEM"],
    [new Uint8Array([0, 1, 2, 3]), "holds no certificate in PEM"],
    [await Deno.readTextFile(join(TLS, "server.key")), "holds a private key and no certificate"],
    ["-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n", "is a PKCS #7 bundle"],
    [CA_PEM.slice(0, 200), "ends in the middle of a certificate"],
    ["-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n", "can't be read"],
    [new Uint8Array([0x30, 0x82, 1, 2, 3]), "can't be read"],
  ];
  for (const [content, expected] of cases) {
    const error = await assertRejects(() => readContent(content), EsdhError, expected);
    assertEquals(error.code, "INVALID_CONFIG");
    assert(error.hint !== undefined && error.path !== undefined);
  }
});

Deno.test("readCaFile() names the broken certificate and its line", async () => {
  const broken = "-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n";
  const error = await assertRejects(
    () => readContent(CA_PEM + broken),
    EsdhError,
    "certificate 2 in CA file",
  );
  assertEquals(error.line, CA_PEM.split("\n").length);
});

Deno.test("readCaFile() tells a missing file from one that can't be read", async () => {
  const missing = await assertRejects(() => readCaFile(join(TLS, "none.pem")), EsdhError);
  assertEquals(missing.code, "NOT_FOUND");
  const folder = await assertRejects(() => readCaFile(TLS), EsdhError);
  assertEquals(folder.code, "IO");
});
