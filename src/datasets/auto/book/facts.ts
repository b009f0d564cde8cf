/**
 * The facts of the book that claims are built on: as they would be if no vehicle was ever totalled.
 *
 * @module
 */
export { POLICY_BIT, POLICY_CHOICES } from "./choices.ts";
export { BOOK_STRIDES, COVERAGE, type CoverageCode, COVERAGES, LINES } from "./codes.ts";
export { type Covers, PLANNED_COVERS } from "./planned_covers.ts";
export { type Periods, PLANNED_PERIODS } from "./planned_periods.ts";
export { isPolicy, PLANNED_RISKS, type Risks } from "./planned_risks.ts";
export { POLICIES, type Policies } from "./policies.ts";
