/**
 * The tally of the words of a field.
 *
 * @module
 */
import { STATE } from "../validate/decoded_column.ts";
import type { Tally } from "./measures/measure.ts";

/** Counts of words by text. */
export interface WordCounts {
  readonly counts: Map<string, number>;
  readonly nulls: number;
}

/** Words of a field that are counted apart; all further ones are counted together. */
export const MAX_COUNTED_WORDS = 20_000;

/** Stands for all words beyond {@link MAX_COUNTED_WORDS}: no word has a line end. */
export const OTHER_WORDS = "\n";

interface WordPart {
  /** In the order in which the reader gave them first, whatever the thread saw before. */
  readonly words: string[];
  readonly counts: Float64Array;
  readonly nulls: number;
}

/**
 * Counts the words of a field: the first {@link MAX_COUNTED_WORDS} that come, and the others together. Words come in the
 * order of the parts, and of a part in that of its reader: of rows, or of the dictionaries of its columns. So up to that
 * many words the counts are a function of the rows; of more, two formats of the same rows may keep other ones, and
 * threads make no difference.
 *
 * @param entity Plural name of the entity.
 * @param field The field; one of few words.
 * @returns A tally whose sum is {@link WordCounts}: the same for the same file where parts are merged in their order.
 */
export function wordTally(entity: string, field: string): Tally {
  return {
    id: `words ${entity} ${field}`,
    entity,
    fields: [field],
    wordFields: [field],
    open(scope) {
      const column = scope.column(field);
      let counts = new Float64Array(256);
      let seen: number[] = [];
      let nulls = 0;
      let others = 0;
      const add = (code: number, rows: number) => {
        if (code < 0) {
          others += rows;
          return;
        }
        if (code >= counts.length) {
          const larger = new Float64Array(code * 2 + 1);
          larger.set(counts);
          counts = larger;
        }
        if (counts[code] === 0) seen.push(code);
        counts[code]! += rows;
      };
      return {
        rows(count) {
          const { states, codes } = column;
          for (let row = 0; row < count; row++) {
            if (states[row] === STATE.value) add(codes[row]!, 1);
            else if (states[row] === STATE.null) nulls++;
          }
        },
        counter: {
          add(codes, rows, size) {
            for (let at = 0; at < size; at++) {
              const count = rows === undefined ? 1 : rows[at]!;
              if (count > 0) add(codes[at]!, count);
            }
          },
          addNulls: (count) => nulls += count,
        },
        take(): WordPart {
          const words = seen.map((code) => scope.words.text(code));
          const numbers = seen.map((code) => counts[code]!);
          for (const code of seen) counts[code] = 0;
          if (others > 0) {
            words.push(OTHER_WORDS);
            numbers.push(others);
          }
          const part = { words, counts: Float64Array.from(numbers), nulls };
          seen = [];
          nulls = others = 0;
          return part;
        },
      };
    },
    merge(sum, part): WordCounts {
      const { words, counts, nulls } = part as WordPart;
      const known = sum as WordCounts | undefined;
      const all = known?.counts ?? new Map<string, number>();
      words.forEach((word, at) => {
        const size = all.has(OTHER_WORDS) ? all.size - 1 : all.size;
        const key = all.has(word) || size < MAX_COUNTED_WORDS ? word : OTHER_WORDS;
        all.set(key, (all.get(key) ?? 0) + counts[at]!);
      });
      return { counts: all, nulls: (known?.nulls ?? 0) + nulls };
    },
  };
}
