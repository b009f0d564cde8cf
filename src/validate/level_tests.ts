/**
 * Holds the classes that rows left against the levels of the rows they refer to.
 *
 * @module
 */
import type { PackedNumber, Packing } from "./level_slots.ts";
import { classesOf } from "./rules/level_classes.ts";
import type { Relation } from "./layout.ts";
import type { SuspectList } from "./suspects.ts";

/** A rule at work. */
interface LevelTest {
  readonly list: SuspectList;
  /** Takes rows whose values the table does not have: they were told of, before their levels were known. */
  readonly told: SuspectList;
  readonly own: PackedNumber;
  readonly other: PackedNumber;
  /** Levels, and one more for those that can't be told. */
  readonly stride: number;
  /** 0 where a class is right for 1 + level, or where there is nothing to compare; 1 where not, 2 where it is none. */
  readonly wrong: Uint8Array;
}

/** Rules of levels of one relation, at work. */
export class LevelTests {
  readonly #tests: readonly LevelTest[];
  readonly #classesAt: number;
  readonly #levelsAt: number;
  /** The words of the run at hand, one after the other: those of the rows, and of the rows they refer to. */
  readonly #own: Int32Array[];
  readonly #others: Int32Array[];
  /** Rows of the run that have anything to compare. */
  #kept = new Int32Array(0);

  /**
   * @param relation The relation.
   * @param lists Take the rows at fault, one a rule.
   * @param told Take those of them that were told of without their level, one a rule.
   */
  constructor(
    { child, levels }: Relation,
    lists: readonly SuspectList[],
    told: readonly SuspectList[],
  ) {
    const { classesAt, levelsAt, packings } = levels!;
    this.#classesAt = classesAt;
    this.#levelsAt = levelsAt;
    const room = ({ width }: Packing) => Array.from({ length: width }, () => new Int32Array(0));
    this.#own = room(packings.classes);
    this.#others = room(packings.levels);
    this.#tests = packings.classes.numbers.map((own, at): LevelTest => {
      const { allowed, count, table } = classesOf(own.rule, child);
      const stride = table.count + 1;
      const wrong = new Uint8Array((count + 1) * stride).fill(2, count * stride + 1);
      for (let found = 1; found < count; found++) {
        for (let level = 0; level < table.count; level++) {
          wrong[found * stride + level + 1] = 1 - allowed[found * table.count + level]!;
        }
      }
      const other = packings.levels.numbers[at]!;
      return { list: lists[at]!, told: told[at]!, own, other, stride, wrong };
    });
  }

  /**
   * Asks the rules of a run of rows.
   *
   * @param words Records of the rows.
   * @param places Where each begins.
   * @param rows First words of the records of the rows they refer to; negative where there is none.
   * @param count Number of rows.
   * @param others Holds those records.
   * @returns How often a rule was asked.
   */
  run(
    words: Uint32Array,
    places: Int32Array,
    rows: Int32Array,
    count: number,
    others: Uint32Array,
  ): number {
    const kept = this.#gather(words, places, rows, count, others);
    let foundCount = 0;
    for (let each = 0; each < count; each++) if (rows[each]! >= 0) foundCount++;
    for (const test of this.#tests) {
      const own = this.#own[test.own.word]!;
      const other = this.#others[test.other.word]!;
      if (!hasWrong(test, own, other, kept)) continue;
      const { list, told, wrong, stride } = test;
      for (let each = 0; each < kept; each++) {
        const level = other[each]! >>> test.other.shift & test.other.mask;
        const found = own[each]! >>> test.own.shift & test.own.mask;
        const fault = wrong[found * stride + level]!;
        if (fault === 0) continue;
        const at = this.#kept[each]!;
        (fault === 1 ? list : told).add(words[places[at]! + 2]!, others[rows[at]! + 2]!, level - 1);
      }
    }
    return foundCount * this.#tests.length;
  }

  /** Puts the words of the rows side by side that have anything to compare; answers how many they are. */
  #gather(
    words: Uint32Array,
    places: Int32Array,
    rows: Int32Array,
    count: number,
    others: Uint32Array,
  ): number {
    for (const lists of [this.#own, this.#others]) {
      if (lists[0]!.length < count) lists.forEach((_, at) => lists[at] = new Int32Array(count));
    }
    if (this.#kept.length < count) this.#kept = new Int32Array(count);
    const kept = this.#kept;
    const width = this.#own.length;
    let keptCount = 0;
    for (let each = 0; each < count; each++) {
      if (rows[each]! < 0) continue;
      const from = places[each]! + this.#classesAt;
      let any = 0;
      for (let word = 0; word < width; word++) any |= words[from + word]!;
      if (any !== 0) kept[keptCount++] = each;
    }
    this.#own.forEach((list, word) => {
      const from = this.#classesAt + word;
      for (let each = 0; each < keptCount; each++) list[each] = words[places[kept[each]!]! + from]!;
    });
    this.#others.forEach((list, word) => {
      const from = this.#levelsAt + word;
      for (let each = 0; each < keptCount; each++) list[each] = others[rows[kept[each]!]! + from]!;
    });
    return keptCount;
  }
}

/** Whether a rule is broken by one of a run of rows. */
function hasWrong(
  { own: ownNumber, other: otherNumber, stride, wrong }: LevelTest,
  own: Int32Array,
  other: Int32Array,
  count: number,
): boolean {
  const { shift: ownShift, mask: ownMask } = ownNumber;
  const { shift: otherShift, mask: otherMask } = otherNumber;
  let isWrong = 0;
  for (let each = 0; each < count; each++) {
    const found = own[each]! >>> ownShift & ownMask;
    isWrong |= wrong[found * stride + (other[each]! >>> otherShift & otherMask)]!;
  }
  return isWrong !== 0;
}
