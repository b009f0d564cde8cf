import { assertEquals } from "@std/assert";
import type { Defect } from "../core/defect.ts";
import { comparePlanted, countPlanted, sayPlanted } from "./planted.ts";
import { parseRequest } from "./request.ts";

const DEFECTS = ["a", "b", "c", "d"].map((code): Defect => ({
  ...{ code, entity: "persons", description: code, needs: [] },
  plant: () => {},
} as unknown as Defect));

const SCOPE = { accountCount: 500, isWhole: true, kindCount: DEFECTS.length };

async function* inPieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 7) yield await Promise.resolve(text.slice(at, at + 7));
}

Deno.test("countPlanted() counts defects, not what follows from them", async () => {
  const lines = [["a", false], ["a", true], ["b", false], ["a", false]]
    .map(([defect, follows]) => `${JSON.stringify({ defect, follows })}\n`);
  assertEquals([...await countPlanted(inPieces(lines.join("")))], [["a", 2], ["b", 1]]);
});

Deno.test("comparePlanted() says why there are fewer than were asked for", () => {
  const share = comparePlanted(parseRequest("2%", DEFECTS, "x"), new Map([["a", 4]]), SCOPE);
  assertEquals(sayPlanted(share), [
    "4 defects planted of about 10: each account is drawn by itself, so a share is met on average; " +
    "NAME=N is met exactly",
  ]);
  const request = parseRequest("4%,a=5,b=0,c=10%", DEFECTS, "x");
  const counts = new Map([["a", 3], ["c", 7], ["d", 12]]);
  assertEquals(sayPlanted(comparePlanted(request, counts, SCOPE)), [
    "3 a planted of 5: no more accounts that were looked at can carry it",
    "7 c planted",
    "12 defects planted of about 5",
  ]);
  const part = comparePlanted(request, counts, { ...SCOPE, isWhole: false })[0]!;
  assertEquals([part.asked, part.reason], [null, undefined]);
});
