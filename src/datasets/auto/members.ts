/**
 * Who the persons of an account are: role, relation, sex, age, marital state.
 *
 * @module
 */
import { CLASSES, PERSON_DRAWS, PERSON_ROWS, SIZES } from "./account.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { LICENCE_NEEDS } from "./heavy.ts";
import { businessJobs } from "./jobs.ts";
import * as kin from "./kin.ts";
import { HOUSEHOLD } from "./strata.ts";

/** Roles; a row holds an index in this list. */
export const ROLES = ["named_insured", "spouse", "driver"] as const;
/** Index of each role in {@link ROLES}. */
export const ROLE = { namedInsured: 0, spouse: 1, driver: 2 } as const;

/** Relations to the named insured, or to the business; a row holds an index in this list. */
export const RELATIONS = [
  "self",
  "spouse",
  "partner",
  "child",
  "parent",
  "other",
  "owner",
  "employee",
] as const;
/** Index of each relation in {@link RELATIONS}. */
export const RELATION = {
  self: 0,
  spouse: 1,
  partner: 2,
  child: 3,
  parent: 4,
  other: 5,
  owner: 6,
  employee: 7,
} as const;

/** The persons of a chunk. */
export interface Members {
  /** Index in {@link ROLES}. */
  readonly roles: Uint8Array;
  /** Index in {@link RELATIONS}. */
  readonly relations: Uint8Array;
  /** 0 for men, 1 for women. */
  readonly sexes: Uint8Array;
  /** Whole years on the anchor. */
  readonly ages: Uint8Array;
  /** Index in the list of marital states. */
  readonly maritals: Uint8Array;
}

/** Age of drivers of heavy vehicles at least: interstate driving wants 21 (49 CFR 391.11). */
const COMMERCIAL_AGE = 21;

/** Couples of one sex among couples, in 256ths: 1.7 % (grade C). */
const SAME_SEX = 4.35 / 256;

/** Persons in the order of their accounts. */
export const MEMBERS: Fact<Members> = defineFact<Members>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const room = (array: Uint8Array | undefined) =>
    makeRoom(array, count, (length) => new Uint8Array(length));
  const out: Members = {
    roles: room(kept?.roles),
    relations: room(kept?.relations),
    sexes: room(kept?.sexes),
    ages: room(kept?.ages),
    maritals: room(kept?.maritals),
  };
  placeMembers(chunk, out, draws.words("age"), draws.words("relation"));
  const needs = chunk.get(LICENCE_NEEDS);
  const { ages } = out;
  for (let row = 0; row < count; row++) {
    if (needs[row] !== 0 && ages[row]! < COMMERCIAL_AGE) ages[row] = COMMERCIAL_AGE;
  }
  placeMaritals(out, draws.words("marital_status"), count);
  return out;
});

/** Share of children among further drivers of a householder of 36 and more who lives in a couple. */
const CHILD_SHARE = 0.9;

