/**
 * The project's own lint rules, as a plugin of `deno lint`: one file a rule.
 *
 * @module
 */
import { bareError } from "./bare_error.ts";
import { crossName } from "./cross_name.ts";
import { fileName } from "./file_name.ts";
import { purity } from "./purity.ts";
import { testName } from "./test_name.ts";

/** The plugin that `deno.json` names. */
const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "bare-error": bareError,
    "cross-name": crossName,
    "file-name": fileName,
    "purity": purity,
    "test-name": testName,
  },
};

export default plugin;
