/**
 * The list of checks, in the order they see a snapshot and stand in reports. To add a check, write its file
 * and add its line here.
 *
 * @module
 */
import type { Check } from "./check.ts";
import { agreementCheck } from "./checks/agreement.ts";
import { coherenceCheck } from "./checks/coherence.ts";
import { countsCheck } from "./checks/counts.ts";
import { filesCheck } from "./checks/files.ts";
import { keysCheck } from "./checks/keys.ts";
import { manifestCheck } from "./checks/manifest.ts";
import { markerCheck } from "./checks/marker.ts";
import { metadataCheck } from "./checks/metadata.ts";
import { referencesCheck } from "./checks/references.ts";
import { schemaCheck } from "./checks/schema.ts";
import { structureCheck } from "./checks/structure.ts";

/** All checks. The schema check decodes the rows for those behind it, the keys check fills the keys. */
export const CHECKS: readonly Check[] = [
  manifestCheck,
  filesCheck,
  structureCheck,
  schemaCheck,
  markerCheck,
  keysCheck,
  referencesCheck,
  coherenceCheck,
  agreementCheck,
  metadataCheck,
  countsCheck,
];
