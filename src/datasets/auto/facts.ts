/**
 * What help and lists say of dataset `auto`. It loads none of the tables.
 *
 * @module
 */
import type { DatasetFacts } from "../../core/dataset.ts";

/** States where none are asked for, in the order of their codes. */
export const DEFAULT_FOOTPRINT = "AZ,CA,NV,OR,WA";
/** Day from which everything is drawn, and on which it is looked at where the plan names no other. */
export const DEFAULT_AS_OF = "2026-01-01";

const IDENTIFIERS = ["format-valid", "non-issuable"] as const;
const SSN = ["none", "never-issued"] as const;

/** The facts; the dataset is made from them. */
export const AUTO_FACTS = {
  name: "auto",
  version: "auto@1",
  slug: "auto",
  description:
    "Households and businesses with their persons and vehicles, and how these are insured.",
  entities: [
    { name: "account", plural: "accounts" },
    { name: "address", plural: "addresses" },
    { name: "person", plural: "persons" },
    { name: "vehicle", plural: "vehicles" },
    { name: "profile", plural: "profiles" },
    { name: "policy", plural: "policies" },
    { name: "policy_period", plural: "policy_periods" },
    { name: "policy_transaction", plural: "policy_transactions" },
    { name: "vehicle_driver", plural: "vehicle_drivers" },
    { name: "coverage", plural: "coverages" },
    { name: "cost", plural: "costs" },
    { name: "claim", plural: "claims" },
    { name: "exposure", plural: "exposures" },
    { name: "reserve_line", plural: "reserve_lines" },
    { name: "payment", plural: "payments" },
    { name: "recovery", plural: "recoveries" },
  ],
  options: [
    {
      name: "footprint",
      description: "States of the accounts, by USPS code; all for the 50 states and DC.",
      form: "STATES",
      defaultValue: DEFAULT_FOOTPRINT,
      effect: "accounts live in other states",
    },
    {
      name: "as-of",
      description: "The day on which the same accounts are looked at, 2024 to 2027.",
      form: "DATE",
      defaultValue: DEFAULT_AS_OF,
      effect: "the world is looked at on another day; esdh generate --since writes such changes",
      role: "day",
    },
    {
      name: "identifiers",
      description: "Licences and VINs in real forms, or in forms that nobody issues.",
      form: "MODE",
      defaultValue: IDENTIFIERS[0],
      values: IDENTIFIERS,
      effect: "licences and VINs are of another form",
    },
    {
      name: "ssn",
      description: "Social security numbers: none, or in ranges that were never issued.",
      form: "MODE",
      defaultValue: SSN[0],
      values: SSN,
      effect: "social security numbers are given, or not",
    },
  ],
  defaultSeed: 20260101n,
  defaultRecords: 200,
} as const satisfies DatasetFacts;
