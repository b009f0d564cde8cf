/**
 * Reads a file that holds rows in groups, some groups in each thread at a time, and puts what they came to in order.
 *
 * @module
 */
import type { PartAnswer } from "../check_part.ts";
import type { GroupRun } from "../core/table.ts";
import { type PartRunOptions, subjectOf } from "./part_run.ts";

/** Runs that are read and not yet in order, at most. */
const MAX_AHEAD = 4;

/**
 * Reads a file in runs of groups, each by a thread. Findings are those of reading it as a whole, in the same order:
 * behind a run in which the file is damaged nothing counts. Memory: that of one row group a thread; of one that is larger
 * than the file says, which is read while no other is, that of a whole file.
 *
 * @param options What is needed.
 * @returns Whether it was read; where not, nothing of it was told, and it must be read as a whole.
 * @throws {EsdhError} IO if the system can't read the file; INTERNAL if a thread fails.
 */
export async function readGroups(options: Omit<PartRunOptions, "onBytes">): Promise<boolean> {
  const { file, scope, pass, pool } = options;
  const groups = await file.reader.openGroups!(scope);
  if (groups === undefined) return false;
  const { issues } = groups;
  const runs = groups.cut(pool.partBytes);
  groups.close();
  if (runs === undefined) return false;
  for (const issue of issues) pass.takeIssue({ kind: "issue", head: issue, build: () => issue });
  const table = pass.openTable(file.path, file.tables[0]!);
  const subject = { ...subjectOf(options, table), filePath: scope.path };
  const sent: { readonly run: GroupRun; readonly answer: Promise<PartAnswer> }[] = [];
  const spares: ArrayBuffer[][] = [];
  let row = 0;
  let isDamaged = false;
  const merge = async () => {
    const { run, answer } = sent.shift()!;
    const shared = await answer;
    if (isDamaged) return;
    if (!shared.isWhole) await Promise.allSettled(sent.map(({ answer }) => answer));
    const { result, isLast } = shared.isWhole
      ? shared
      : await pool.check(subject, { ...run, isAlone: true });
    pass.takePart(table, result, row, 0);
    spares.push(result.runs.map(({ words }) => words.buffer));
    row += result.rowCount;
    isDamaged = isLast;
  };
  for (const run of runs) {
    scope.signal?.throwIfAborted();
    if (isDamaged) break;
    await pool.waitForThread();
    const answer = pool.check(subject, run, spares.pop());
    // It is awaited in its turn; until then nobody listens.
    answer.catch(() => {});
    sent.push({ run, answer });
    while (sent.length > MAX_AHEAD) await merge();
  }
  while (sent.length > 0) await merge();
  pass.endTable(table);
  return true;
}
