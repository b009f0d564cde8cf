/**
 * Checks that every package that `deno.lock` pins has a licence that is allowed; it opens no connection.
 *
 * @module
 */
import { endCheck, runScript } from "./_house.ts";
import { judgeLicences } from "./release/licence_gate.ts";
import { readKnownPackages } from "./release/locked.ts";

if (import.meta.main) {
  await runScript(async () => {
    const packages = await readKnownPackages();
    endCheck(judgeLicences(packages), `${packages.length} packages`);
  });
}
