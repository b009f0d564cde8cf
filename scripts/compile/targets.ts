/**
 * The machines that executables are made for, and how an executable tells which it is for.
 *
 * @module
 */

import { TOOL_NAME } from "../../src/core/version.ts";

/** A kind of machine. */
export interface Target {
  /** Name as `deno compile --target` takes it. */
  readonly triple: string;
  /** Words for a person. */
  readonly title: string;
  /** File name among executables for several machines. */
  readonly fileName: string;
}

/** The machines, in the order they are made. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-pc-windows-msvc", title: "Windows x64", fileName: "esdh-windows-x64.exe" },
  { triple: "x86_64-unknown-linux-gnu", title: "Linux x64", fileName: "esdh-linux-x64" },
  { triple: "aarch64-unknown-linux-gnu", title: "Linux arm64", fileName: "esdh-linux-arm64" },
  { triple: "x86_64-apple-darwin", title: "macOS x64", fileName: "esdh-macos-x64" },
  { triple: "aarch64-apple-darwin", title: "macOS arm64", fileName: "esdh-macos-arm64" },
];

/**
 * Tells the name of the archive that holds a machine's executable.
 *
 * @param target The machine.
 * @param version Version of the program.
 * @returns For example `esdh-1.2.3-windows-x64.zip`, `esdh-1.2.3-linux-arm64.tar.gz`.
 */
export function archiveName(target: Target, version: string): string {
  const [name, ...platform] = target.fileName.replace(/\.exe$/, "").split("-");
  const ending = isWindowsTarget(target) ? "zip" : "tar.gz";
  return `${name}-${version}-${platform.join("-")}.${ending}`;
}

/**
 * Tells the name an executable has where it is installed, and in its archive.
 *
 * @param target The machine.
 * @returns `esdh.exe` on Windows, else `esdh`.
 */
export function commandName(target: Target): string {
  return isWindowsTarget(target) ? `${TOOL_NAME}.exe` : TOOL_NAME;
}

/**
 * Tells whether a machine runs Windows.
 *
 * @param target The machine.
 * @returns Whether it does.
 */
export function isWindowsTarget(target: Target): boolean {
  return target.triple.includes("windows");
}

const ELF_MACHINES: Readonly<Record<number, string>> = {
  0x3e: "x86_64-unknown-linux-gnu",
  0xb7: "aarch64-unknown-linux-gnu",
};
const PE_MACHINES: Readonly<Record<number, string>> = { 0x8664: "x86_64-pc-windows-msvc" };
const MACH_MACHINES: Readonly<Record<number, string>> = {
  0x01000007: "x86_64-apple-darwin",
  0x0100000c: "aarch64-apple-darwin",
};

/**
 * Reads from the head of an executable which machine it is for.
 *
 * @param head Its first bytes; 4096 are enough.
 * @returns A target's triple, or undefined where it is for none of them.
 *
 * @example
 * ```ts
 * import { readTriple } from "./targets.ts";
 * const head = new Uint8Array(64);
 * head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
 * head[18] = 0xb7;
 * if (readTriple(head) !== "aarch64-unknown-linux-gnu") throw new RangeError();
 * ```
 */
export function readTriple(head: Uint8Array): string | undefined {
  if (head.length < 64) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0, true);
  if (magic === 0x464c457f) return ELF_MACHINES[view.getUint16(18, true)];
  if (magic === 0xfeedfacf) return MACH_MACHINES[view.getUint32(4, true)];
  if ((magic & 0xffff) !== 0x5a4d) return undefined;
  const at = view.getUint32(60, true);
  const isPe = at + 6 <= head.length && view.getUint32(at, true) === 0x00004550;
  return isPe ? PE_MACHINES[view.getUint16(at + 4, true)] : undefined;
}
