/**
 * A mirror of an npm registry, as companies run them: on this machine, behind a certificate that nobody trusts by
 * default. It passes on what the registry gives, keeps archives, and names itself as their place.
 *
 * @module
 */
import { join } from "@std/path";
import { digestOf } from "../../src/core/digest.ts";

/** What a mirror stands on. */
export interface MirrorOptions {
  /** Address of the registry that is mirrored, with a slash at its end. */
  readonly upstream: string;
  /** Folder that keeps what was fetched once, so that a later run needs no network. */
  readonly keepDir: string;
  /** Certificate and key of the server, in PEM; plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Token that every request has to bear; default: none is asked for. */
  readonly token?: string;
}

/** A mirror that stops at the end of its block. */
export interface Mirror extends AsyncDisposable {
  /** Its address, with a slash at its end. */
  readonly address: string;
  /** Paths of the archives that were asked for and given, in their order. */
  readonly archives: readonly string[];
  /** Number of requests that were refused for lack of the token. */
  readonly refusedCount: number;
}

/**
 * Starts a mirror on a free port of this machine.
 *
 * @param options What it stands on.
 * @returns The mirror, listening.
 */
export function serveMirror(options: MirrorOptions): Mirror {
  const archives: string[] = [];
  let refusedCount = 0;
  const answer = async (request: Request): Promise<Response> => {
    const isAllowed = options.token === undefined ||
      request.headers.get("authorization") === `Bearer ${options.token}`;
    if (!isAllowed) {
      refusedCount++;
      return new Response("no token", { status: 401 });
    }
    const { pathname } = new URL(request.url);
    const isArchive = pathname.endsWith(".tgz");
    const bytes = await fetchKept(options, pathname.slice(1), isArchive);
    if (bytes === undefined) return new Response("not found", { status: 404 });
    if (isArchive) {
      archives.push(pathname);
      return new Response(bytes, { headers: { "content-type": "application/octet-stream" } });
    }
    const text = new TextDecoder().decode(bytes);
    // The registry's own address stands in its answers; whoever reads them has to come back to the mirror.
    return new Response(text.replaceAll(`"${options.upstream}`, `"${address}`), {
      headers: { "content-type": "application/json" },
    });
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...options.tls },
    answer,
  );
  const scheme = options.tls === undefined ? "http" : "https";
  const address = `${scheme}://127.0.0.1:${server.addr.port}/`;
  return {
    address,
    archives,
    get refusedCount() {
      return refusedCount;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

// An archive never changes; what is said of a package does, so it is fetched anew where the registry can be reached.
async function fetchKept(
  { upstream, keepDir }: MirrorOptions,
  path: string,
  isArchive: boolean,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const name = digestOf(path).slice(0, 32);
  const kept = join(keepDir, name);
  if (isArchive) {
    const bytes = await readKept(kept);
    if (bytes !== undefined) return bytes;
  }
  let response: Response;
  try {
    response = await fetch(`${upstream}${path}`);
  } catch {
    return await readKept(kept);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) return await readKept(kept);
  await Deno.mkdir(keepDir, { recursive: true });
  const partial = `${kept}.${crypto.randomUUID()}`;
  await Deno.writeFile(partial, bytes);
  await Deno.rename(partial, kept);
  return bytes;
}

async function readKept(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
