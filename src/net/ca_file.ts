/**
 * Reads a file with certificate authorities, as `--ca-file` names it: PEM as most systems write it, or
 * the binary form (DER) that Windows exports by default.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";

/** A certificate authority of a file. */
export interface CaCertificate {
  /** The certificate in PEM. */
  readonly pem: string;
  /** Whom it names, such as `CN=Example Root, O=Example`. */
  readonly subject: string;
  /** Last moment it is valid, in milliseconds since 1970. */
  readonly validToMs: number;
}

const PEM_BLOCK =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;
const MAX_SIZE_BYTES = 16 * 1024 * 1024;

/**
 * Reads and checks a file with certificate authorities.
 *
 * @param path The file: PEM with any number of certificates, or one certificate in DER.
 * @returns Its certificates, at least one, in the order of the file.
 * @throws {EsdhError} NOT_FOUND if there is no such file; IO if it can't be read; INVALID_CONFIG if it
 * holds no certificate or a broken one.
 */
export async function readCaFile(path: string): Promise<CaCertificate[]> {
  const bytes = await readBytes(path);
  const { X509Certificate } = await import("node:crypto");
  const blocks = splitCertificates(bytes, path);
  return blocks.map(({ pem, line }, index) => {
    try {
      const certificate = new X509Certificate(pem);
      return {
        pem,
        subject: certificate.subject.trim().replaceAll("\n", ", "),
        validToMs: Date.parse(certificate.validTo),
      };
    } catch (cause) {
      const place = blocks.length === 1 ? "the certificate" : `certificate ${index + 1}`;
      throw new EsdhError("INVALID_CONFIG", `${place} in CA file "${path}" can't be read`, {
        hint: "export the certificate authority again, as Base-64 (PEM)",
        path,
        line,
        cause,
      });
    }
  });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size, isFile } = await Deno.stat(path);
    if (isFile && size > MAX_SIZE_BYTES) {
      throw new EsdhError(
        "INVALID_CONFIG",
        `CA file "${path}" has ${size} bytes; a file with certificates has at most ${MAX_SIZE_BYTES}`,
        { hint: NEXT_STEP, path },
      );
    }
    return await Deno.readFile(path);
  } catch (cause) {
    if (cause instanceof EsdhError) throw cause;
    if (cause instanceof Deno.errors.NotFound) {
      throw new EsdhError("NOT_FOUND", `CA file "${path}" does not exist`, {
        hint: "check the path given with --ca-file, ESDH_CA_FILE or ca_file",
        path,
        cause,
      });
    }
    throw new EsdhError("IO", `CA file "${path}" can't be read: ${(cause as Error).message}`, {
      hint: "it must be a file that this user may read",
      path,
      cause,
    });
  }
}

const NEXT_STEP = "give a PEM file: text with lines -----BEGIN CERTIFICATE-----";

function splitCertificates(
  bytes: Uint8Array,
  path: string,
): { readonly pem: string; readonly line: number }[] {
  if (bytes.length === 0) throw invalid(path, "is empty");
  // A certificate in DER is a sequence with a two-byte length: no text starts with these bytes.
  if (bytes[0] === 0x30 && bytes[1] === 0x82) return [{ pem: encodePem(bytes), line: 1 }];
  const text = decodeText(bytes);
  const blocks = [...text.matchAll(PEM_BLOCK)].map((match) => ({
    pem: match[0].replaceAll(/(TRUSTED|X509) CERTIFICATE/g, "CERTIFICATE"),
    line: text.slice(0, match.index).split("\n").length,
  }));
  if (blocks.length > 0) return blocks;
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw invalid(path, "holds a private key and no certificate");
  }
  if (text.includes("-----BEGIN PKCS7-----")) throw invalid(path, "is a PKCS #7 bundle, not PEM");
  if (text.includes("-----BEGIN CERTIFICATE-----")) {
    throw invalid(path, "ends in the middle of a certificate");
  }
  throw invalid(path, "holds no certificate in PEM");
}

function invalid(path: string, what: string): EsdhError {
  return new EsdhError("INVALID_CONFIG", `CA file "${path}" ${what}`, { hint: NEXT_STEP, path });
}

// PowerShell's `>` and Notepad write UTF-16 with a byte order mark.
function decodeText(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

function encodePem(der: Uint8Array): string {
  let binary = "";
  for (const byte of der) binary += String.fromCharCode(byte);
  const lines = btoa(binary).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
