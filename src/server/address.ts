/**
 * Where the server may listen and which names it answers to: loopback is decided here, in one place.
 *
 * @module
 */

/**
 * The form of a host that a socket and a URL take.
 *
 * @param host A name, an IPv4 address, or an IPv6 address with or without brackets.
 * @returns Lower case, IPv6 shortened and without brackets; `undefined` where it is no host.
 *
 * @example
 * ```ts
 * import { normaliseHost } from "./address.ts";
 * if (normaliseHost("[0:0::1]") !== "::1" || normaliseHost("a b") !== undefined) throw new RangeError();
 * ```
 */
export function normaliseHost(host: string): string | undefined {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  if (bare === "" || /[\s/?#@\\]/.test(bare)) return undefined;
  const isVersion6 = bare.includes(":");
  const url = parseUrl(`http://${isVersion6 ? `[${bare}]` : bare}/`);
  if (url === undefined || url.port !== "") return undefined;
  return isVersion6 ? url.hostname.slice(1, -1) : url.hostname;
}

/**
 * Whether only programs on this machine can reach a host.
 *
 * @param host A host in the form of {@link normaliseHost}.
 * @returns True for `localhost`, 127.0.0.0/8 and `::1`, in IPv4-mapped form too.
 *
 * @example
 * ```ts
 * import { isLoopback } from "./address.ts";
 * if (!isLoopback("127.0.0.2") || isLoopback("127.0.0.1.example.com")) throw new RangeError();
 * ```
 */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host) ||
    /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(host);
}

/**
 * The address of a server as a client writes it.
 *
 * @param host A host in the form of {@link normaliseHost}; an address that stands for all interfaces
 *   becomes loopback, as clients can't open it.
 * @param port Port.
 * @returns For example `http://127.0.0.1:5000`, without a final slash.
 *
 * @example
 * ```ts
 * import { serverUrl } from "./address.ts";
 * if (serverUrl("::", 80) !== "http://[::1]:80") throw new RangeError();
 * ```
 */
export function serverUrl(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Whether a `Host` header names this machine by loopback. A page of another site that a browser was
 * led to resolve to 127.0.0.1 (DNS rebinding) sends its own name here, and is found by it.
 *
 * @param header Value of the header, with or without a port.
 * @returns True for loopback hosts of any port.
 *
 * @example
 * ```ts
 * import { namesLoopback } from "./address.ts";
 * if (!namesLoopback("localhost:5000") || namesLoopback("evil.example:5000")) throw new RangeError();
 * ```
 */
export function namesLoopback(header: string): boolean {
  const bare = header.replace(/:\d{1,5}$/, "");
  if (bare.includes(":") && !bare.startsWith("[")) return false;
  const host = normaliseHost(bare);
  return host !== undefined && isLoopback(host);
}

/**
 * The host and port of a `Host` header, for a page to show and a shell to be given.
 *
 * @param header Value of the header; undefined where there is none.
 * @returns Lower case; undefined where it is no host of letters, digits, dots and hyphens, nor an IPv6 address.
 *
 * @example
 * ```ts
 * import { shownHost } from "./address.ts";
 * if (shownHost("LocalHost:5000") !== "localhost:5000") throw new RangeError();
 * if (shownHost("$(reboot):80") !== undefined) throw new RangeError();
 * ```
 */
export function shownHost(header: string | undefined): string | undefined {
  const [, bare, port = ""] =
    /^(\[[\da-f:.]{2,45}\]|[a-z\d.-]{1,253})(:\d{1,5})?$/i.exec(header ?? "") ?? [];
  const host = bare === undefined ? undefined : normaliseHost(bare);
  if (host === undefined || Number(port.slice(1)) > 65_535) return undefined;
  return `${host.includes(":") ? `[${host}]` : host}${port}`;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
