/**
 * Keys and signatures in the form of minisign, made by the test itself.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** A pair of keys. */
export interface SigningKey {
  /** Text of the `.pub` file. */
  readonly pub: string;
  /** Signs a file; gives the text of its `.minisig` file. */
  sign(content: Uint8Array, options?: SignOptions): Promise<string>;
}

/** How a signature is to be. */
export interface SignOptions {
  /** Default: `made by a test`. */
  readonly comment?: string;
  /** Whether the file itself is signed, as old versions did. */
  readonly isLegacy?: boolean;
}

/** Makes a pair of keys whose name is made of one byte. */
export async function makeSigningKey(idByte: number): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const id = new Array(8).fill(idByte);
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, new Uint8Array(bytes)));
  return {
    pub: `untrusted comment: a key\n${encode([0x45, 0x64, ...id, ...raw])}\n`,
    async sign(content, { comment = "made by a test", isLegacy = false } = {}) {
      const hashed = createHash("blake2b512").update(content).digest();
      const bytes = await sign(isLegacy ? content : hashed);
      const both = await sign(
        new Uint8Array([...bytes, ...new TextEncoder().encode(comment)]),
      );
      const head = [0x45, isLegacy ? 0x64 : 0x44, ...id];
      return `untrusted comment: x\n${encode([...head, ...bytes])}\n` +
        `trusted comment: ${comment}\n${encode([...both])}\n`;
    },
  };
}

function encode(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes));
}
