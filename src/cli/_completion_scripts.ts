/**
 * Completion scripts of four shells, from one model.
 *
 * @module
 */
import type { CompletedCommand, CompletedFlag, CompletedValue } from "./_completion_model.ts";

/** Options before any command. */
const ROOT_FLAGS = ["--help", "--version"];

/** The shells, with the function that writes each one's script. */
export const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: writeBash,
  zsh: writeZsh,
  fish: writeFish,
  powershell: writePowerShell,
};

function flatten(commands: readonly CompletedCommand[]): CompletedCommand[] {
  return commands.flatMap((command) => [command, ...flatten(command.subcommands)]);
}

/** What may stand at a place where neither an option's value nor a path is expected. */
function wordsAfter(command: CompletedCommand): string[] {
  return [
    ...command.subcommands.map(({ path }) => path.at(-1)!),
    ...command.args.flatMap(({ words }) => words),
    ...command.flags.map(({ name }) => name),
  ];
}

function valueFlags(command: CompletedCommand): (CompletedFlag & { value: CompletedValue })[] {
  return command.flags.flatMap((flag) =>
    flag.value === undefined ? [] : [{ ...flag, value: flag.value }]
  );
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function writeBash(commands: readonly CompletedCommand[]): string {
  const all = flatten(commands);
  const paths = all.map(({ path }) => shellQuote(path.join(" "))).join("|");
  const values = all.flatMap((command) =>
    valueFlags(command).map(({ name, alias, value }) => {
      const keys = [name, ...(alias === undefined ? [] : [alias])]
        .map((flag) => shellQuote(`${command.path.join(" ")}:${flag}`)).join("|");
      const action = value.words.length > 0
        ? `words=${shellQuote(value.words.join(" "))}`
        : value.path === undefined
        ? "compopt +o default"
        : value.path === "folder"
        ? `compopt -o dirnames +o default`
        : ":";
      return `    ${keys}) ${action} ;;`;
    })
  );
  const places = all.map((command) =>
    `    ${shellQuote(command.path.join(" "))}) words=${
      shellQuote(wordsAfter(command).join(" "))
    } ;;`
  );
  const root = [...commands.map(({ path }) => path[0]!), "help", ...ROOT_FLAGS].join(" ");
  return `# bash completion of esdh: source it, or put it where your system keeps completions.
_esdh() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" words="" prefix="" word index
  COMPREPLY=()
  if [[ $cur == "=" ]]; then
    cur=""
  elif [[ $prev == "=" ]]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${path:+$path }\${COMP_WORDS[index]}"
    case $word in
    ${paths}) path=$word ;;
    *) break ;;
    esac
  done
  case $path:$prev in
${values.join("\n")}
    *)
      case $path in
${places.map((line) => `  ${line}`).join("\n")}
      *) words=${shellQuote(root)} ;;
      esac
      ;;
  esac
  if [[ $cur == *,* ]]; then
    prefix="\${cur%,*},"
    cur="\${cur##*,}"
  fi
  COMPREPLY=($(compgen -P "$prefix" -W "$words" -- "$cur"))
}
complete -o default -F _esdh esdh esdh.exe
`;
}

function zshText(text: string): string {
  return text.replace(/[[\]:\\]/g, "\\$&");
}

function zshAction(value: CompletedValue): string {
  if (value.words.length > 0) {
    const words = value.words.join(" ");
    return value.isList ? `_values -s , ${value.placeholder} ${words}` : `(${words})`;
  }
  return value.path === "folder" ? "_files -/" : value.path === "file" ? "_files" : " ";
}

function writeZsh(commands: readonly CompletedCommand[]): string {
  const nameOf = (path: readonly string[]) => ["_esdh", ...path].join("_").replaceAll("-", "_");
  const describe = (members: readonly CompletedCommand[]) =>
    members.map(({ path, brief }) => shellQuote(`${zshText(path.at(-1)!)}:${brief}`)).join(" ");
  const writeNested = (members: readonly CompletedCommand[], flags: readonly string[]) =>
    `  local context state state_descr line
  local -A opt_args
  _arguments -C ${[...flags, "'1: :->command'", "'*:: :->rest'"].join(" \\\n    ")}
  case $state in
  command)
    local -a members=(${describe(members)})
    _describe command members
    ;;
  rest)
    case $words[1] in
${members.map(({ path }) => `    ${path.at(-1)}) ${nameOf(path)} ;;`).join("\n")}
    esac
    ;;
  esac`;
  const functions = flatten(commands).map((command) => {
    const flags = command.flags.flatMap(({ name, alias, brief, value }) => {
      const text = `[${zshText(brief)}]`;
      const action = value === undefined
        ? ""
        : `:${zshText(value.placeholder)}:${zshAction(value)}`;
      const long = shellQuote(`${name}${value === undefined ? "" : "="}${text}${action}`);
      return alias === undefined ? [long] : [long, shellQuote(`${alias}${text}${action}`)];
    });
    const args = command.args.map((value) =>
      shellQuote(`:${zshText(value.placeholder)}:${zshAction(value)}`)
    );
    const body = command.subcommands.length > 0
      ? writeNested(command.subcommands, flags)
      : `  _arguments ${[...flags, ...args].join(" \\\n    ")}`;
    return `${nameOf(command.path)}() {\n${body}\n}\n`;
  });
  const rootFlags = ["'(- *)--help[Print help]'", "'(- *)--version[Print the version]'"];
  return `#compdef esdh
# zsh completion of esdh: put it as _esdh in a folder of $fpath, or source it.
${functions.join("\n")}
_esdh() {
${writeNested(commands, rootFlags)}
}

if [[ $funcstack[1] == _esdh ]]; then
  _esdh "$@"
else
  compdef _esdh esdh
fi
`;
}

