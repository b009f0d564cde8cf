import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { listNames, withFolder } from "./_fixture.ts";
import { listRunsRoots, openRunsRoot } from "./runs_root.ts";

const from = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("listRunsRoots() knows the places of each system", () => {
  assertEquals(
    listRunsRoots({ env: from({ HOME: "/home/u", TMPDIR: "/t" }), os: "linux" }).slice(0, 3),
    [
      "data/demo_runs",
      "/home/u/.local/state/esdh/demo_runs",
      "/t/esdh_demo_runs",
    ],
  );
  assertEquals(
    listRunsRoots({ env: from({ HOME: "/home/u", XDG_STATE_HOME: "/s" }), os: "linux" })[1],
    "/s/esdh/demo_runs",
  );
  assertEquals(
    listRunsRoots({ env: from({ HOME: "/Users/u" }), os: "darwin" })[1],
    "/Users/u/Library/Application Support/esdh/demo_runs",
  );
  assertEquals(
    listRunsRoots({
      env: from({ LOCALAPPDATA: "C:\\Users\\u\\AppData\\Local", TEMP: "C:\\T" }),
      os: "windows",
    }),
    ["data\\demo_runs", "C:\\Users\\u\\AppData\\Local\\esdh\\demo_runs", "C:\\T\\esdh_demo_runs"],
  );
});

Deno.test("listRunsRoots() has a place in an empty environment", () => {
  assertEquals(listRunsRoots({ env: from({}), os: "linux" }), [
    "data/demo_runs",
    "/tmp/esdh_demo_runs",
    "/tmp/esdh_demo_runs_2",
    "/tmp/esdh_demo_runs_3",
  ]);
  assertEquals(listRunsRoots({ env: from({}), os: "windows" }), ["data\\demo_runs"]);
});

Deno.test("openRunsRoot() takes what is asked for, or fails with the reason", async () => {
  await withFolder(async (folder) => {
    const root = await openRunsRoot({
      env: from({}),
      os: Deno.build.os,
      requested: join(folder, "a", "b"),
    });
    assertEquals(root, { path: join(folder, "a", "b") });
    assertEquals(await listNames(root.path), []);
    await Deno.writeTextFile(join(folder, "file"), "");
    const requested = join(folder, "file", "runs");
    const error = await assertRejects(
      () => openRunsRoot({ env: from({}), os: Deno.build.os, requested }),
      EsdhError,
      "a part of the path is a file",
    );
    assertEquals(error.code, "IO");
    assertStringIncludes(error.hint ?? "", "--runs-dir");
  });
});
