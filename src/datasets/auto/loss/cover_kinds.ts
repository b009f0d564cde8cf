/**
 * What each coverage of the book pays.
 *
 * @module
 */
import { COVERAGES } from "../book/codes.ts";
import { once } from "../tables.ts";
import { KINDS } from "./claim_tables.ts";

/** A single limit for injury and property damage of others. */
export const SINGLE_LIMIT = 100;

/** Kind of each coverage code: an index in `KINDS`, {@link SINGLE_LIMIT}, or -1 where no claims are made of it. */
export const coverKinds: () => Int8Array = once(() =>
  Int8Array.from(
    COVERAGES,
    (code) => code === "CSL" ? SINGLE_LIMIT : KINDS.indexOf(code as typeof KINDS[number]),
  )
);
