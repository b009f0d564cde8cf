import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { join } from "@std/path";
import { withFolder } from "../../tests/_folder.ts";
import { makeSigningKey } from "../../tests/_minisign.ts";
import { digestOf } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { checkSignature, parsePublicKey, parseSignature } from "./minisign.ts";
import { RELEASE_KEYS } from "./release_keys.ts";
import { formatSums, parseSums } from "./sums.ts";
import { verifyFile } from "./verify_file.ts";

const ENCODER = new TextEncoder();
const PROGRAM = "the program";
const NAME = "esdh-linux-x64";

/** A folder with a program, a list and its signature. */
async function writeRelease(folder: string, comment = "esdh 1.2.3") {
  const key = await makeSigningKey(7);
  const sums = formatSums([
    { name: NAME, sha256: digestOf(PROGRAM) },
    { name: "esdh-windows-x64.exe", sha256: digestOf("another") },
  ]);
  const sumsPath = join(folder, "SHA256SUMS"), filePath = join(folder, "esdh");
  await Deno.writeTextFile(filePath, PROGRAM);
  await Deno.writeTextFile(sumsPath, sums);
  await Deno.writeTextFile(
    `${sumsPath}.minisig`,
    await key.sign(ENCODER.encode(sums), { comment }),
  );
  const request = { filePath, sumsPath, keys: [parsePublicKey(key.pub)!], names: [NAME] };
  return { key, sums, request };
}

Deno.test("verifyFile() says by which name a renamed file was released, and what the signer said", async () => {
  await withFolder(async (folder) => {
    const { request } = await writeRelease(folder);
    const found = await verifyFile(request);
    assertEquals(found.problem, undefined, found.message);
    assertEquals([found.entry, found.sha256], [NAME, digestOf(PROGRAM)]);
    assertEquals([found.keyId, found.trustedComment], ["0707070707070707", "esdh 1.2.3"]);
    assertStringIncludes(found.message, `esdh is ${NAME} as it was released`);
    const other = (await makeSigningKey(8)).pub;
    const keys = [parsePublicKey(other)!, ...request.keys];
    assertEquals((await verifyFile({ ...request, keys })).problem, undefined, "any trusted key");
  });
});

Deno.test("verifyFile() tells a changed file from one that the list does not know", async () => {
  await withFolder(async (folder) => {
    const { request } = await writeRelease(folder);
    await Deno.writeTextFile(request.filePath, "the program, changed");
    const changed = await verifyFile(request);
    assertEquals(changed.problem, "other-digest");
    assertStringIncludes(
      changed.message,
      `differs from ${NAME} as it was released: its SHA-256 is`,
    );
    assertStringIncludes(changed.message, digestOf(PROGRAM));
    const unknown = await verifyFile({ ...request, names: ["esdh-plan9-x64"] });
    assertEquals(unknown.problem, "no-entry");
    assertStringIncludes(unknown.message, "none named esdh or esdh-plan9-x64");
    assertEquals(unknown.trustedComment, "esdh 1.2.3");
  });
});

Deno.test("verifyFile() refuses a list that is not what was signed, and does not read it", async () => {
  await withFolder(async (folder) => {
    const { request, sums } = await writeRelease(folder);
    await Deno.writeTextFile(
      request.sumsPath,
      sums.replace(/^./, (digit) => digit === "0" ? "1" : "0"),
    );
    const found = await verifyFile(request);
    assertEquals([found.problem, found.sha256, found.trustedComment], [
      "other-list",
      undefined,
      undefined,
    ]);
    assertStringIncludes(found.message, "is not what key 0707070707070707 signed");
  });
});

Deno.test("verifyFile() refuses a changed comment, another key, and what is no signature", async () => {
  await withFolder(async (folder) => {
    const { request, sums } = await writeRelease(folder);
    const path = `${request.sumsPath}.minisig`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace("1.2.3", "1.2.4"));
    assertEquals((await verifyFile(request)).problem, "other-comment");
    const other = await makeSigningKey(8);
    await Deno.writeTextFile(path, await other.sign(ENCODER.encode(sums)));
    const found = await verifyFile(request);
    assertEquals(found.problem, "other-key");
    assertStringIncludes(found.message, "signed by key 0808080808080808, not by 0707070707070707");
    // A key that takes another's name has not its signature.
    const twin = await makeSigningKey(7);
    await Deno.writeTextFile(path, await twin.sign(ENCODER.encode(sums)));
    assertEquals((await verifyFile(request)).problem, "other-list");
    await Deno.writeTextFile(path, "<html>Not found</html>");
    assertEquals((await verifyFile(request)).problem, "bad-signature");
  });
});

