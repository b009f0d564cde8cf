/**
 * What was proven of a snapshot's identifiers, for people.
 *
 * @module
 */
import type { Paint } from "../core/paint.ts";
import type { ProofReport } from "../core/report.ts";
import { padText, wrapText } from "../core/text.ts";
import { formatItems } from "../core/units.ts";

/**
 * The lines of a proof: for each field the range it rests on, its source and the numbers; then the fields that
 * are not proven, and why.
 *
 * @param proof The proof.
 * @param paint Colours.
 * @param width Columns.
 * @returns Lines.
 */
export function proofLines(
  { proofs, unproven }: ProofReport,
  paint: Paint,
  width: number,
): string[] {
  const lines = [paint.bold("Proof that identifiers can't belong to anyone")];
  const add = (name: string, text: string) => {
    const [first = "", ...more] = wrapText(text, width - 16);
    lines.push(`      ${paint.dim(padText(name, 9))} ${first}`);
    for (const line of more) lines.push(`${" ".repeat(16)}${line}`);
  };
  for (const { entity, field, range, source, checkedCount, failedCount } of proofs) {
    const word = checkedCount === 0
      ? paint.dim("NONE")
      : failedCount > 0
      ? paint.red("FAIL")
      : paint.green("PASS");
    const counts = `${formatItems(checkedCount, "value")} checked, ${failedCount} failed`;
    lines.push("", `  ${word}  ${paint.bold(`${entity}.${field}`)}  ${counts}`);
    add("range", range);
    add("source", source);
  }
  if (proofs.length === 0) lines.push("", "  no field has values of a reserved range");
  for (const { entity, field, reason, valueCount } of unproven) {
    const name = paint.bold(`${entity}.${field}`);
    lines.push(
      "",
      `  ${paint.yellow("OPEN")}  ${name}  ${formatItems(valueCount, "value")} not proven`,
    );
    add("reason", reason);
  }
  return lines;
}
