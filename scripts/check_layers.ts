/**
 * Checks the real graph of imports: a room imports downwards only, rooms form no ring, and what every start
 * of the program loads stays light.
 *
 * @module
 */
import { join, toFileUrl } from "@std/path";
import { endCheck, type Finding, listModules, placeIn, ROOT, runDeno, urlOf } from "./_house.ts";
import { ROOMS } from "./_rooms.ts";

/** Folders outside of `src` that a module may embed files of. */
const EMBEDDED_FOLDERS = ["config", "data"];

/** Packages that every start may load. */
export const LIGHT_PACKAGES: readonly string[] = ["@stricli/core", "deno-std"];

/** Commands that answer without making a row, with what all help pages are made of. */
export const LIGHT_STARTS =
  /^src\/cli\/(version|help|_names|_dataset_flags|settings|config|profiles|doctor|doctor\/.+)\.ts$/;

/** What such commands must never load, and every start not at once: tables, and the registry that loads them all. */
const TABLES = /^(data\/(?!demo_samples\/)|src\/datasets\/mod\.ts$)/;

/** One import in a module. */
export interface Edge {
  /** Module, relative to the project. */
  readonly from: string;
  /** Line of the import, from 1. */
  readonly line: number;
  /** Module relative to the project, or another URL such as `npm:/zod@4.6.7`. */
  readonly to: string;
  /** `static` is loaded with the module, `lazy` later (dynamic imports, workers), `type` never. */
  readonly kind: "static" | "lazy" | "type";
}

/** A dependency as `deno info --json` prints it, as far as it is read here. */
interface InfoTarget {
  readonly specifier?: string;
  readonly error?: string;
  readonly span: { readonly start: { readonly line: number } };
}

