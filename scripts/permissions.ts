/**
 * Turns a permission set of `deno.json` into flags. The set is the one place that says what the program may do;
 * flags are needed where no `deno.json` is read, as in `deno compile` of a bundle.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "./_house.ts";

/** One permission: all of it, none of it, or some names, with what happens to the other names. */
export type Grant = boolean | readonly string[] | {
  /** Names that are granted. */
  readonly allow?: boolean | readonly string[];
  /** Names that are refused. */
  readonly deny?: boolean | readonly string[];
  /** Names that read as unset or missing, instead of failing. */
  readonly ignore?: boolean | readonly string[];
};

/** A permission set: permissions by their names (`read`, `write`, `net`, `env`, `sys`, `run`, `ffi`, `import`). */
export type PermissionSet = Readonly<Record<string, Grant>>;

/** A flag for one kind of grant, or none. */
function flagOf(
  verb: string,
  name: string,
  value: boolean | readonly string[] | undefined,
): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${verb}-${name}`];
  return value.length === 0 ? [] : [`--${verb}-${name}=${value.join(",")}`];
}

/**
 * Writes a permission set as flags.
 *
 * @param set The set.
 * @returns Flags of `deno run`, `deno test` and `deno compile`, that never ask a person.
 *
 * @example
 * ```ts
 * import { listFlags } from "./permissions.ts";
 * const flags = listFlags({ read: true, run: false, env: { allow: ["HOME", "ESDH_*"], ignore: true } });
 * const wanted = "--no-prompt --allow-read --allow-env=HOME,ESDH_* --ignore-env";
 * if (flags.join(" ") !== wanted) throw new RangeError(flags.join(" "));
 * ```
 */
export function listFlags(set: PermissionSet): string[] {
  const flags = ["--no-prompt"];
  for (const [name, grant] of Object.entries(set)) {
    if (typeof grant === "boolean" || Array.isArray(grant)) {
      flags.push(...flagOf("allow", name, grant));
      continue;
    }
    const { allow, deny, ignore } = grant as Exclude<Grant, boolean | readonly string[]>;
    flags.push(...flagOf("allow", name, allow));
    flags.push(...flagOf("deny", name, deny));
    flags.push(...flagOf("ignore", name, ignore));
  }
  return flags;
}

/**
 * Reads a permission set of this project.
 *
 * @param name A key of `permissions` in `deno.json`: `esdh` for the program, `test` for its tests.
 * @returns The set.
 * @throws {RangeError} If there is none of that name.
 */
export function readPermissions(name: string): PermissionSet {
  const config = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const sets = config.permissions as Readonly<Record<string, PermissionSet>>;
  if (!Object.hasOwn(sets, name)) {
    throw new RangeError(`deno.json has no permissions "${name}"; it has ${Object.keys(sets)}`);
  }
  return sets[name]!;
}
