/**
 * No value of a field under proof can belong to anyone: each lies in a range that was set aside, or that is
 * never given out.
 *
 * @module
 */
import type { ProofReport, ProofResult } from "../../core/report.ts";
import type { DatasetRules, FieldProof, UnprovenField } from "../../core/rule.ts";
import { CELL, showCells } from "../../core/table.ts";
import { formatItems } from "../../core/units.ts";
import type { Check, EntityState } from "../check.ts";
import { memberOf, type SnapshotFacts } from "../facts.ts";
import { compilePattern } from "../pattern.ts";
import { placeOf } from "../rules/input.ts";

/** Name of the check. */
export const SYNTHETIC = "synthetic";

const CHECKED = "checked ";
const FAILED = "failed ";
const SEEN = "seen ";

/**
 * Tests every value of the fields under proof, in every file, those of bad form too. It is run where a proof is
 * asked for.
 */
export const syntheticCheck: Check = {
  name: SYNTHETIC,
  title: "no value under proof can belong to anyone",
  openRows({ entity, proofs, unproven }) {
    const counts: Record<string, number> = {};
    const tests = proofs.filter((proof) => proof.entity === entity.plural).map((proof) => {
      counts[CHECKED + nameOf(proof)] = counts[FAILED + nameOf(proof)] = 0;
      return { proof, place: placeOf(entity, proof.field), holds: compilePattern(proof.pattern) };
    });
    const others = unproven.filter((field) => field.entity === entity.plural).map((field) => {
      const key = SEEN + nameOf(field);
      counts[key] = 0;
      return { key, place: placeOf(entity, field.field) };
    });
    return {
      counts,
      rows(block, report) {
        for (const { place } of [...tests, ...others]) showCells(block, place);
        const { kinds, bytes, starts, ends, width, count } = block;
        for (const { proof, place, holds } of tests) {
          let checked = 0;
          let failed = 0;
          for (let row = 0, cell = place; row < count; row++, cell += width) {
            if (kinds[cell] === CELL.null || kinds[cell] === CELL.absent) continue;
            checked++;
            if (holds(bytes, starts[cell]!, ends[cell]!)) continue;
            failed++;
            report(row, place, { code: proof.code, severity: "error" }, () => ({
              message: `the value is not in the range that proves it nobody's: ${proof.range}`,
              expected: `a text matching ${proof.pattern}`,
              hint:
                "it may belong to a person: treat the file as real data until that is cleared up",
            }));
          }
          counts[CHECKED + nameOf(proof)]! += checked;
          counts[FAILED + nameOf(proof)]! += failed;
        }
        for (const { key, place } of others) {
          let seen = 0;
          for (let row = 0, cell = place; row < count; row++, cell += width) {
            if (kinds[cell] !== CELL.null && kinds[cell] !== CELL.absent) seen++;
          }
          counts[key]! += seen;
        }
      },
    };
  },
  open({ proofs, unproven, proofSums }) {
    return {
      tableEnd({ counts }) {
        for (const [name, number] of Object.entries(counts)) {
          proofSums.set(name, (proofSums.get(name) ?? 0) + number);
        }
      },
      finish() {
        if (proofs.length === 0) {
          return { detail: "", skipped: "no field of the snapshot has values of a reserved range" };
        }
        const results = proofs.map((proof) => resultOf(proof, proofSums));
        const checked = results.reduce((sum, { checkedCount }) => sum + checkedCount, 0);
        if (checked === 0) {
          return { detail: "", skipped: "no value of a field under proof was read" };
        }
        const open = unproven.length === 0
          ? ""
          : `; ${formatItems(unproven.length, "field")} not proven`;
        return {
          detail: `${formatItems(proofs.length, "proof")}, ${formatItems(checked, "value")}${open}`,
        };
      },
    };
  },
};

/** What can be proven of a snapshot, and what can't. */
export interface ProofScope {
  readonly proofs: readonly FieldProof[];
  readonly unproven: readonly UnprovenField[];
}

/**
 * Chooses the proofs that hold for a snapshot's plan. Where a proof depends on an option of which the snapshot
 * says nothing, its field counts as not proven.
 *
 * @param rules The dataset's rules.
 * @param facts What is known of the snapshot.
 * @returns Proofs, and fields without one.
 */
export function chooseProofs(rules: DatasetRules, facts: SnapshotFacts): ProofScope {
  const valueOf = (name: string): string | undefined => {
    const value = facts.plan?.options[name] ?? memberOf(facts.manifest?.value, name) ??
      memberOf(facts.metadata?.value, name);
    return typeof value === "string" ? value : undefined;
  };
  const holds = (member: { readonly option?: { readonly name: string; readonly value: string } }) =>
    member.option === undefined || valueOf(member.option.name) === member.option.value;
  const { proofs = [], unproven = [] } = rules;
  const chosen = proofs.filter(holds);
  const open = unproven.filter(holds);
  const isNamed = (proof: FieldProof) =>
    [...chosen, ...open].some((member) => nameOf(member) === nameOf(proof));
  const unknown = proofs.filter((proof) =>
    proof.option !== undefined && valueOf(proof.option.name) === undefined && !isNamed(proof)
  );
  return {
    proofs: chosen,
    unproven: [
      ...open,
      ...unknown.map(({ entity, field, option }) => ({
        entity,
        field,
        reason: `the snapshot does not say whether it was made with --${option!.name} ${
          option!.value
        }`,
      })),
    ],
  };
}

/**
 * What the proofs came to.
 *
 * @param scope The proofs.
 * @param sums What was counted.
 * @param states Entities, as far as they were read.
 * @returns A line a proof, and one for each field that is not proven and was read.
 */
export function reportProofs(
  { proofs, unproven }: ProofScope,
  sums: ReadonlyMap<string, number>,
  states: ReadonlyMap<string, EntityState>,
): ProofReport {
  const isRead = ({ entity }: { readonly entity: string }) => states.get(entity)?.isRead === true;
  return {
    proofs: proofs.filter(isRead).map((proof) => resultOf(proof, sums)),
    unproven: unproven.filter(isRead).map((field) => ({
      entity: field.entity,
      field: field.field,
      reason: field.reason,
      valueCount: sums.get(SEEN + nameOf(field)) ?? 0,
    })).filter(({ valueCount }) => valueCount > 0),
  };
}

function resultOf(proof: FieldProof, sums: ReadonlyMap<string, number>): ProofResult {
  const { code, entity, field, range, source } = proof;
  const checkedCount = sums.get(CHECKED + nameOf(proof)) ?? 0;
  const failedCount = sums.get(FAILED + nameOf(proof)) ?? 0;
  return { code, entity, field, range, source, checkedCount, failedCount };
}

function nameOf({ entity, field }: { readonly entity: string; readonly field: string }): string {
  return `${entity}.${field}`;
}
