/**
 * The table of rooms in `docs/architecture.md`: what each holds is said here, what it may import follows from
 * `_rooms.ts`.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "./_house.ts";
import { ROOMS } from "./_rooms.ts";
import { INNER_ROOMS, PURE_ROOMS } from "./lint/_places.ts";

/** What rooms hold, in the order of the table; those with several names stand in one line. */
const HOLDS: Readonly<Record<string, string>> = {
  core: "the nouns: plan, entity, batch, dataset, format, sink, manifest, issue, error, digest",
  random: "addressed words, permutations, identifiers, samplers; v0.1's Mersenne Twister",
  datasets: "the registry of datasets, and its light half `facts.ts`; `v0_1/`, `auto/`",
  defects: "which rows get which defect, and the answer key",
  generate: "lanes over the accounts of a plan; the frames of a file",
  schema: "the registry of schema forms: what follows from the definition of an entity",
  export: "the registry of formats; files and the snapshot folder",
  import: "readers of snapshots in any format",
  validate: "the list of checks",
  report: "the registries of measures and of report forms",
  profiles: "demo profiles, settings and gates",
  net: "outgoing requests and whom they trust",
  trust: "the running file against a release's signed digests",
  ui: "tables, panels and frames on a terminal",
  planning: "what was asked for to a plan",
  plan_check: "whether a plan can be made",
  "run write stream resume": "the sentence, its rows, streams, and what an interrupted run left",
  "threads thread worker worker_port": "its threads",
  "part merge": "parts of a plan, and how they become one snapshot",
  check_part: "a part of a file to its findings and records, in any thread",
  check: "a snapshot's files to a report",
  assess: "a snapshot's files to a report of its quality",
  "measure measure_part measure_plan measure_run measure_threads":
    "the same without checks: the columns that figures need, in one thread or several",
  changes: "both worlds of a chunk of accounts to the changes between their days",
  "capture capture_threads": "a change set in a folder, made in one thread or several",
  diff: "two snapshots, plans or dataset versions to their difference, and its forms",
  server: "HTTP",
  demo: "the guided demonstration",
  cli: "the registry of commands",
};

/** What stands in `src`. */
const PLACES = new Set(Array.from(Deno.readDirSync(join(ROOT, "src")), ({ name }) => name));

/** Rooms with modules in them: rules may be set for others before. */
const MADE_ROOMS = Object.keys(ROOMS).filter((room) =>
  PLACES.has(room) || PLACES.has(`${room}.ts`)
);

const nameRoom = (room: string) => PLACES.has(room) ? `\`${room}\`` : `\`${room}.ts\``;

/** Says what rooms may import: many by those that they may not, the inner ones in a word. */
function sayTargets(rooms: readonly string[]): string {
  const all = MADE_ROOMS.filter((room) => !rooms.includes(room));
  const targets = all.filter((room) => rooms.some((from) => ROOMS[from]!.includes(room)));
  if (targets.length * 2 > all.length) {
    const rest = all.filter((room) => !targets.includes(room));
    return rest.length === 0 ? "all" : `all but ${rest.join(", ")}`;
  }
  if (!INNER_ROOMS.every((room) => targets.includes(room))) return targets.join(", ") || "-";
  const outer = targets.filter((room) => !INNER_ROOMS.includes(room));
  return ["the inner rooms", ...outer].join(", ");
}

/**
 * The lines of the table.
 *
 * @returns Names, what they hold and what they may import, for each line.
 * @throws {RangeError} If a room of `_rooms.ts` is not told of, or one is told of that is none.
 */
export function listRooms(): string[][] {
  const told = Object.keys(HOLDS).flatMap((names) => names.split(" "));
  const wrong = [
    ...MADE_ROOMS.filter((room) => !told.includes(room)),
    ...told.filter((room) => !MADE_ROOMS.includes(room)),
  ];
  if (wrong.length > 0) throw new RangeError(`scripts/_room_table.ts: ${wrong.join(", ")}`);
  return Object.entries(HOLDS).map(([names, holds]) => {
    const own = names.split(" ");
    return [own.map(nameRoom).join(", "), holds, sayTargets(own)];
  });
}

/**
 * Which rooms are inner ones, and which are pure.
 *
 * @returns A paragraph.
 */
export function describePurity(): string {
  const list = (rooms: readonly string[]) => {
    const names = rooms.map((room) => `\`${room}\``);
    return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  };
  const outer = PURE_ROOMS.filter((room) => !INNER_ROOMS.includes(room));
  return `The inner rooms are ${list(INNER_ROOMS)}. They and ${
    list(outer)
  } are pure: no clock, no ` +
    "`Math.random`, no `Deno`, no locale. A lint rule holds it.";
}