/** Fills in the persons of one account after the other. */
function placeMembers(
  chunk: Chunk,
  out: Members,
  ageWords: Int32Array,
  kinWords: Int32Array,
): void {
  const { offsets } = chunk.get(PERSON_ROWS);
  const classes = chunk.get(CLASSES);
  const { businessKinds } = chunk.get(SIZES);
  const { owningWomen, employedWomen, straightWomen, truckerWomen } = businessJobs();
  const needs = chunk.get(LICENCE_NEEDS);
  const { roles, relations, sexes, ages } = out;
  const structures = kin.structureWeights();
  const householders = kin.householderWeights();
  const workers = kin.workerWeights();
  const { partners } = kin.kinWeights();
  const { MIN_AGE, HOUSEHOLDER_AGES } = kin;
  const { married, parent, others } = kin.STRUCTURE;
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    roles[first] = ROLE.namedInsured;
    if (classes[i] !== HOUSEHOLD) {
      relations[first] = RELATION.owner;
      const kind = businessKinds[i]!;
      for (let row = first; row < last; row++) {
        const need = needs[row]!;
        const women = need === 2
          ? truckerWomen
          : need === 1
          ? straightWomen[kind]!
          : row === first
          ? owningWomen[kind]!
          : employedWomen[kind]!;
        sexes[row] = kinWords[row]! >>> 24 < women ? 1 : 0;
      }
      ages[first] = MIN_AGE + workers.pick(ageWords[first]!, 1);
      for (let row = first + 1; row < last; row++) {
        roles[row] = ROLE.driver;
        relations[row] = RELATION.employee;
        ages[row] = MIN_AGE + workers.pick(ageWords[row]!, 0);
      }
      continue;
    }
    const structure = last - first === 1 ? 0 : structures.pick(kinWords[first]!, 0);
    const entry = householders.pick(ageWords[first]!, structure);
    const sex = entry >= HOUSEHOLDER_AGES ? 1 : 0;
    const place = entry - sex * HOUSEHOLDER_AGES;
    relations[first] = RELATION.self;
    sexes[first] = sex;
    ages[first] = MIN_AGE + place;
    if (structure === 0) continue;
    let row = first + 1;
    if (structure < parent) {
      const isMarried = structure === married;
      const isSame = (kinWords[row]! >>> 0) * 2 ** -32 < SAME_SEX;
      roles[row] = isMarried ? ROLE.spouse : ROLE.driver;
      relations[row] = isMarried ? RELATION.spouse : RELATION.partner;
      sexes[row] = isSame ? sex : 1 - sex;
      ages[row] = MIN_AGE + partners.pick(ageWords[row]!, sex * HOUSEHOLDER_AGES + place);
      row++;
    }
    const isParent = structure === parent;
    const isOthers = structure === others;
    for (; row < last; row++) {
      placeOther(out, row, ageWords[row]!, kinWords[row]!, place, isParent, isOthers);
    }
  }
}

/** Fills in a driver beside the householder and the partner. */
function placeOther(
  { roles, relations, sexes, ages }: Members,
  row: number,
  ageWord: number,
  kinWord: number,
  place: number,
  isParent: boolean,
  isOthers: boolean,
): void {
  const { children, parents, peers } = kin.kinWeights();
  const chance = (kinWord >>> 1) * 2 ** -31;
  const age = kin.MIN_AGE + place;
  const childShare = isParent ? 1 : isOthers || age < kin.MIN_PARENT_AGE ? 0 : CHILD_SHARE;
  const parentPart = isOthers
    ? (age >= 20 && age <= 62 ? 0.35 : 0)
    : (age >= 22 && age <= 62 ? 0.45 : 0);
  roles[row] = ROLE.driver;
  sexes[row] = kinWord & 1;
  if (chance < childShare) {
    relations[row] = RELATION.child;
    ages[row] = kin.MIN_AGE + children.pick(ageWord, place);
  } else if (chance < childShare + (1 - childShare) * parentPart) {
    relations[row] = RELATION.parent;
    ages[row] = kin.MIN_AGE + parents.pick(ageWord, place);
  } else {
    relations[row] = RELATION.other;
    ages[row] = kin.MIN_AGE + peers.pick(ageWord, place);
  }
}

/** A spouse of the account is married, and so is whose spouse it is; nobody else of a household is. */
function placeMaritals(out: Members, words: Int32Array, count: number): void {
  const { tables, all, unmarried } = kin.maritalWeights();
  const { relations, sexes, ages, maritals } = out;
  for (let row = 0; row < count; row++) {
    const table = tables[2 * (ages[row]! - kin.MIN_AGE) + sexes[row]!]!;
    const relation = relations[row]!;
    if (relation >= RELATION.owner) maritals[row] = all.pick(words[row]!, table);
    else if (relation === RELATION.spouse) {
      maritals[row] = 0;
      maritals[row - 1] = 0;
    } else maritals[row] = unmarried.pick(words[row]!, table);
  }
}
