/**
 * The name and version of this program, in one place.
 *
 * @module
 */

/** Name of the program, as manifests and headers carry it. */
export const TOOL_NAME = "esdh";

/** Version of the program (semantic versioning); `deno.json` and `CHANGELOG.md` carry the same. */
export const TOOL_VERSION = "0.1.0";
