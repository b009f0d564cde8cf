/**
 * The entry of the program, and of its worker threads: a worker runs this same file, because a
 * compiled program holds one.
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
