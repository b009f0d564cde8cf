/**
 * The entry of the program, and of its worker threads: a worker runs this same file, because it
 * is the one whose address a bundled or compiled program knows.
 *
 * @module
 */
if ("DedicatedWorkerGlobalScope" in globalThis) {
  const { serveWorker } = await import("./src/worker.ts");
  serveWorker(globalThis);
} else {
  const { runCli } = await import("./src/cli/app.ts");
  Deno.exit(await runCli(Deno.args));
}
