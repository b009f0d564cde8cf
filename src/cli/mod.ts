/**
 * The registry of commands: to add one, write its file and add its line here. Help, completion and
 * suggestions follow.
 *
 * @module
 */
import type { CommandEntry } from "./command.ts";

/** The commands, in the order they are shown. Each loads its own file when it runs. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "generate",
    brief: "Make a snapshot of a dataset, or stream one entity",
    group: "Make data",
    load: () => import("./generate.ts"),
  },
  {
    name: "generate-snapshot",
    brief: "Make the governed v0.1 snapshot",
    group: "Make data",
    load: () => import("./generate_snapshot.ts"),
  },
  {
    name: "manifest",
    brief: "Join the parts of a plan into one snapshot",
    group: "Make data",
    load: () => import("./manifest.ts"),
  },
  {
    name: "preview",
    brief: "Show a few rows of each entity",
    group: "Make data",
    load: () => import("./preview.ts"),
  },
  {
    name: "schema",
    brief: "Print the fields of a dataset, or its schema in another form",
    group: "Make data",
    load: () => import("./schema.ts"),
  },
  {
    name: "demo",
    brief: "Run the guided demonstration",
    group: "Show and serve",
    load: () => import("./demo.ts"),
  },
  {
    name: "serve",
    brief: "Serve synthetic data over HTTP",
    group: "Show and serve",
    load: () => import("./serve.ts"),
  },
  {
    name: "validate",
    brief: "Check a snapshot or a profile's fresh sample",
    group: "Check",
    load: () => import("./validate.ts"),
  },
  {
    name: "report",
    brief: "Measure a snapshot against published figures",
    group: "Check",
    load: () => import("./report.ts"),
  },
  {
    name: "diff",
    brief: "Show what changed between two snapshots, plans or versions",
    group: "Check",
    load: () => import("./diff.ts"),
  },
  {
    name: "doctor",
    brief: "Check that this machine is ready",
    group: "Check",
    load: () => import("./doctor.ts"),
  },
  {
    name: "profiles",
    brief: "List the demo profiles, or show one",
    group: "Settings",
    load: () => import("./profiles.ts"),
  },
  {
    name: "config",
    brief: "Print each setting and where it came from",
    group: "Settings",
    load: () => import("./config.ts"),
  },
  {
    name: "completions",
    brief: "Print a completion script for a shell",
    group: "Program",
    load: () => import("./completions.ts"),
  },
  {
    name: "version",
    brief: "Print the versions of the program and its datasets",
    group: "Program",
    load: () => import("./version.ts"),
  },
];
