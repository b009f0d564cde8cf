import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readCompletions } from "./_completion_model.ts";
import { SHELLS } from "./_completion_scripts.ts";
import {
  buildCommand,
  type CliContext,
  type CommandEntry,
  COMMON_FLAGS,
  type CommonFlags,
  parseFolder,
} from "./command.ts";

interface ThingFlags extends CommonFlags {
  readonly shape?: "round" | "square";
  readonly kinds?: string;
  readonly into?: string;
}

const thing = buildCommand<ThingFlags, [string?], CliContext>({
  docs: { brief: "Make a thing" },
  parameters: {
    flags: {
      shape: {
        kind: "enum",
        values: ["round", "square"],
        brief: "It's [round]: or $not",
        optional: true,
      },
      kinds: {
        kind: "parsed",
        parse: Object.assign((text: string) => text, { isList: true }),
        brief: "Kinds: {values}",
        placeholder: "KINDS",
        optional: true,
        proposeCompletions: () => Promise.resolve(["red", "green"]),
      },
      into: {
        kind: "parsed",
        parse: parseFolder,
        brief: "A folder",
        placeholder: "PLACE",
        optional: true,
      },
      ...COMMON_FLAGS,
    },
    aliases: { s: "shape" },
    positional: {
      kind: "tuple",
      parameters: [{
        placeholder: "NAME",
        brief: "Name",
        parse: String,
        optional: true,
        proposeCompletions: () => ["alpha"],
      }],
    },
  },
  func: () => {},
});

const ENTRIES: CommandEntry[] = [{
  name: "make-thing",
  brief: "Make a 'thing'",
  load: () =>
    Promise.resolve({
      command: thing,
      subcommands: [{
        name: "again",
        brief: "Once more",
        load: () => Promise.resolve({ command: thing }),
      }],
    }),
}];

const scriptOf = async (shell: string) => SHELLS[shell]!(await readCompletions(ENTRIES));

/** How each shell reads a script without running it. */
const SYNTAX_CHECKS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  bash: ["bash", "-n"],
  zsh: ["zsh", "-n"],
  fish: ["fish", "--no-execute"],
  powershell: [
    "pwsh",
    "-NoProfile",
    "-Command",
    "param($path) $null = [ScriptBlock]::Create((Get-Content -Raw $path))",
  ],
};

async function canRun(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["--version"], stdin: "null" }).output())
      .success;
  } catch {
    return false;
  }
}

for (const [shell, [program, ...args]] of Object.entries(SYNTAX_CHECKS)) {
  Deno.test({
    name: `completions for ${shell} are valid, as ${program} reads them`,
    // Ignored where the shell is not installed, because nothing else can read its language.
    ignore: !await canRun(program!),
    fn: async () => {
      const path = await Deno.makeTempFile({ suffix: shell === "powershell" ? ".ps1" : "" });
      try {
        await Deno.writeTextFile(path, await scriptOf(shell));
        const { success, stderr } = await new Deno.Command(program!, { args: [...args, path] })
          .output();
        assert(success, new TextDecoder().decode(stderr));
      } finally {
        await Deno.remove(path);
      }
    },
  });
}

Deno.test({
  name: "completions for bash propose commands, options, values and the next of a list",
  // Ignored where bash is not installed, because its functions are called here.
  ignore: !await canRun("bash"),
  fn: async () => {
    const cases: [string[], string][] = [
      [["m"], "make-thing"],
      [
        ["make-thing", ""],
        "again alpha --shape --kinds --into --json --quiet --no-color --debug --config --help",
      ],
      [["make-thing", "--sh"], "--shape"],
      [["make-thing", "--shape", "s"], "square"],
      [["make-thing", "--shape", "=", "r"], "round"],
      [["make-thing", "-s", ""], "round square"],
      [["make-thing", "--kinds", "red,"], "red,red red,green"],
      [["make-thing", "again", "a"], "alpha"],
      [["make-thing", "--config", ""], ""],
    ];
    const calls = cases.map(([words]) => {
      const quoted = ["esdh", ...words].map((word) => `'${word}'`).join(" ");
      return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _esdh; echo "\${COMPREPLY[*]}"`;
    });
    // compopt works only while bash completes.
    const script = `compopt() { :; }\n${await scriptOf("bash")}\n${calls.join("\n")}\n`;
    const { stdout, stderr } = await new Deno.Command("bash", { args: ["-c", script] }).output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(
      new TextDecoder().decode(stdout).split("\n").slice(0, -1),
      cases.map(([, wanted]) => wanted),
    );
  },
});

Deno.test("completions hold every command, option and value in each shell", async () => {
  for (const shell of Object.keys(SHELLS)) {
    const script = await scriptOf(shell);
    for (
      const word of [
        "make-thing",
        "again",
        "shape",
        "kinds",
        "round",
        "square",
        "red",
        "green",
        "alpha",
      ]
    ) {
      assertStringIncludes(script, word, `${shell} has no ${word}`);
    }
  }
});

Deno.test("completions quote descriptions so that no shell reads them as code", async () => {
  assertStringIncludes(await scriptOf("zsh"), `'--shape=[It'\\''s \\[round\\]\\: or $not]:`);
  assertStringIncludes(await scriptOf("fish"), `-d 'It\\'s [round]: or $not'`);
  assertStringIncludes(await scriptOf("powershell"), `'--shape' = 'It''s [round]: or $not'`);
});

Deno.test("readCompletions() knows lists and paths by their parsers, and puts values into briefs", async () => {
  const [command] = await readCompletions(ENTRIES);
  const valueOf = (name: string) => command!.flags.find((flag) => flag.name === name)?.value;
  assertEquals([valueOf("--kinds")?.isList, valueOf("--into")?.path, valueOf("--config")?.path], [
    true,
    "folder",
    "file",
  ]);
  assertEquals(valueOf("--json"), undefined);
  const kinds = command!.flags.find((flag) => flag.name === "--kinds");
  assertEquals(kinds?.brief, "Kinds: red, green");
  assertMatch(command!.subcommands[0]!.path.join(" "), /^make-thing again$/);
});
