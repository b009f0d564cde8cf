/**
 * YAML with lines: the value of a file, and where each part of it stands.
 *
 * @module
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";

/** What is wrong with the text of a file. */
export interface YamlProblem {
  readonly message: string;
  /** From 1; undefined where the whole file is meant. */
  readonly line?: number;
}

/** A parsed file. */
export interface YamlFile {
  /** Its value, whole numbers as bigint; null where it is empty or broken. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /**
   * The line of a value, from 1: of its key where it has one, of its nearest parent where it is missing.
   */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Number of times an anchored value may be repeated: enough for people, too few for a bomb. */
const MAX_ALIAS_COUNT = 100;

/**
 * Parses YAML 1.2. Does not throw for any text.
 *
 * @param text The text; CRLF and LF end lines alike.
 * @returns The value and all problems.
 */
export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  try {
    const document = parseDocument(text, {
      intAsBigInt: true,
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
    });
    const problems = [...document.errors, ...document.warnings].map((problem): YamlProblem => ({
      message: problem.message.replace(/\.$/, ""),
      line: lineAt(problem.pos[0]),
    }));
    visit(document, {
      Pair: (_place, { key }) => {
        // Objects would take it for something else than a key, and drop it.
        if (!isScalar(key) || key.value !== "__proto__") return;
        problems.push({
          message: 'the key "__proto__" is not allowed',
          line: lineAt(key.range![0]),
        });
      },
    });
    return {
      value: problems.length > 0 ? null : document.toJS({ maxAliasCount: MAX_ALIAS_COUNT }),
      problems,
      lineOf: (path) => lineAt(findOffset(document, path)),
    };
  } catch (error) {
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    const reason = error instanceof ReferenceError
      ? "its aliases would repeat values without bound"
      : "it is nested too deeply";
    return { value: null, problems: [{ message: reason }], lineOf: () => 1 };
  }
}

function findOffset(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: Node | null | undefined = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    } else {
      break;
    }
  }
  return offset;
}