function writeFish(commands: readonly CompletedCommand[]): string {
  const quote = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const lines: string[] = [];
  for (const { path, brief } of commands) {
    lines.push(`complete -c esdh -n __fish_use_subcommand -a ${path[0]} -d ${quote(brief)}`);
  }
  lines.push(
    "complete -c esdh -n __fish_use_subcommand -s h -l help -d 'Print help'",
    "complete -c esdh -n __fish_use_subcommand -s v -l version -d 'Print the version'",
  );
  for (const command of flatten(commands)) {
    const seen = command.path.map((verb) => `__fish_seen_subcommand_from ${verb}`).join("; and ");
    const where = `complete -c esdh -n ${quote(seen)}`;
    for (const { path, brief } of command.subcommands) {
      lines.push(`${where} -a ${path.at(-1)} -d ${quote(brief)}`);
    }
    for (const { words } of command.args) {
      if (words.length > 0) lines.push(`${where} -a ${quote(words.join(" "))}`);
    }
    for (const { name, alias, brief, value } of command.flags) {
      const short = alias === undefined ? "" : ` -s ${alias.slice(1)}`;
      lines.push(
        `${where}${short} -l ${name.slice(2)}${fishValue(value, quote)} -d ${quote(brief)}`,
      );
    }
  }
  return `# fish completion of esdh: save it as ~/.config/fish/completions/esdh.fish
complete -c esdh -f
${lines.join("\n")}
`;
}

function fishValue(value: CompletedValue | undefined, quote: (text: string) => string): string {
  if (value === undefined) return "";
  if (value.words.length === 0) return value.path === undefined ? " -x" : " -r -F";
  const words = value.words.join(" ");
  return ` -x -a ${quote(value.isList ? `(__fish_append , ${words})` : words)}`;
}

function writePowerShell(commands: readonly CompletedCommand[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  // Ordered tables, because lists of pairs would be flattened.
  const table = (members: readonly (readonly [word: string, brief: string])[]) => {
    const lines = [...new Map(members)].map(([word, brief]) =>
      `    ${quote(word)} = ${quote(brief)}\n`
    );
    return `[ordered]@{\n${lines.join("")}  }`;
  };
  const places = flatten(commands).map((command) => {
    const members = [
      ...command.subcommands.map(({ path, brief }) => [path.at(-1)!, brief] as const),
      ...command.args.flatMap(({ words, placeholder }) =>
        words.map((word) => [word, placeholder] as const)
      ),
      ...command.flags.map(({ name, brief }) => [name, brief] as const),
    ];
    return `  ${quote(command.path.join(" "))} = ${table(members)}`;
  });
  const root = [
    ...commands.map(({ path, brief }) => [path[0]!, brief] as const),
    ["--help", "Print help"] as const,
    ["--version", "Print the version"] as const,
  ];
  const values = flatten(commands).flatMap((command) =>
    valueFlags(command).map(({ name, value }) =>
      `  ${quote(`${command.path.join(" ")}:${name}`)} = @(${value.words.map(quote).join(", ")})`
    )
  );
  return `# PowerShell completion of esdh: add \`esdh completions powershell | Out-String | Invoke-Expression\` to $PROFILE
$esdhPlaces = @{
  '' = ${table(root)}
${places.join("\n")}
}
$esdhValues = @{
${values.join("\n")}
}
Register-ArgumentCompleter -Native -CommandName 'esdh', 'esdh.exe' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $elements = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    Select-Object -Skip 1 |
    ForEach-Object { $_.ToString() })
  $path = ''
  foreach ($element in $elements) {
    $longer = "$path $element".Trim()
    if (-not $esdhPlaces.ContainsKey($longer)) { break }
    $path = $longer
  }
  $before = if ($elements.Count -gt 0) { $elements[-1] } else { '' }
  $key = "\${path}:$before"
  if ($esdhValues.ContainsKey($key)) {
    $members = [ordered]@{}
    foreach ($word in $esdhValues[$key]) { $members[$word] = $word }
  } else {
    $members = $esdhPlaces[$path]
  }
  foreach ($word in $members.Keys) {
    if ($word.StartsWith($wordToComplete)) {
      [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $members[$word])
    }
  }
}.GetNewClosure()
`;
}
