/**
 * Looks at the Windows executable with programs that are not ours: its head, its icon and version, the program inside
 * before and after each tool that changes the file, and a signature.
 *
 * Nothing here runs it: only Windows can.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { PROPERTIES } from "../compile.ts";
import { CheckFailed, type CheckLog, type ReleaseContext, ToolMissing } from "./step.ts";

/** Name of the resource that holds the compiled program. */
const PROGRAM = "D3N0L4ND";

const SHOWN_ICONS = [16, 32, 48, 256];

/** What is read of an executable. */
interface PeReading {
  readonly machine: string;
  readonly subsystem: string;
  /** Strings of the version resource. */
  readonly strings: Readonly<Record<string, string>>;
  /** Numbers of the version resources. */
  readonly versions: readonly string[];
  /** Widths of the icon's pictures. */
  readonly icons: readonly number[];
  /** SHA-256 of each raw resource. */
  readonly data: Readonly<Record<string, string>>;
  readonly checksum: number;
  /** Where the last section ends. */
  readonly end: number;
  readonly size: number;
}

async function readPe({ tools }: ReleaseContext, path: string): Promise<PeReading> {
  const script = fromFileUrl(new URL("./read_pe.py", import.meta.url));
  return JSON.parse((await tools.run("python-pefile", [script, path])).out);
}

/**
 * Checks the Windows executable of a release.
 *
 * @param context The release.
 * @param log Takes the checks.
 * @param exe The executable as it is released.
 * @param bare The same program as it comes from the compiler, before its version is written; undefined where it could
 *   not be compiled.
 */
export async function checkWindows(
  context: ReleaseContext,
  log: CheckLog,
  exe: string,
  bare: string | undefined,
): Promise<void> {
  let reading: PeReading | undefined;
  await log.check(
    "the Windows executable is a console program for x64, and ends where its sections do",
    async () => {
      reading = await readPe(context, exe);
      const { machine, subsystem, end, size } = reading;
      const wanted = ["IMAGE_FILE_MACHINE_AMD64", "IMAGE_SUBSYSTEM_WINDOWS_CUI", size];
      assertEquals([machine, subsystem, end], wanted);
    },
  );
  if (reading === undefined) return;
  const released = reading;
  await log.check(
    "pefile reads product, company, version, licence and icon of the Windows executable",
    () => {
      assertEquals(released.strings, {
        CompanyName: PROPERTIES.company,
        FileDescription: PROPERTIES.description,
        FileVersion: context.version,
        InternalName: PROPERTIES.name,
        LegalCopyright: PROPERTIES.copyright,
        OriginalFilename: PROPERTIES.fileName,
        ProductName: PROPERTIES.name,
        ProductVersion: context.version,
      });
      assertEquals(released.versions, [`${context.version}.0`]);
      // The compiler draws a size anew here and there; these four are the ones that Windows shows.
      assertEquals(SHOWN_ICONS.filter((size) => !released.icons.includes(size)), []);
      return `icons of ${released.icons.join(", ")} pixels`;
    },
  );
  await log.check(
    "the program in the Windows executable is as compiled after its version was written",
    async () => {
      if (bare === undefined) throw new ToolMissing("the executable as compiled", "see above");
      const compiled = (await readPe(context, bare)).data[PROGRAM];
      assertEquals([released.data[PROGRAM], typeof compiled], [compiled, "string"]);
      return `${PROGRAM}, sha256 ${compiled}`;
    },
  );
  await checkSigning(context, log, exe, released);
}

async function checkSigning(
  context: ReleaseContext,
  log: CheckLog,
  exe: string,
  released: PeReading,
): Promise<void> {
  const { tools } = context;
  const folder = join(context.workDir, "signing");
  await Deno.mkdir(folder, { recursive: true });
  const key = join(folder, "key.pem"), certificate = join(folder, "certificate.pem");
  const signed = join(folder, "signed.exe");
  const verify = () =>
    tools.run("osslsigncode", ["verify", "-CAfile", certificate, "-in", signed], { mayFail: true });
  const isSigned = await log.check(
    "the Windows executable can be signed (osslsigncode, a certificate of this run)",
    async () => {
      await tools.run("openssl", [
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate],
        ...["-days", "2", "-subj", "/CN=esdh release rehearsal"],
        ...["-addext", "extendedKeyUsage=codeSigning", "-addext", "keyUsage=digitalSignature"],
      ]);
      await tools.run("osslsigncode", [
        ...[
          "sign",
          "-h",
          "sha256",
          "-certs",
          certificate,
          "-key",
          key,
          "-n",
          PROPERTIES.description,
        ],
        ...["-in", exe, "-out", signed],
      ]);
      const { code, out, err } = await verify();
      if (code !== 0) throw new CheckFailed(`its signature is not verified: ${out}${err}`);
    },
  );
  if (!isSigned) return;
  await log.check(
    "signing leaves the program and the version in the Windows executable as they are",
    async () => {
      const reading = await readPe(context, signed);
      assertEquals([reading.data, reading.strings], [released.data, released.strings]);
      if (reading.checksum === 0) throw new CheckFailed("it has no checksum");
    },
  );
  await log.check("one changed byte is found in the signed Windows executable", async () => {
    // In the last section, which holds the program: the signature follows behind it.
    await flipByte(signed, released.end - 100_000);
    const { code, out } = await verify();
    if (code === 0 || !/mismatch/i.test(out)) {
      throw new CheckFailed(`it is verified all the same: ${out}`);
    }
  });
}

async function flipByte(path: string, offset: number): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  const byte = new Uint8Array(1);
  await file.seek(offset, Deno.SeekMode.Start);
  await file.read(byte);
  byte[0]! ^= 1;
  await file.seek(offset, Deno.SeekMode.Start);
  await file.write(byte);
}
