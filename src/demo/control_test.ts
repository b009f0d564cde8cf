import { assertEquals, assertRejects } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { requestLoopback } from "../net/loopback.ts";
import { askControl, openControl, requestStop } from "./control.ts";

Deno.test("askControl() knows its own, a stranger and a closed port apart", async () => {
  const control = openControl("secret-1", () => {});
  const stranger = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("yes, that is me"),
  );
  assertEquals(await askControl(control.port, "secret-1"), "alive");
  assertEquals(await askControl(control.port, "secret-2"), "gone");
  assertEquals(await askControl(stranger.addr.port, "secret-1"), "gone");
  await control.close();
  assertEquals(await askControl(control.port, "secret-1"), "gone");
  await stranger.shutdown();
});

Deno.test("askControl() takes what listens and does not answer for silent, not for gone", async () => {
  using paused = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = paused.addr as Deno.NetAddr;
  assertEquals(await askControl(port, "secret-1", 50), "silent");
});

Deno.test("requestStop() ends a demonstration for one who knows its secret alone", async () => {
  const stopped = Promise.withResolvers<void>();
  const control = openControl("secret-1", () => stopped.resolve());
  const refused = await assertRejects(() => requestStop(control.port, "guess"), EsdhError);
  assertEquals(refused.code, "REFUSED");
  await requestStop(control.port, "secret-1");
  await stopped.promise;
  await control.close();
});

Deno.test("openControl() answers nothing else, and never its secret", async () => {
  const control = openControl("secret-1", () => {});
  const { port } = control;
  const answers = await Promise.all([
    requestLoopback({ port, path: "/" }),
    requestLoopback({ port, path: "/esdh-demo/identity" }),
    requestLoopback({ port, path: "/esdh-demo/stop" }),
    requestLoopback({ port, path: "/esdh-demo/stop", method: "POST" }),
  ]);
  assertEquals(answers.map((answer) => answer.status), [404, 400, 404, 403]);
  assertEquals(answers.some((answer) => answer.text.includes("secret")), false);
  await control.close();
});