/** What `deno info --json` prints, as far as it is read here. */
export interface InfoGraph {
  /** All modules of the graph. */
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: InfoTarget;
      readonly type?: InfoTarget;
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/**
 * The room a module belongs to.
 *
 * @param place Path relative to the project.
 * @returns A key of {@link ROOMS} where the place is right, another name where it is not, undefined outside of `src`.
 */
export function roomOf(place: string): string | undefined {
  if (place === "main.ts") return "main";
  const inner = /^src\/(.+)$/.exec(place)?.[1];
  return inner?.includes("/") ? inner.slice(0, inner.indexOf("/")) : inner?.replace(/\.ts$/, "");
}

/**
 * Reads the edges out of a graph.
 *
 * @param root Folder of the project.
 * @param graph What `deno info --json` printed.
 * @returns The edges that start in a module of the program, tests apart.
 */
export function readEdges(root: string, graph: InfoGraph): Edge[] {
  const edges: Edge[] = [];
  for (const module of graph.modules) {
    if (!module.specifier.startsWith("file:")) continue;
    const from = placeIn(root, module.specifier);
    if (roomOf(from) === undefined || /(_test|\.d)\.ts$/.test(from)) continue;
    for (const dependency of module.dependencies ?? []) {
      const target = dependency.code ?? dependency.type;
      if (target === undefined) continue;
      const to = target.specifier ?? dependency.specifier;
      const kind = dependency.code === undefined
        ? "type"
        : dependency.isDynamic
        ? "lazy"
        : "static";
      edges.push({
        from,
        line: target.span.start.line + 1,
        to: to.startsWith("file:") ? placeIn(root, to) : to,
        kind,
      });
    }
  }
  return edges;
}

/**
 * Finds the modules that a text names by URL, as workers are: the graph of imports does not hold them.
 *
 * @param from Path of the module, relative to the project.
 * @param text Its source.
 * @returns Lazy edges.
 */
export function findWorkerEdges(from: string, text: string): Edge[] {
  const edges: Edge[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    for (const match of line.matchAll(/new URL\(\s*"(\.[^"]*\.ts)"\s*,\s*import\.meta\.url/g)) {
      const to = new URL(match[1]!, `file:///${from}`).pathname.slice(1);
      // A thread that starts the program anew imports nothing from it.
      if (to === "main.ts") continue;
      edges.push({ from, line: index + 1, to, kind: "lazy" });
    }
  }
  return edges;
}

/**
 * Judges each import by the table of rooms.
 *
 * @param edges The graph.
 * @param rooms The table; default: {@link ROOMS}.
 * @returns A finding for each forbidden import.
 */
export function judgeEdges(
  edges: readonly Edge[],
  rooms: Readonly<Record<string, readonly string[]>> = ROOMS,
): Finding[] {
  const findings: Finding[] = [];
  const unknown = new Set<string>();
  for (const { from, line, to } of edges) {
    const report = (message: string) => findings.push({ path: from, line, message });
    const room = roomOf(from)!;
    if (!Object.hasOwn(rooms, room)) {
      if (!unknown.has(room)) {
        report(`"${room}" is not a room: rooms are ${Object.keys(rooms).join(", ")}`);
      }
      unknown.add(room);
      continue;
    }
    // Anything but a path is a package, or a part of Deno.
    if (/^[a-z]+:/.test(to)) continue;
    const target = roomOf(to);
    if (target === undefined) {
      if (!EMBEDDED_FOLDERS.includes(to.split("/")[0]!)) {
        report(`the program must not import ${to}: only src, ${EMBEDDED_FOLDERS.join(" and ")}`);
      }
      continue;
    }
    if (target !== room && !rooms[room]!.includes(target)) {
      const allowed = rooms[room]!.length === 0 ? "no other room" : rooms[room]!.join(", ");
      report(`${room} must not import ${target} (${to}); it may import ${allowed}`);
    } else if (/(^|\/)_[^/]*$/.test(to) && target !== room) {
      report(`${to} is private to ${target}`);
    } else if (/_test\.ts$/.test(to)) {
      report(`the program must not import the test ${to}`);
    }
  }
  return findings;
}

/**
 * Finds rings among the rooms of the real graph.
 *
 * @param edges The graph.
 * @returns One finding for each ring, at one import that closes it.
 */
export function findRings(edges: readonly Edge[]): Finding[] {
  const next = new Map<string, Map<string, Edge>>();
  for (const edge of edges) {
    const [from, to] = [roomOf(edge.from), roomOf(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    if (!next.has(from)) next.set(from, new Map());
    if (!next.get(from)!.has(to)) next.get(from)!.set(to, edge);
  }
  const findings: Finding[] = [];
  const done = new Set<string>();
  const visit = (room: string, path: readonly string[]) => {
    for (const [to, edge] of next.get(room) ?? []) {
      const start = path.indexOf(to);
      if (start >= 0) {
        const ring = [...path.slice(start), to].join(" -> ");
        findings.push({ path: edge.from, line: edge.line, message: `rooms form a ring: ${ring}` });
      } else if (!done.has(to)) visit(to, [...path, to]);
    }
    done.add(room);
  };
  for (const room of next.keys()) if (!done.has(room)) visit(room, [room]);
  return findings;
}

/** Name of the package behind `npm:/@stricli/core@1.3.0/...`, or undefined for anything else. */
function packageOf(url: string): string | undefined {
  return /^npm:\/?((?:@[^/]+\/)?[^/@]+)/.exec(url)?.[1];
}

/**
 * Follows what is loaded at once from `main.ts` and from each command's file, and finds heavy packages and tables
 * there; then all that the light commands ever load, and finds tables there.
 *
 * @param edges The graph.
 * @returns A finding at each import that makes a start slower than it need be.
 */
export function findHeavyStarts(edges: readonly Edge[]): Finding[] {
  const isStart = (place: string) => /^(main\.ts|src\/cli\/.+)$/.test(place);
  const atOnce = edges.filter(({ kind }) => kind === "static");
  return [
    ...findHeavyPackages(atOnce, isStart),
    ...findTables(atOnce, isStart, "every start"),
    ...findTables(
      edges.filter(({ kind }) => kind !== "type"),
      (place) => LIGHT_STARTS.test(place),
      "a command that makes no row",
    ),
  ];
}

/** Follows edges from starting modules and finds those that reach tables: the first on each way. */
function findTables(
  edges: readonly Edge[],
  isStart: (place: string) => boolean,
  who: string,
): Finding[] {
  const findings: Finding[] = [];
  const reached = new Set(edges.map((edge) => edge.from).filter(isStart));
  for (const place of reached) {
    for (const { from, line, to } of edges) {
      if (from !== place) continue;
      if (!TABLES.test(to)) reached.add(to);
      else {
        const message = `${to} is loaded by ${who}: ask src/datasets/facts.ts, or load it later`;
        findings.push({ path: from, line, message });
      }
    }
  }
  return findings;
}

function findHeavyPackages(
  edges: readonly Edge[],
  isStart: (place: string) => boolean,
): Finding[] {
  const findings: Finding[] = [];
  const reached = new Set(edges.map((edge) => edge.from).filter(isStart));
  for (const place of reached) {
    for (const edge of edges) {
      if (edge.from !== place) continue;
      const name = packageOf(edge.to);
      if (name === undefined) reached.add(edge.to);
      else if (!LIGHT_PACKAGES.includes(name)) {
        const message =
          `${name} is loaded at every start: import it inside the function that needs it`;
        findings.push({ path: edge.from, line: edge.line, message });
      }
    }
  }
  return findings;
}

/**
 * Reads the real graph of a project, every module of the program taken as a root.
 *
 * @param root Folder of the project.
 * @returns Edges of imports and of workers, and what the compiler could not resolve.
 */
export async function readGraph(root: string): Promise<{ edges: Edge[]; findings: Finding[] }> {
  const modules = listModules(root);
  const folder = await Deno.makeTempDir({ prefix: "esdh-layers-" });
  try {
    // `deno info` takes one root, so this one imports all.
    const entry = join(folder, "all.ts");
    const imports = modules.map((place) => `import(${JSON.stringify(urlOf(root, place))});\n`);
    await Deno.writeTextFile(entry, imports.join(""));
    const config = join(root, "deno.json");
    const info = await runDeno(["info", "--json", "--config", config, toFileUrl(entry).href]);
    const graph = JSON.parse(info.out === "" ? '{"modules":[]}' : info.out) as InfoGraph;
    const findings: Finding[] = info.code === 0
      ? []
      : [{ path: "deno.json", message: info.err.trim() }];
    for (const module of graph.modules) {
      if (module.error === undefined) continue;
      const path = module.specifier.startsWith("file:")
        ? placeIn(root, module.specifier)
        : "deno.json";
      findings.push({ path, message: module.error.trim() });
    }
    const workers = modules.flatMap((place) =>
      findWorkerEdges(place, Deno.readTextFileSync(join(root, place)))
    );
    return { edges: [...readEdges(root, graph), ...workers], findings };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const { edges, findings } = await readGraph(ROOT);
  const rooms = new Set(edges.map((edge) => roomOf(edge.from)));
  endCheck(
    [...findings, ...judgeEdges(edges), ...findRings(edges), ...findHeavyStarts(edges)],
    `${edges.length} imports of ${rooms.size} rooms`,
  );
}
