/**
 * The steps of a release, in their order. A new one is written in a file of its own and named here.
 *
 * @module
 */
import { ARCHIVES } from "./archives.ts";
import { CONTAINER } from "./container.ts";
import { EXECUTABLES } from "./executables.ts";
import { LICENCES } from "./licences.ts";
import { MANIFESTS } from "./manifests.ts";
import { INSTALLER } from "./msi.ts";
import { NETWORK } from "./network.ts";
import { SBOM } from "./sbom.ts";
import { SIGNATURES } from "./signatures.ts";
import { SCRIPTS } from "./install_scripts.ts";
import { PROVENANCE } from "./statement.ts";
import { PACKAGES } from "./packages.ts";
import { STRUCTURE } from "./structure.ts";
import { SUMS } from "./sums.ts";
import type { ReleaseStep } from "./step.ts";
import { VERIFY } from "./verify.ts";
import { WORKFLOWS } from "./workflows.ts";

/** All steps. */
export const RELEASE_STEPS: readonly ReleaseStep[] = [
  LICENCES,
  EXECUTABLES,
  ARCHIVES,
  STRUCTURE,
  PACKAGES,
  INSTALLER,
  CONTAINER,
  SBOM,
  MANIFESTS,
  SCRIPTS,
  PROVENANCE,
  SUMS,
  SIGNATURES,
  VERIFY,
  WORKFLOWS,
  NETWORK,
];
