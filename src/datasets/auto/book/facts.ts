/**
 * The facts of the book that claims are built on.
 *
 * @module
 */
export { COVERAGE, type CoverageCode, COVERAGES, LINES } from "./codes.ts";
export { COVERS, type Covers } from "./covers.ts";
export { PERIODS, type Periods } from "./periods.ts";
export { POLICIES, type Policies } from "./policies.ts";
export { RISKS, type Risks } from "./risks.ts";
