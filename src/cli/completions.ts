/**
 * `esdh completions`: prints a completion script for a shell.
 *
 * @module
 */
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
} from "./command.ts";
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { describeNames } from "../core/suggest.ts";

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "source <(esdh completions bash)", brief: "bash, for this session" },
  { line: "esdh completions zsh > ~/.zfunc/_esdh", brief: "zsh, with ~/.zfunc in $fpath" },
  { line: "esdh completions fish > ~/.config/fish/completions/esdh.fish", brief: "fish" },
  {
    line: "esdh completions powershell | Out-String | Invoke-Expression",
    brief: "PowerShell; put the line into $PROFILE to keep it",
  },
];

/** The command. */
export const command = buildCommand<CommonFlags, [string], CliContext>({
  docs: {
    brief: "Print a completion script for a shell",
    fullDescription: "The script completes commands, options and the values that are known.",
  },
  parameters: {
    flags: COMMON_FLAGS,
    positional: {
      kind: "tuple",
      parameters: [{
        placeholder: "SHELL",
        brief: "One of {values}",
        parse: parseShell,
        proposeCompletions: listShells,
      }],
    },
  },
  async func(flags, shell) {
    const { COMMANDS } = await import("./mod.ts");
    const { readCompletions } = await import("./_completion_model.ts");
    const { SHELLS } = await import("./_completion_scripts.ts");
    const script = SHELLS[shell]!(await readCompletions(COMMANDS));
    this.out.write(flags.json ? `${stringifyJson({ shell, script }, 2)}\n` : script);
  },
});

async function listShells(): Promise<string[]> {
  const { SHELLS } = await import("./_completion_scripts.ts");
  return Object.keys(SHELLS);
}

async function parseShell(text: string): Promise<string> {
  const name = text === "pwsh" ? "powershell" : text;
  const names = await listShells();
  if (names.includes(name)) return name;
  throw new EsdhError("UNKNOWN_NAME", `unknown shell "${text}"`, {
    hint: describeNames(text, names),
  });
}
