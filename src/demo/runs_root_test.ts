import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { listNames, withFolder } from "./_fixture.ts";
import { listPlaces, listRunsRoots, openRunsRoot, type Surroundings } from "./runs_root.ts";

const pathsOf = (surroundings: Surroundings) => listPlaces(surroundings).map(({ path }) => path);

const from = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("listPlaces() knows the places of each system", () => {
  assertEquals(
    pathsOf({ env: from({ HOME: "/home/u", TMPDIR: "/t" }), os: "linux" }).slice(0, 3),
    [
      "data/demo_runs",
      "/home/u/.local/state/esdh/demo_runs",
      "/t/esdh_demo_runs",
    ],
  );
  assertEquals(
    pathsOf({ env: from({ HOME: "/home/u", XDG_STATE_HOME: "/s" }), os: "linux" })[1],
    "/s/esdh/demo_runs",
  );
  assertEquals(
    pathsOf({ env: from({ HOME: "/Users/u" }), os: "darwin" })[1],
    "/Users/u/Library/Application Support/esdh/demo_runs",
  );
  assertEquals(
    pathsOf({
      env: from({ LOCALAPPDATA: "C:\\Users\\u\\AppData\\Local", TEMP: "C:\\T" }),
      os: "windows",
    }),
    ["data\\demo_runs", "C:\\Users\\u\\AppData\\Local\\esdh\\demo_runs", "C:\\T\\esdh_demo_runs"],
  );
});

Deno.test("listPlaces() has a place in an empty environment", () => {
  assertEquals(pathsOf({ env: from({}), os: "linux" }), [
    "data/demo_runs",
    "/tmp/esdh_demo_runs",
    "/tmp/esdh_demo_runs_2",
    "/tmp/esdh_demo_runs_3",
  ]);
  assertEquals(pathsOf({ env: from({}), os: "windows" }), ["data\\demo_runs"]);
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

Deno.test({
  name: "a folder that others may have planted is not listed",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withFolder(async (folder) => {
      const { env, os } = { env: from({ TMPDIR: folder }), os: "linux" };
      const [, first, second, third] = pathsOf({ env, os });
      await Deno.mkdir(first!);
      await Deno.chmod(first!, 0o777);
      await Deno.mkdir(join(folder, "elsewhere"));
      await Deno.symlink(join(folder, "elsewhere"), second!);
      assertEquals(await listRunsRoots({ env, os }), ["data/demo_runs", third]);
    });
  },
});
