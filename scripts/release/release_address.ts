/**
 * Where a release is downloaded from.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";

/** Page of the project. Placeholder under a name that belongs to nobody, until there is one. */
export const HOMEPAGE = "https://esdh.example";

/**
 * Address of the folder that holds the newest release, which the install scripts take where none is named. It stands in
 * them as it stands here.
 */
export const LATEST_RELEASE = `${HOMEPAGE}/releases/latest`;

/**
 * Tells the address of the folder that holds a release's files.
 *
 * @param version Version of the program.
 * @param given What the variable `ESDH_RELEASE_BASE` says, in place of the project's own: a mirror's, say.
 * @returns The address, without a slash at its end.
 * @throws {EsdhError} USAGE if what is given is no address of HTTPS.
 *
 * @example
 * ```ts
 * import { releaseBase } from "./release_address.ts";
 * const base = releaseBase("1.2.3", "https://intranet.example/esdh/");
 * if (base !== "https://intranet.example/esdh") throw new RangeError(base);
 * ```
 */
export function releaseBase(version: string, given = Deno.env.get("ESDH_RELEASE_BASE")): string {
  if (given === undefined || given === "") return `${HOMEPAGE}/releases/v${version}`;
  if (!URL.canParse(given) || new URL(given).protocol !== "https:") {
    throw new EsdhError("USAGE", "ESDH_RELEASE_BASE has to be an address of HTTPS");
  }
  return given.replace(/\/+$/, "");
}
