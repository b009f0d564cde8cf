/**
 * Which coverages an incident may open exposures of: the coverages in force on the day, by chance of what
 * happened. Amounts, and whether they exceed the deductible, come later.
 *
 * @module
 */
import { isPolicy, PLANNED_COVERS, PLANNED_RISKS } from "../book/facts.ts";
import { type Children, makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { defineDraws, type Draws } from "../draws.ts";
import { DEBTS } from "../book/debts.ts";
import {
  CUSTOM_AFTER,
  GAP_AFTER,
  lineRates,
  MORE_CLAIMANTS,
  policyRates,
  RENTAL_AFTER,
  timeOfGroup,
  TOW_AFTER,
  UNINSURED_SHARE,
} from "./claim_rates.ts";
import { RELATIVE, RELATIVES, TIME, TIMES, times } from "./claim_relativities.ts";
import { causes, GROUP, GROUPS, KIND, KINDS, levels } from "./claim_tables.ts";
import { growColumns, type NumberColumns } from "./columns.ts";
import { coverKinds, SINGLE_LIMIT } from "./cover_kinds.ts";
import { monthOf } from "./catastrophes.ts";
import { INCIDENT_DRAWS, INCIDENTS, RISK_RATES } from "./incidents.ts";

/** Row indices of exposures an incident takes: a slot each. */
export const EXPOSURE_STRIDE = 16;

/** Slot of each kind; injured persons and claimants take four slots, one kind of a pair the same one. */
const SLOTS = {
  COLL: 0,
  COMP: 1,
  PD: 2,
  GAP: 3,
  BI: 4,
  MED: 8,
  UM: 12,
  UMPD: 13,
  RENT: 14,
  TOW: 15,
};

/** Who the other party of a crash is; a row holds an index in this list. */
export const OTHER_PARTIES = ["none", "insured", "uninsured", "unknown"] as const;
/** Index of each in {@link OTHER_PARTIES}. */
export const OTHER = { none: 0, insured: 1, uninsured: 2, unknown: 3 } as const;

/** What is known of an incident beside its cause. */
export interface Circumstances {
  /** Share of the fault that the insured driver bears, per cent. */
  readonly faults: Uint8Array;
  /** The other party. */
  readonly others: Uint8Array;
}

/** Shares of the fault in crashes with others: cumulated chance in 1e-3 and least and greatest share. */
const FAULTS = [
  [[864, 100, 100], [893, 76, 99], [932, 51, 75], [1000, 50, 50]],
  [[938, 0, 0], [959, 1, 24], [1000, 25, 49]],
  [[930, 100, 100], [1000, 0, 0]],
] as const;

/** Causes where nobody but the one who did it is at fault. */
const SURE_CAUSES = ["hit_parked_vehicle", "parked_unattended_hit"];

/** Circumstances of the incidents. */
export const CIRCUMSTANCES: Fact<Circumstances> = defineFact<Circumstances>((chunk, kept) => {
  const { count, groups, causes: causeCodes } = chunk.get(INCIDENTS);
  const draws = chunk.get(INCIDENT_DRAWS);
  const faultWords = draws.words("fault_percent");
  const otherWords = draws.words("other_party");
  const { names } = causes();
  const sure = names.map((name) => SURE_CAUSES.includes(name));
  const parked = names.indexOf("parked_unattended_hit");
  const faults = makeRoom(kept?.faults, count, (length) => new Uint8Array(length));
  const others = makeRoom(kept?.others, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const group = groups[i]!;
    const cause = causeCodes[i]!;
    faults[i] = 0;
    others[i] = OTHER.none;
    if (group > GROUP.single) continue;
    const word = faultWords[i]! >>> 0;
    // The upper bits choose the row, the lower ones the share in it.
    const row = (word >>> 16) * 1000 / 65_536;
    const table = FAULTS[group]!;
    const [, least, most] = table.find(([upTo]) => row < upTo) ?? table[table.length - 1]!;
    faults[i] = sure[cause] === true
      ? (group === GROUP.atFault ? 100 : 0)
      : least + ((word & 0xffff) * (most - least + 1) >>> 16);
    const chance = (otherWords[i]! >>> 0) / 2 ** 32;
    if (group === GROUP.otherFault) {
      // Who hits a parked car is often not known.
      const unknown = cause === parked ? 0.6 : UNINSURED_SHARE * 0.25;
      const uninsured = cause === parked ? 0.05 : UNINSURED_SHARE * 0.75;
      others[i] = chance < unknown
        ? OTHER.unknown
        : chance < unknown + uninsured
        ? OTHER.uninsured
        : OTHER.insured;
    } else if (group === GROUP.atFault) {
      others[i] = chance < UNINSURED_SHARE * 0.75 ? OTHER.uninsured : OTHER.insured;
    }
  }
  return { faults, others };
});

/** Exposures as they may be opened, in the order of incidents and slots. */
export interface Drafts extends Children {
  /** Incident of each. */
  readonly incidents: Int32Array;
  readonly slots: Uint8Array;
  /** Row of the coverage. */
  readonly covers: Int32Array;
  /** What it pays, counted in `KINDS`. */
  readonly kinds: Uint8Array;
}

/** First coverage of each risk; one more entry than risks. Coverages stand in the order of their risks. */
const FIRST_COVERS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count } = chunk.get(PLANNED_RISKS);
  const covers = chunk.get(PLANNED_COVERS);
  const out = makeRoom(kept, count + 1, (length) => new Int32Array(length));
  let at = 0;
  for (let risk = 0; risk <= count; risk++) {
    while (at < covers.count && covers.risks[at]! < risk) at++;
    out[risk] = at;
  }
  return out;
});

