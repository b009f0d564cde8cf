/**
 * The registry of the defects that can be planted in dataset `auto`. To add one, write it into a file of its entity;
 * to add a file, add its line here.
 *
 * @module
 */
import type { Defect } from "../../../core/defect.ts";
import { ADDRESS_DEFECTS, ROW_DEFECTS } from "./addresses.ts";
import { CLAIM_DEFECTS } from "./claims.ts";
import { PERSON_DEFECTS } from "./persons.ts";
import { BOOK_DEFECTS } from "./policies.ts";
import { VEHICLE_DEFECTS } from "./vehicles.ts";

/** All defects, in the order plans name them. */
export const AUTO_DEFECTS: readonly Defect[] = [
  ...VEHICLE_DEFECTS,
  ...PERSON_DEFECTS,
  ...ADDRESS_DEFECTS,
  ...ROW_DEFECTS,
  ...BOOK_DEFECTS,
  ...CLAIM_DEFECTS,
];
