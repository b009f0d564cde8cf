/**
 * What was planted of what was asked for, and why it is less.
 *
 * @module
 */
import { formatCount, formatItems } from "../core/units.ts";
import type { DefectRequest } from "./request.ts";

/** Defects in an answer key, by code. */
export type PlantedCounts = ReadonlyMap<string, number>;

/** What was planted of a number or a share. */
export interface PlantedPart {
  /** Code of the defect; undefined for the share of all defects. */
  readonly defect?: string;
  /** Defects that were asked for; a mean where it is a share of all. Null where nobody knows how many it can hit. */
  readonly asked: number | null;
  readonly planted: number;
  /** Why it is less than what was asked for. */
  readonly reason?: string;
}

/**
 * Counts the defects of an answer key.
 *
 * @param lines Its lines, in pieces of any size.
 * @returns Number of defects by code; lines that only follow from a defect do not count.
 */
export async function countPlanted(
  lines: AsyncIterable<string>,
): Promise<PlantedCounts> {
  const counts = new Map<string, number>();
  let rest = "";
  const take = (line: string) => {
    if (line === "") return;
    const { defect, follows } = JSON.parse(line) as { defect: string; follows: boolean };
    if (!follows) counts.set(defect, (counts.get(defect) ?? 0) + 1);
  };
  for await (const piece of lines) {
    const parts = `${rest}${piece}`.split("\n");
    rest = parts.pop()!;
    parts.forEach(take);
  }
  take(rest);
  return counts;
}

/**
 * Sets what was planted beside what was asked for.
 *
 * @param request What was asked for.
 * @param counts What was planted.
 * @param scope Accounts that were made, whether they are all of the plan, and kinds of defects that there are.
 * @returns A part for each defect that was asked for by name, then one for the share of all.
 */
export function comparePlanted(
  { share, named }: DefectRequest,
  counts: PlantedCounts,
  scope: {
    readonly accountCount: number;
    readonly isWhole: boolean;
    readonly kindCount: number;
  },
): PlantedPart[] {
  const { accountCount, isWhole, kindCount } = scope;
  const parts = named.flatMap(({ defect: { code }, amount }): PlantedPart[] => {
    const planted = counts.get(code) ?? 0;
    if ("share" in amount) return [{ defect: code, asked: null, planted }];
    if (amount.count === 0) return [];
    const asked = isWhole ? amount.count : null;
    return [{
      ...{ defect: code, asked, planted },
      ...(asked !== null && planted < asked
        ? { reason: "no more accounts that were looked at can carry it" }
        : {}),
    }];
  });
  if (share === 0) return parts;
  const own = new Set(named.map(({ defect }) => defect.code));
  const planted = [...counts].reduce((sum, [code, count]) => own.has(code) ? sum : sum + count, 0);
  const asked = accountCount * share * (1 - own.size / kindCount);
  return [...parts, {
    ...{ asked, planted },
    ...(planted < Math.round(asked)
      ? {
        reason:
          "each account is drawn by itself, so a share is met on average; NAME=N is met exactly",
      }
      : {}),
  }];
}

/**
 * Says what was planted.
 *
 * @param parts What {@link comparePlanted} gave.
 * @returns For example `4 defects planted of about 10 (each account is drawn by itself, ...)`; a sentence a part.
 *
 * @example
 * ```ts
 * import { sayPlanted } from "./planted.ts";
 * const [text] = sayPlanted([{ defect: "vin-dup", asked: 5, planted: 5 }]);
 * if (text !== "5 vin-dup planted of 5") throw new RangeError(text);
 * ```
 */
export function sayPlanted(parts: readonly PlantedPart[]): string[] {
  return parts.map(({ defect, asked, planted, reason }) => {
    const what = defect === undefined
      ? formatItems(planted, "defect")
      : `${formatCount(planted)} ${defect}`;
    const number = asked === null ? "" : formatCount(Math.round(asked));
    const of = asked === null ? "" : ` of ${defect === undefined ? "about " : ""}${number}`;
    return `${what} planted${of}${reason === undefined ? "" : `: ${reason}`}`;
  });
}
