/**
 * Prints the keys that the executables of this tree take for the project's: a release is signed by one of them.
 *
 *     deno run scripts/release/trusted_keys.ts
 *
 * Exit status 0, a key in each line of standard output; 2 if there is none, or one is no key.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";
import { parsePublicKey } from "../../src/trust/minisign.ts";
import { RELEASE_KEYS } from "../../src/trust/release_keys.ts";
import { runScript } from "../_house.ts";

/**
 * Writes keys one a line, as the last line of minisign's `.pub` files.
 *
 * @param keys The keys.
 * @returns The lines.
 * @throws {EsdhError} USAGE if there is none, or one is no key.
 *
 * @example
 * ```ts
 * import { listTrustedKeys } from "./trusted_keys.ts";
 * const key = "RWSTyAqfH3AxGP9r3Iz+vk6cnbIhIWyZD1R5yn55NBCw3jM8JCib6pS2";
 * if (listTrustedKeys([key]) !== `${key}\n`) throw new RangeError();
 * ```
 */
export function listTrustedKeys(keys: readonly string[]): string {
  const hint = "enter the public half of the key that signs (the last line of minisign's .pub " +
    "file) in src/trust/release_keys.ts";
  if (keys.length === 0) {
    throw new EsdhError("USAGE", "no key is trusted: executables would refuse their own release", {
      hint,
    });
  }
  const lines = keys.map((key) => {
    if (parsePublicKey(key) !== undefined) return `${key.trim().split(/\r?\n/).at(-1)}\n`;
    throw new EsdhError("USAGE", `"${key}" is no public key of minisign`, { hint });
  });
  return lines.join("");
}

if (import.meta.main) {
  await runScript(async () => {
    await Deno.stdout.write(new TextEncoder().encode(listTrustedKeys(RELEASE_KEYS)));
  });
}
