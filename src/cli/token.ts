/**
 * The token that `--auth-token-env` names.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { CliContext } from "./command.ts";

/**
 * Reads the token from the environment, so that it stands in no process list and no history.
 *
 * @param context The command's context.
 * @param name Name of the variable; undefined where no token was asked for.
 * @param failure Code where the variable holds none, and what it should be set to.
 * @returns The token, or undefined where none was asked for.
 * @throws {EsdhError} USAGE or REFUSED, as `failure` says, if the variable is unset, empty or may not be read.
 */
export function readToken(
  context: Pick<CliContext, "env">,
  name: string | undefined,
  failure: { readonly code: "USAGE" | "REFUSED"; readonly wanted: string },
): string | undefined {
  if (name === undefined) return undefined;
  const token = context.env(name);
  if (token !== undefined) return token;
  const hint = `set it to ${failure.wanted}`;
  throw new EsdhError(failure.code, `the variable "${name}" holds no token`, {
    hint: name.startsWith("ESDH_")
      ? hint
      : `${hint}; the program may read only variables whose names begin with ESDH_`,
  });
}