/** One draft after the other. */
class DraftList {
  count = 0;
  readonly columns: {
    incidents: Int32Array;
    slots: Uint8Array;
    covers: Int32Array;
    kinds: Uint8Array;
    parents: Int32Array;
    ordinals: Int32Array;
    indices: Float64Array;
  };
  constructor(kept: Drafts | undefined) {
    this.columns = kept === undefined
      ? {
        incidents: new Int32Array(0),
        slots: new Uint8Array(0),
        covers: new Int32Array(0),
        kinds: new Uint8Array(0),
        parents: new Int32Array(0),
        ordinals: new Int32Array(0),
        indices: new Float64Array(0),
      }
      : {
        incidents: kept.incidents,
        slots: kept.slots,
        covers: kept.covers,
        kinds: kept.kinds,
        parents: kept.parents,
        ordinals: kept.ordinals,
        indices: kept.indices,
      };
  }
  add(incident: number, slot: number, cover: number, kind: number, index: number, account: number) {
    const { columns, count } = this;
    if (columns.slots.length <= count) growColumns(columns as NumberColumns, count + 1);
    columns.incidents[count] = incident;
    columns.slots[count] = slot;
    columns.covers[count] = cover;
    columns.kinds[count] = kind;
    columns.parents[count] = account;
    columns.ordinals[count] = slot;
    columns.indices[count] = index * EXPOSURE_STRIDE + slot;
    this.count++;
  }
}

/** Factor of the frequency of a kind. */
function levelOf(line: number, kind: number): number {
  return levels().frequencies[line * KINDS.length + kind]!;
}

/** Number of persons who claim, by a word. */
function countPersons(word: number): number {
  const chance = (word >>> 0) / 2 ** 32;
  const [second, third, fourth] = MORE_CLAIMANTS;
  // Chances of at least so many.
  if (chance < fourth) return 4;
  if (chance < third) return 3;
  return chance < second ? 2 : 1;
}

