/**
 * Checks of the program, its settings, the clock and the terminal.
 *
 * @module
 */
import { scopeFile } from "../../core/dataset.ts";
import { digestOf } from "../../core/digest.ts";
import { EsdhError } from "../../core/error.ts";
import { dataFileName } from "../../core/snapshot_file.ts";
import { TOOL_VERSION } from "../../core/version.ts";
import { type DoctorCheck, finding } from "./check.ts";

/** Which program runs, from where. */
export const programCheck: DoctorCheck = {
  name: "program",
  run() {
    const { os, arch, standalone } = Deno.build;
    const made = standalone ? "one executable" : `from source, Deno ${Deno.version.deno}`;
    let path: string;
    try {
      path = standalone ? Deno.execPath() : Deno.cwd();
    } catch {
      path = "a folder it may not read";
    }
    return finding("pass", `esdh ${TOOL_VERSION} for ${os} ${arch}, ${made}, in ${path}`);
  },
};

/** Whether what is built in is whole, and the generator still makes the bytes it was built with. */
export const dataCheck: DoctorCheck = {
  name: "data",
  async run() {
    const { CANNED_FILES, DAMAGED_HINT, readCannedManifest } = await import("../../demo/canned.ts");
    const { CANNED_RECORDS, CANNED_SEED } = await import("../../demo/canned_plan.ts");
    try {
      readCannedManifest();
    } catch (error) {
      if (!(error instanceof EsdhError)) throw error;
      return finding("fail", error.message, DAMAGED_HINT);
    }
    const { path, text: made } = await makeCannedFile(CANNED_SEED, CANNED_RECORDS);
    const shipped = CANNED_FILES.find((file) => file.path === path);
    if (digestOf(made) !== digestOf(shipped?.text ?? "")) {
      return finding(
        "fail",
        "the generator makes other bytes than the sample built in",
        DAMAGED_HINT,
      );
    }
    const count = CANNED_FILES.length;
    return finding("pass", `${count} built-in files are whole; the generator makes the same bytes`);
  },
};

/**
 * Makes one file of the sample again: that is enough. The samples are of dataset v0.1, so it alone is loaded and
 * not the registry, whose other members bring megabytes of tables.
 */
async function makeCannedFile(seed: bigint, records: number) {
  const { v01Dataset: dataset } = await import("../../datasets/v0_1/mod.ts");
  const { csvFormat: format } = await import("../../export/csv.ts");
  const { openFrames } = await import("../../generate/frames.ts");
  const { streamFrames } = await import("../../generate/stream_frames.ts");
  const { name, version, defaultOutputs: outputs } = dataset;
  const plan = { dataset: name, version, seed, records, outputs, options: {} };
  const entities = [dataset.entities[0]!] as const;
  const path = dataFileName(entities[0].plural, dataset.slug, format.extension);
  const frames = openFrames(format.openEncoder(scopeFile(dataset, plan, entities)), entities);
  const decoder = new TextDecoder();
  let text = "";
  for (const bytes of streamFrames({ dataset, file: { path, format, entities }, frames }, plan)) {
    text += decoder.decode(bytes, { stream: true });
  }
  return { path, text: text + decoder.decode() };
}

/** Whether the configuration can be used. */
export const configCheck: DoctorCheck = {
  name: "config",
  run({ settings }) {
    if (settings instanceof EsdhError) {
      const [first, ...rest] = settings.issues;
      const more = rest.length === 0 ? "" : `, and ${rest.length} more`;
      const detail = first === undefined
        ? settings.message
        : `${settings.message}: ${first.message}${more}`;
      const { path, line } = first ?? settings;
      const place = line === undefined ? path : `${path}, line ${line}`;
      const help = first === undefined ? settings.hint : first.hint;
      const fix = [
        ...place === undefined ? [] : [`mend ${place}`],
        ...help === undefined ? [] : [help],
      ].join(": ");
      return finding("fail", detail, fix);
    }
    const from = settings.configPath === undefined ? "built in" : `"${settings.configPath}"`;
    const { length } = settings.profiles;
    return finding("pass", `${from}: ${length} profiles, ${settings.profile.name} is used`);
  },
};

/** Earliest time that can be right: this version did not exist before. */
const EARLIEST = Date.UTC(2025, 10, 1);
const LATEST = Date.UTC(2100, 0, 1);
const MAX_DRIFT_MS = 5 * 60_000;

/** Whether the clock can be right. */
export const clockCheck: DoctorCheck = {
  name: "clock",
  async run() {
    const now = Date.now();
    const shown = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
    const fix = "set the clock: certificates and the names of runs depend on it";
    if (now < EARLIEST || now > LATEST) return finding("fail", `it shows ${shown}`, fix);
    const driftMs = await measureDrift(now);
    if (driftMs === undefined || driftMs <= MAX_DRIFT_MS) return finding("pass", shown);
    const minutes = Math.round(driftMs / 60_000);
    return finding("warn", `${shown}, ${minutes} minutes apart from the clock of the disk`, fix);
  },
};

/** How far the file system's clock is away, where a temporary file can be made. */
async function measureDrift(now: number): Promise<number | undefined> {
  try {
    const path = await Deno.makeTempFile({ prefix: "esdh_clock_" });
    const { mtime } = await Deno.stat(path);
    await Deno.remove(path);
    return mtime === null ? undefined : Math.abs(mtime.getTime() - now);
  } catch {
    return undefined;
  }
}

/** What the terminal can show. */
export const terminalCheck: DoctorCheck = {
  name: "terminal",
  async run({ context }) {
    const { out, env } = context;
    if (!out.isTerminal) return finding("pass", "standard output is no terminal: plain text");
    const { chooseGlyphs, UNICODE_GLYPHS } = await import("../../ui/screen.ts");
    const glyphs = chooseGlyphs({ env, os: Deno.build.os, isTerminal: true });
    const frames = glyphs === UNICODE_GLYPHS ? "frames" : "ASCII frames (the locale is not UTF-8)";
    const seen = `${out.columns} columns, ${out.hasColor ? "colours" : "no colours"}, ${frames}`;
    return out.columns >= 80
      ? finding("pass", seen)
      : finding("warn", seen, "make the window at least 80 columns wide; 100 is best for demo");
  },
};
