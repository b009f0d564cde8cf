/**
 * The samples built into the program: a whole snapshot and answers of the API, for a demonstration that
 * can't generate or listen. `scripts/make_data.ts` makes them with the program itself.
 *
 * @module
 */
import healthz from "../../data/demo_samples/api/healthz.json" with { type: "text" };
import person from "../../data/demo_samples/api/person.json" with { type: "text" };
import vehicle from "../../data/demo_samples/api/vehicle.json" with { type: "text" };
import profile from "../../data/demo_samples/api/profile.json" with { type: "text" };
import bundle from "../../data/demo_samples/api/bundle.json" with { type: "text" };
import readme from "../../data/demo_samples/baseline/README_SNAPSHOT_V0_1.md" with { type: "text" };
import dataset from "../../data/demo_samples/baseline/dataset_v0_1.json" with { type: "text" };
import metadata from "../../data/demo_samples/baseline/metadata_v0_1.json" with { type: "text" };
import persons from "../../data/demo_samples/baseline/persons_v0_1.csv" with { type: "text" };
import vehicles from "../../data/demo_samples/baseline/vehicles_v0_1.csv" with { type: "text" };
import manifest from "../../data/demo_samples/baseline/snapshot_manifest_v0_1.json" with {
  type: "text",
};
import { digestOf } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { type JsonValue, parseJson } from "../core/json.ts";
import { type Manifest, manifestDigest } from "../core/manifest.ts";
import { planDigest, planFromJson } from "../core/plan.ts";
import type { FileRecord } from "../core/sink.ts";

/** A file of the sample snapshot. */
export interface CannedFile {
  /** File name. */
  readonly path: string;
  /** The whole text. */
  readonly text: string;
}

const MANIFEST_NAME = "snapshot_manifest_v0_1.json";

/** The files of the sample snapshot, the manifest last. */
export const CANNED_FILES: readonly CannedFile[] = [
  { path: "persons_v0_1.csv", text: persons },
  { path: "vehicles_v0_1.csv", text: vehicles },
  { path: "dataset_v0_1.json", text: dataset },
  { path: "metadata_v0_1.json", text: metadata },
  { path: "README_SNAPSHOT_V0_1.md", text: readme },
  { path: MANIFEST_NAME, text: manifest },
];

const ANSWERS = { healthz, person, vehicle, profile, bundle } as const;

/** Name of a sample answer: the last part of its path. */
export type CannedAnswerName = keyof typeof ANSWERS;

/**
 * A sample answer of the API.
 *
 * @param name The last part of the path that gave it.
 * @returns The parsed body.
 */
export function readCannedAnswer(name: CannedAnswerName): JsonValue {
  return parseJson(ANSWERS[name]);
}

/** What the manifest of the sample snapshot says. */
export interface CannedManifest {
  readonly files: readonly FileRecord[];
  readonly planDigest: string;
  readonly manifestDigest: string;
}

/** What to do about a program whose own parts are not what was built in. */
export const DAMAGED_HINT =
  "compare the program with its release: esdh version --verify SHA256SUMS; where it differs, get it again";

/**
 * Reads the manifest of the sample snapshot and compares every embedded file with it.
 *
 * @returns What it says.
 * @throws {EsdhError} INTERNAL if an embedded file differs from what was built in.
 */
export function readCannedManifest(): CannedManifest {
  const value = parseJson(manifest) as Manifest;
  const { files } = value["esdh"] as unknown as {
    files: { path: string; size_bytes: number; row_count: number; sha256: string }[];
  };
  const damaged = files.filter(({ path, sha256 }) => {
    const file = CANNED_FILES.find((candidate) => candidate.path === path);
    return file === undefined || digestOf(file.text) !== sha256;
  });
  if (damaged.length > 0) {
    const names = damaged.map(({ path }) => `"${path}"`).join(", ");
    throw new EsdhError("INTERNAL", `the sample built into this program is damaged: ${names}`, {
      hint: DAMAGED_HINT,
    });
  }
  return {
    files: files.map((file) => ({
      path: file.path,
      sizeBytes: file.size_bytes,
      rowCount: file.row_count,
      sha256: file.sha256,
    })),
    planDigest: planDigest(planFromJson(value, MANIFEST_NAME)),
    manifestDigest: manifestDigest(value),
  };
}
