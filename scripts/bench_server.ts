/**
 * Measures how many requests a second the server answers, over loopback, the server in a process of its
 * own and on one core where `taskset` exists.
 *
 *     deno run -A scripts/bench_server.ts [--seconds 5] [--connections 8] [--records 100]
 *
 * The client speaks HTTP over plain sockets and reads no more of an answer than its length: a client
 * that is slower than the server would measure itself.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

/** The load. */
interface Load {
  readonly seconds: number;
  readonly connections: number;
  readonly records: number;
}

/** What was counted. */
interface Count {
  readonly requestCount: number;
  readonly bodyBytes: number;
  readonly elapsedMs: number;
}

const MAX_REQUESTS = 1_000_000;
const WARM_UP_SECONDS = 1;

/**
 * Reads the load from the command line.
 *
 * @param args Pairs of an option and a whole number.
 * @returns The load.
 * @throws {TypeError} If an option is unknown or its value is no number from 1 to 1000.
 */
function readLoad(args: readonly string[]): Load {
  const load = { seconds: 5, connections: 8, records: 100 };
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!.replace(/^--/, "");
    const value = Number(args[index + 1]);
    if (!Object.hasOwn(load, name) || !Number.isInteger(value) || value < 1 || value > 1000) {
      throw new TypeError("usage: bench_server.ts [--seconds N] [--connections N] [--records N]");
    }
    load[name as keyof Load] = value;
  }
  return load;
}

/** The server's side: listens, says where, and lives until its input ends. */
async function serveUntilClosed(): Promise<void> {
  const { startServer } = await import("../src/server/listen.ts");
  const server = startServer({ port: 0 });
  console.log(server.port);
  for await (const _ of Deno.stdin.readable) { /* nothing is sent: the end is what counts */ }
  await server.shutdown(1000);
}

function hasTaskset(): boolean {
  try {
    return new Deno.Command("taskset", { args: ["--version"], stdout: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}

async function readPort(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number> {
  let text = "";
  for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  const port = Number(text.trim());
  if (!Number.isInteger(port) || port === 0) throw new TypeError(`the server said "${text}"`);
  return port;
}

/** Sends one request after the other on one connection until the time is over. */
async function runConnection(
  port: number,
  request: Uint8Array,
  count: { requests: number; bytes: number },
  endMs: number,
): Promise<void> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const buffer = new Uint8Array(1 << 18);
  const decoder = new TextDecoder();
  try {
    while (performance.now() < endMs && count.requests < MAX_REQUESTS) {
      await connection.write(request);
      let length = 0;
      let wanted = Infinity;
      let bodyLength = 0;
      while (length < wanted) {
        const read = await connection.read(buffer.subarray(length));
        if (read === null) throw new TypeError("the server closed the connection");
        length += read;
        if (wanted !== Infinity) continue;
        const head = decoder.decode(buffer.subarray(0, Math.min(length, 2048)));
        const end = head.indexOf("\r\n\r\n");
        if (end === -1) continue;
        if (!head.startsWith("HTTP/1.1 200 ")) throw new TypeError(head);
        bodyLength = Number(/^content-length: (\d+)\r$/mi.exec(head)?.[1]);
        if (!(bodyLength < buffer.length - 2048)) throw new TypeError("the answer is too long");
        wanted = end + 4 + bodyLength;
      }
      count.requests++;
      count.bytes += bodyLength;
    }
  } finally {
    connection.close();
  }
}

async function applyLoad(port: number, load: Load, seconds: number): Promise<Count> {
  const body = JSON.stringify({ records: load.records, seed: 42 });
  const request = new TextEncoder().encode(
    "POST /generate/person HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n" +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
  const count = { requests: 0, bytes: 0 };
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  await Promise.all(
    Array.from({ length: load.connections }, () => runConnection(port, request, count, endMs)),
  );
  const elapsedMs = performance.now() - startMs;
  return { requestCount: count.requests, bodyBytes: count.bytes, elapsedMs };
}

/** Seconds of processor time that a process has used, where the system tells. */
function readCpuSeconds(pid: number): number | undefined {
  try {
    const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/^.*\) /, "").split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

async function measure(load: Load): Promise<void> {
  const isPinned = hasTaskset();
  const args = ["run", "-A", "-q", fromFileUrl(import.meta.url), "--serve"];
  const command = isPinned
    ? new Deno.Command("taskset", {
      args: ["-c", "0", Deno.execPath(), ...args],
      stdin: "piped",
      stdout: "piped",
    })
    : new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" });
  const child = command.spawn();
  try {
    const port = await readPort(child.stdout);
    await applyLoad(port, load, WARM_UP_SECONDS);
    const cpuBefore = readCpuSeconds(child.pid);
    const { requestCount, bodyBytes, elapsedMs } = await applyLoad(port, load, load.seconds);
    const cpuAfter = readCpuSeconds(child.pid);
    const perSecond = (value: number) =>
      Math.round(value / (elapsedMs / 1000)).toLocaleString("en");
    console.log(
      `POST /generate/person, ${load.records} records, ${load.connections} connections, ` +
        `server ${isPinned ? "on one core" : "not pinned (no taskset)"}, Deno ${Deno.version.deno}`,
    );
    console.log(`  ${perSecond(requestCount)} requests/s, ${perSecond(bodyBytes / 1e6)} MB/s`);
    if (cpuBefore !== undefined && cpuAfter !== undefined) {
      const cpuSeconds = cpuAfter - cpuBefore;
      const perCpuSecond = Math.round(requestCount / cpuSeconds).toLocaleString("en");
      console.log(`  ${perCpuSecond} requests per second of the server's own processor time`);
    }
  } finally {
    await child.stdin.close();
    await child.status;
  }
}

if (import.meta.main) {
  if (Deno.args[0] === "--serve") await serveUntilClosed();
  else await measure(readLoad(Deno.args));
}