/** Drafts of the exposures. */
export const DRAFTS: Fact<Drafts> = defineFact<Drafts>((chunk, kept) => {
  const incidents = chunk.get(INCIDENTS);
  const { count, risks, days, groups, causes: causeCodes, indices, parents } = incidents;
  const { others } = chunk.get(CIRCUMSTANCES);
  const words = drawColumns(chunk, count);
  const covers = chunk.get(PLANNED_COVERS);
  const firsts = chunk.get(FIRST_COVERS);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const debts = chunk.get(DEBTS);
  const { lines, relatives } = chunk.get(RISK_RATES);
  const rates = lineRates();
  const { HIRED, NONOWN } = policyRates();
  const { months } = times();
  const table = causes();
  const causeCount = table.names.length;
  const kindOf = coverKinds();
  const list = new DraftList(kept);
  /** Coverage of each kind in force on the day, or -1. */
  const inForce = new Int32Array(KINDS.length);
  const glass = table.names.indexOf("glass");
  const specified = table.names.map((name) =>
    ["theft_whole", "theft_parts", "hail", "fire", "vandalism", "flood", "wind", "earthquake"]
      .includes(name)
  );
  const RELATIVE_OF = Int8Array.from(KINDS, (kind) => RELATIVES.indexOf(kind as "COLL"));
  for (let i = 0; i < count; i++) {
    const risk = risks[i]!;
    const day = days[i]!;
    inForce.fill(-1);
    let has = false;
    for (let row = firsts[risk]!; row < firsts[risk + 1]!; row++) {
      if (day < covers.starts[row]! || day >= covers.ends[row]!) continue;
      const kind = kindOf[covers.codes[row]!]!;
      if (kind === SINGLE_LIMIT) {
        inForce[KIND.BI] = row;
        inForce[KIND.PD] = row;
      } else if (kind >= 0) inForce[kind] = row;
      has = true;
    }
    if (!has) continue;
    const index = indices[i]!;
    const account = parents[i]!;
    const group = groups[i]!;
    const cause = causeCodes[i]!;
    const line = lines[risk]!;
    const add = (slot: number, kind: number) =>
      list.add(i, slot, inForce[kind]!, kind, index, account);
    if (isPolicy(vehicles, risk)) {
      const [hired, other] = [inForce[KIND.HIRED]! >= 0, inForce[KIND.NONOWN]! >= 0];
      const isHired = hired &&
        (!other || (words.liability[i]! >>> 0) * (HIRED + NONOWN) < HIRED * 2 ** 32);
      if (hired || other) add(SLOTS.PD, isHired ? KIND.HIRED : KIND.NONOWN);
      continue;
    }
    /** What follows damage to the vehicle; whether it is paid at all is seen later. */
    const follow = (cover: number) => {
      const chance = (word: number, share: number) => (word >>> 0) < share * 2 ** 32;
      const { lien, rental, tow } = words;
      if (
        inForce[KIND.GAP]! >= 0 && chance(lien[i]!, GAP_AFTER * levelOf(line, KIND.GAP)) &&
        debts[risk] === 1
      ) {
        add(SLOTS.GAP, KIND.GAP);
      } else if (cover === 0 && inForce[KIND.CUSTOM]! >= 0 && chance(lien[i]!, CUSTOM_AFTER)) {
        add(SLOTS.GAP, KIND.CUSTOM);
      }
      if (
        inForce[KIND.RENT]! >= 0 &&
        chance(rental[i]!, RENTAL_AFTER[cover]! * levelOf(line, KIND.RENT))
      ) {
        add(SLOTS.RENT, KIND.RENT);
      }
      if (cover === 0 && inForce[KIND.TOW]! >= 0 && chance(tow[i]!, TOW_AFTER)) {
        add(SLOTS.TOW, KIND.TOW);
      }
    };
    if (group === GROUP.roadside) {
      if (inForce[KIND.TOW]! >= 0) add(SLOTS.TOW, KIND.TOW);
      continue;
    }
    if (group === GROUP.comprehensive) {
      if (cause === glass && inForce[KIND.GLASS]! >= 0) add(SLOTS.COMP, KIND.GLASS);
      else if (
        inForce[KIND.COMP]! >= 0 &&
        (cause !== glass || (words.property[i]! >>> 0) < rates[line]!.glass * 2 ** 32)
      ) {
        add(SLOTS.COMP, KIND.COMP);
        if (cause !== glass) {
          follow(1);
        }
      } else if (specified[cause] === true && inForce[KIND.SCOL]! >= 0) {
        add(SLOTS.COMP, KIND.SCOL);
      }
      continue;
    }
    const at = risk * RELATIVES.length;
    const month = (monthOf(day) % 12) * TIMES.length;
    const own = timeOfGroup(group);
    const base = relatives[at + (group === GROUP.atFault ? RELATIVE.PD : RELATIVE.COLL)]! *
      months[month + own]!;
    const factorAt = (line * GROUPS.length + group) * causeCount + cause;
    const { chances } = rates[line]!;
    /** Chance of an exposure of a kind: of the group, by relativities, by the cause. */
    const chanceOf = (kind: number, factor: number) => {
      const column = RELATIVE_OF[kind]!;
      const relative = column < 0
        ? 1
        : relatives[at + column]! * months[month + (column < 3 ? column : TIME.BI)]! / base;
      return chances[group * KINDS.length + kind]! * relative * factor * 2 ** 32;
    };
    const isHit = (name: keyof typeof words, kind: number, factor: number) =>
      inForce[kind]! >= 0 && (words[name][i]! >>> 0) < chanceOf(kind, factor);
    const injury = table.injury[factorAt]!;
    const hasCollision = isHit("collision", KIND.COLL, table.collision[factorAt]!);
    if (hasCollision) add(SLOTS.COLL, KIND.COLL);
    if (isHit("property", KIND.PD, group === GROUP.otherFault ? 0 : table.property[factorAt]!)) {
      add(SLOTS.PD, KIND.PD);
    }
    if (hasCollision) follow(0);
    if (isHit("liability", KIND.BI, injury)) {
      const persons = countPersons(words.claimants[i]!);
      for (let person = 0; person < persons; person++) add(SLOTS.BI + person, KIND.BI);
    }
    const firstParty = inForce[KIND.PIP]! >= 0 ? KIND.PIP : KIND.MED;
    if (isHit("medical", firstParty, injury)) {
      const persons = countPersons(words.injured[i]!);
      for (let person = 0; person < persons; person++) add(SLOTS.MED + person, firstParty);
    }
    if (group === GROUP.otherFault) {
      const other = others[i]!;
      if (other === OTHER.uninsured || other === OTHER.unknown) {
        if (isHit("uninsured", KIND.UMBI, injury)) add(SLOTS.UM, KIND.UMBI);
        if (hasCollision) {
          if (isHit("waiver", KIND.CDW, 1)) add(SLOTS.UMPD, KIND.CDW);
        } else if (isHit("waiver", KIND.UMPD, 1)) add(SLOTS.UMPD, KIND.UMPD);
      } else if (isHit("uninsured", KIND.UIMBI, injury)) add(SLOTS.UM, KIND.UIMBI);
    }
  }
  return { ...list.columns, count: list.count, offsets: kept?.offsets ?? new Int32Array(0) };
});

const NAMES = [
  "collision",
  "property",
  "liability",
  "claimants",
  "medical",
  "injured",
  "uninsured",
  "waiver",
  "lien",
  "rental",
  "tow",
] as const;

/** A column of words for each thing that is decided. */
function drawColumns(
  chunk: Chunk,
  count: number,
): Readonly<Record<typeof NAMES[number], Int32Array>> {
  const { states } = chunk.get(INCIDENT_DRAWS);
  const entries = NAMES.map((name) => {
    const out = new Int32Array(count);
    chunk.world.field("claim", name).fill(states, count, out);
    return [name, out] as const;
  });
  return Object.fromEntries(entries) as Record<typeof NAMES[number], Int32Array>;
}

/** Random words of the exposures. */
export const DRAFT_DRAWS: Fact<Draws> = defineDraws(
  "exposure",
  defineFact((chunk): Children => chunk.get(DRAFTS)),
);
