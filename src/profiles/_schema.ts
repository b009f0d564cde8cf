/**
 * The form of a configuration file. Messages say what is wanted; who reports them adds where it stands
 * and what was given.
 *
 * @module
 */
import { z } from "zod";
import { MAX_RECORDS } from "../core/plan.ts";
import { MAX_SEED_DIGITS, parseSeed } from "../core/seed.ts";

const PORT = "a port from 0 to 65535 (0: any free one)";
const SEED = `a whole number of at most ${MAX_SEED_DIGITS} digits, or random`;
const NAME = "a name of lower-case letters, digits, - and _, at most 40";

const wholeNumber = (min: number, max: number, wanted: string) =>
  z.bigint({ error: wanted }).refine((value) => value >= BigInt(min) && value <= BigInt(max), {
    error: wanted,
  }).transform(Number);

const text = (wanted: string, maxLength: number) =>
  z.string({ error: wanted }).min(1, { error: wanted }).max(maxLength, {
    error: `${wanted} of at most ${maxLength} characters`,
  });

const port = wholeNumber(0, 65_535, PORT);

const seed = z.union([z.bigint(), z.string()], { error: SEED }).transform((value, { issues }) => {
  const parsed = parseSeed(`${value}`);
  if (parsed !== undefined) return parsed;
  issues.push({ code: "custom", message: SEED, input: value });
  return z.NEVER;
});

/** The members of a profile. */
export const profileSchema = z.strictObject({
  description: text("a sentence", 200).optional(),
  dataset: text("the name of a dataset", 100).optional(),
  records: wholeNumber(0, MAX_RECORDS, `a whole number from 0 to ${MAX_RECORDS}`).optional(),
  seed: seed.optional(),
  randomize: z.boolean({ error: "true or false" }).optional(),
  api_port: port.optional(),
  preview_rows: wholeNumber(1, 100, "a whole number from 1 to 100").optional(),
}, { error: "a profile, such as {records: 30, seed: 42}" });

/** The members of `settings`. */
export const settingsSchema = z.strictObject({
  profile: z.string({ error: "the name of a profile" }).optional(),
  api_port: port.optional(),
  output_root: text("a folder", 4000).optional(),
  demo_runs_dir: text("a folder", 4000).optional(),
  ca_file: text("a PEM file", 4000).optional(),
}, { error: "settings, such as {api_port: 5000}" });

/** A whole configuration file. */
export const configSchema = z.strictObject({
  settings: settingsSchema.nullish(),
  profiles: z.record(
    z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, { error: NAME }),
    profileSchema,
    { error: "profiles, such as {baseline: {records: 30, seed: 42}}" },
  ).nullish(),
}, { error: "a configuration with settings, profiles or both" });

/** The values of a configuration file. */
export type ConfigValues = z.infer<typeof configSchema>;

/**
 * Parses a port, as environment variables hold it.
 *
 * @param value Digits.
 * @returns The port, or what was wanted instead.
 */
export function parsePort(value: string): number | { readonly wanted: string } {
  const parsed = port.safeParse(/^\d{1,6}$/.test(value) ? BigInt(value) : value);
  return parsed.success ? parsed.data : { wanted: PORT };
}
