/**
 * `esdh version`. It loads nothing heavy, so that it answers at once.
 *
 * @module
 */
import { stringifyJson } from "../core/json.ts";
import { TOOL_NAME, TOOL_VERSION } from "../core/version.ts";
import { buildCommand, type CliContext, COMMON_FLAGS, type CommonFlags } from "./command.ts";

export const command = buildCommand<CommonFlags, [], CliContext>({
  docs: { brief: "Print the versions of the program and its datasets" },
  parameters: { flags: COMMON_FLAGS },
  func(flags) {
    this.out.write(
      flags.json
        ? stringifyJson({ name: TOOL_NAME, version: TOOL_VERSION }, 2) + "\n"
        : `${TOOL_NAME} ${TOOL_VERSION}\n`,
    );
  },
});