Deno.test("verifyFile() tells a signed file that is no list", async () => {
  await withFolder(async (folder) => {
    const { request, key, sums } = await writeRelease(folder);
    const text = `${sums}some words\n`;
    await Deno.writeTextFile(request.sumsPath, text);
    await Deno.writeTextFile(`${request.sumsPath}.minisig`, await key.sign(ENCODER.encode(text)));
    const found = await verifyFile(request);
    assertEquals(found.problem, "bad-list");
    assertStringIncludes(found.message, "line 3 of");
  });
});

Deno.test("verifyFile() throws NOT_FOUND for files that are missing", async () => {
  await withFolder(async (folder) => {
    const { request } = await writeRelease(folder);
    const filePath = join(folder, "absent");
    const cases = [
      [{ ...request, filePath }, "the file is missing"],
      [{ ...request, sumsPath: join(folder, "SUMS") }, "the list of digests is missing"],
      [{ ...request, sumsPath: request.filePath }, "the signature of the list is missing"],
    ] as const;
    for (const [asked, message] of cases) {
      const error = await assertRejects(() => verifyFile(asked), EsdhError, message);
      assertEquals(error.code, "NOT_FOUND");
    }
  });
});

Deno.test("checkSignature() takes signatures of files and of their BLAKE2b-512", async () => {
  const key = await makeSigningKey(1);
  const trusted = parsePublicKey(key.pub)!;
  for (const isLegacy of [false, true]) {
    for (const comment of ["", "größe 𝛼"]) {
      const content = ENCODER.encode("content");
      const signature = parseSignature(await key.sign(content, { isLegacy, comment }))!;
      assertEquals([signature.isPrehashed, signature.trustedComment], [!isLegacy, comment]);
      assertEquals(await checkSignature(signature, trusted, content), "good");
      assertEquals(
        await checkSignature(signature, trusted, ENCODER.encode("Content")),
        "other-file",
      );
      const turned = { ...signature, isPrehashed: isLegacy };
      assertEquals(await checkSignature(turned, trusted, content), "other-file");
    }
  }
});

Deno.test("checkSignature() finds every changed byte of a signature", async () => {
  const key = await makeSigningKey(1);
  const trusted = parsePublicKey(key.pub)!, content = ENCODER.encode("content");
  const signature = parseSignature(await key.sign(content))!;
  for (const field of ["bytes", "commentBytes"] as const) {
    for (let index = 0; index < 64; index++) {
      const changed = signature[field].slice();
      changed[index]! ^= 1;
      const verdict = await checkSignature({ ...signature, [field]: changed }, trusted, content);
      assertEquals(
        verdict,
        field === "bytes" ? "other-file" : "other-comment",
        `${field} ${index}`,
      );
    }
  }
});

Deno.test("parsePublicKey() and parseSignature() take CRLF, and give undefined for other texts", async () => {
  const key = await makeSigningKey(1);
  const signature = await key.sign(ENCODER.encode("content"));
  assert(parsePublicKey(key.pub.replaceAll("\n", "\r\n")) !== undefined);
  assert(parsePublicKey(key.pub.split("\n")[1]!) !== undefined);
  assert(parseSignature(signature.replaceAll("\n", "\r\n")) !== undefined);
  for (const text of ["", "x", signature, key.pub.replace("\nRW", "\nRX"), key.pub.slice(0, -3)]) {
    assertEquals(parsePublicKey(text), undefined, text);
  }
  const bad = ["", key.pub, `${signature}more\n`, signature.replace("\ntrusted", "\n")];
  for (const text of [...bad, signature.replace("\nRU", "\nRT"), signature.slice(0, -4)]) {
    assertEquals(parseSignature(text), undefined, text);
  }
});

Deno.test("formatSums() and parseSums() agree, and refuse names that others would read otherwise", () => {
  const sha256 = "a".repeat(64);
  const entries = [{ name: "b c", sha256 }, { name: "B", sha256 }, { name: "é", sha256 }];
  const text = formatSums(entries);
  assertEquals(text, `${sha256}  B\n${sha256}  b c\n${sha256}  é\n`);
  assertEquals((parseSums(text) as unknown[]).length, 3);
  for (const name of ["", "a\\b", "a\nb", "a\rb"]) {
    assertThrows(() => formatSums([{ name, sha256 }]), RangeError);
  }
  for (
    const line of [
      "",
      `${sha256} a`,
      `\\${sha256}  a`,
      `${sha256.toUpperCase()}  a`,
      `${sha256}  a\r`,
    ]
  ) {
    assertEquals(parseSums(`${line}\n`), 1, line);
  }
});

Deno.test("RELEASE_KEYS hold keys of minisign, if any", () => {
  for (const text of RELEASE_KEYS) assert(parsePublicKey(text) !== undefined, text);
});
