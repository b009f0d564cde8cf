import { assertEquals, assertRejects } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { isControlAlive, openControl, requestStop } from "./control.ts";
import { requestLoopback } from "./loopback.ts";

Deno.test("isControlAlive() knows its own, a stranger and a closed port apart", async () => {
  const control = openControl("secret-1", () => {});
  const stranger = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("yes, that is me"),
  );
  assertEquals(await isControlAlive(control.port, "secret-1"), true);
  assertEquals(await isControlAlive(control.port, "secret-2"), false);
  assertEquals(await isControlAlive(stranger.addr.port, "secret-1"), false);
  await control.close();
  assertEquals(await isControlAlive(control.port, "secret-1"), false);
  await stranger.shutdown();
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
  const base = `http://127.0.0.1:${control.port}`;
  const answers = await Promise.all([
    requestLoopback({ url: base }),
    requestLoopback({ url: `${base}/esdh-demo/identity` }),
    requestLoopback({ url: `${base}/esdh-demo/stop` }),
    requestLoopback({ url: `${base}/esdh-demo/stop`, method: "POST" }),
  ]);
  assertEquals(answers.map((answer) => answer.status), [404, 400, 404, 403]);
  assertEquals(answers.some((answer) => answer.text.includes("secret")), false);
  await control.close();
});
