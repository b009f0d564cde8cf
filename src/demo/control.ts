/**
 * How a running demonstration is recognised and ended from another terminal: it listens on a loopback
 * port of its own, proves on request that it knows the secret of its state file, and stops when asked
 * by one who knows it too. A process id alone proves nothing: it may belong to another program by now.
 *
 * @module
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { EsdhError } from "../core/error.ts";
import { isNoServer } from "../net/failure.ts";
import { requestLoopback } from "../net/loopback.ts";

/** A listener that answers for one demonstration. */
export interface Control {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Stops listening; resolves when the port is free. Never throws. */
  close(): Promise<void>;
}

const IDENTITY_PATH = "/esdh-demo/identity";
const STOP_PATH = "/esdh-demo/stop";

/**
 * Listens on a free loopback port for questions about one demonstration.
 *
 * @param secret Secret of the demonstration; it never leaves through this listener.
 * @param onStop Called when one who knows the secret asks the demonstration to end.
 * @returns The listener.
 * @throws {EsdhError} NETWORK if this machine allows no loopback listener.
 */
export function openControl(secret: string, onStop: () => void): Control {
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => answerControl(request, secret, onStop),
    );
  } catch (cause) {
    throw new EsdhError("NETWORK", "can't listen on 127.0.0.1 of this machine", {
      hint: "the demonstration needs a loopback port; run esdh doctor",
      cause,
    });
  }
  return {
    port: server.addr.port,
    async close() {
      // A client that keeps its connection open must not hold the demonstration.
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, 500);
      await Promise.race([server.shutdown(), patience.promise]).catch(() => {});
      clearTimeout(timer);
    },
  };
}

async function answerControl(
  request: Request,
  secret: string,
  onStop: () => void,
): Promise<Response> {
  const url = new URL(request.url);
  await request.body?.cancel();
  if (request.method === "GET" && url.pathname === IDENTITY_PATH) {
    const nonce = url.searchParams.get("nonce") ?? "";
    if (!/^[0-9a-f-]{36}$/.test(nonce)) return new Response(null, { status: 400 });
    return new Response(proveIdentity(secret, nonce));
  }
  if (request.method === "POST" && url.pathname === STOP_PATH) {
    const given = request.headers.get("authorization") ?? "";
    if (!isSameText(given, `Bearer ${secret}`)) return new Response(null, { status: 403 });
    setTimeout(onStop, 0);
    return new Response("stopping");
  }
  return new Response(null, { status: 404 });
}

/**
 * What is known of a demonstration: `alive` proved itself, of a `gone` one nothing or something else
 * listens, and of one that is `silent` (paused, or busy) nobody can tell.
 */
export type Liveness = "alive" | "gone" | "silent";

/** Milliseconds for a proof: systems that try a refused connection again take two seconds for it. */
const PROOF_TIMEOUT_MS = 4000;

/**
 * Asks a port whether the demonstration that knows a secret listens there. The secret is not sent.
 *
 * @param port Port on 127.0.0.1.
 * @param secret Secret from the state file.
 * @param timeoutMs Milliseconds until it counts as silent, default 4000.
 * @returns `alive` only if the answer could come from that demonstration alone.
 */
export async function askControl(
  port: number,
  secret: string,
  timeoutMs = PROOF_TIMEOUT_MS,
): Promise<Liveness> {
  const nonce = crypto.randomUUID();
  try {
    const answer = await requestLoopback({
      port,
      path: `${IDENTITY_PATH}?nonce=${nonce}`,
      timeoutMs,
    });
    const isProved = answer.status === 200 &&
      isSameText(answer.text, proveIdentity(secret, nonce));
    return isProved ? "alive" : "gone";
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    return isNoServer(error) ? "gone" : "silent";
  }
}

/**
 * Asks a demonstration to end. To be called only after {@link askControl}.
 *
 * @param port Port on 127.0.0.1.
 * @param secret Secret from the state file.
 * @throws {EsdhError} NETWORK if it does not answer; REFUSED if it does not accept the secret.
 */
export async function requestStop(port: number, secret: string): Promise<void> {
  const answer = await requestLoopback({
    port,
    path: STOP_PATH,
    method: "POST",
    headers: { authorization: `Bearer ${secret}` },
    timeoutMs: 3000,
  });
  if (answer.status !== 200) {
    throw new EsdhError("REFUSED", `the demonstration on port ${port} refused to stop`, {
      hint: "end it with Ctrl-C in its own terminal",
    });
  }
}

function proveIdentity(secret: string, nonce: string): string {
  return createHmac("sha256", secret).update(`identity:${nonce}`).digest("hex");
}

function isSameText(a: string, b: string): boolean {
  const left = createHmac("sha256", "length").update(a).digest();
  return timingSafeEqual(left, createHmac("sha256", "length").update(b).digest());
}
