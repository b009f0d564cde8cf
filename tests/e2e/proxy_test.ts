import { esdh } from "./_cli.ts";
import { assertProxy } from "./_proxy.ts";

Deno.test("requests to another machine go through the proxy of the environment", async () => {
  // From source, Deno itself would ask for its newest version, through the same proxy.
  await assertProxy((args, env) => esdh(args, { env: { DENO_NO_UPDATE_CHECK: "1", ...env } }));
});
