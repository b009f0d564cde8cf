/**
 * Writes random words in one order of addresses to standard output, without end.
 *
 *     deno run scripts/random/words.ts ORDER [PART] | dieharder -a -g 200
 *
 * ORDER is one of those of `orders.ts`; parts (0, 1, ... 999) share no word. Raw words of 32 bits in the
 * machine's byte order: what dieharder, PractRand (`stdin32`) and others read.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";
import { runScript } from "../_house.ts";
import { ADDRESS_ORDERS } from "./orders.ts";

function writeWords(args: readonly string[]): void {
  const order = ADDRESS_ORDERS.find((order) => order.name === args[0]);
  const part = Number(args[1] ?? 0);
  if (order === undefined || !Number.isInteger(part) || part < 0 || part > 999) {
    throw new EsdhError("USAGE", `can't write words in the order "${args.join(" ")}"`, {
      hint: `ORDER [PART], the order one of ${ADDRESS_ORDERS.map(({ name }) => name).join(", ")}`,
    });
  }
  const read = order.open(part);
  const block = new Int32Array(order.blockLength);
  const bytes = new Uint8Array(block.buffer);
  for (;;) {
    read(block);
    for (let place = 0; place < bytes.length;) {
      try {
        place += Deno.stdout.writeSync(bytes.subarray(place));
      } catch (error) {
        // The reader has had enough.
        if (error instanceof Deno.errors.BrokenPipe) return;
        throw error;
      }
    }
  }
}

if (import.meta.main) {
  await runScript(() => {
    writeWords(Deno.args);
    return Promise.resolve();
  });
}
