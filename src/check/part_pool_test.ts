import { assertRejects } from "@std/assert";
import { PartPool } from "./part_pool.ts";

Deno.test("PartPool fails where a part can't be sent", async () => {
  const pool = new PartPool(1);
  try {
    const room = pool.takeRoom();
    room.transfer();
    const subject = {
      ...{ path: "a", isFirst: true, isCompared: false, seeds: [], maxKept: 1, proof: "none" },
      ...{ dataset: "auto", table: "persons", reader: "csv" },
    } as unknown as Parameters<PartPool["check"]>[0];
    const source = { kind: "bytes", room } as unknown as Parameters<PartPool["check"]>[1];
    await assertRejects(() => pool.check(subject, source), DOMException);
    await assertRejects(() => pool.waitForThread(), DOMException);
  } finally {
    pool.end();
  }
});
