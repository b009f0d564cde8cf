/**
 * The rooms of the program, and who may import whom.
 *
 * @module
 */
import { INNER_ROOMS } from "./lint/_places.ts";

const INNER = INNER_ROOMS;
const TOP_FILES = [
  "planning",
  "plan_check",
  "check_part",
  "measure_part",
  "worker",
  "worker_port",
  "thread",
  "threads",
  "write",
  "stream",
  "resume",
  "run",
  "part",
  "merge",
  "check",
  "capture_threads",
  "capture",
  "assess",
  "measure_plan",
  "measure_threads",
  "measure_run",
  "measure",
];
const BELOW_SERVER = [
  ...INNER,
  "schema",
  "profiles",
  "export",
  "import",
  "validate",
  "report",
  "store",
  "ui",
  "net",
];

/**
 * Who may import whom. A room is a folder of `src`, or a file at its top by its name without `.ts`;
 * `main` is `main.ts`. Every room may import itself.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  random: ["core"],
  schema: ["core"],
  datasets: ["core", "random"],
  defects: ["core", "random"],
  generate: ["core", "random", "datasets", "defects"],
  profiles: ["core", "random"],
  export: ["core", "random", "schema"],
  import: ["core", "random"],
  validate: ["core", "random"],
  report: ["core", "random", "datasets", "validate", "ui"],
  store: ["core", "random"],
  net: ["core"],
  trust: ["core"],
  ui: ["core"],
  check_part: [...INNER, "import", "validate", "report"],
  measure_part: [...INNER, "import", "report"],
  changes: [...INNER, "export"],
  worker: [...INNER, "export", "check_part", "measure_part", "changes"],
  worker_port: ["core"],
  thread: ["core", "worker", "worker_port"],
  threads: ["core", "generate", "export", "thread"],
  planning: [...INNER, "schema", "export"],
  plan_check: [...INNER, "export"],
  write: [...INNER, "export", "threads"],
  stream: [...INNER, "export", "threads", "write"],
  resume: [...INNER, "export"],
  run: [...INNER, "export", "planning", "plan_check", "stream", "resume", "write"],
  part: [...INNER, "export", "planning", "plan_check"],
  merge: [...INNER, "export", "planning", "plan_check", "part", "write", "run"],
  capture_threads: ["core", "changes", "worker_port"],
  capture: [...INNER, "export", "plan_check", "run", "write", "changes", "capture_threads"],
  check: [...INNER, "export", "import", "validate", "report", "check_part", "worker_port", "run"],
  assess: [...INNER, "report", "check"],
  measure_threads: ["core", "measure_part", "worker_port"],
  measure_plan: ["core", "import", "measure_part"],
  measure_run: ["core", "measure_part", "measure_plan", "measure_threads"],
  measure: [...INNER, "import", "report", "check", "measure_run"],
  diff: [
    ...INNER,
    "schema",
    "import",
    "validate",
    "ui",
    "planning",
    "plan_check",
    "stream",
    "check",
  ],
  server: ["core", "run", "check", "profiles", "validate", "report", "store", "ui"],
  demo: [...BELOW_SERVER, ...TOP_FILES, "server"],
  cli: [...BELOW_SERVER, ...TOP_FILES, "trust", "changes", "diff", "server", "demo"],
  main: ["cli", "worker"],
};
