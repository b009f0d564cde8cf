/**
 * Rules that several entities have in the same form, and the places they look at.
 *
 * @module
 */
import type { EqualRule, TableRule } from "../../core/rule.ts";
import { places, states } from "./places.ts";

/**
 * A field that equals another.
 *
 * @param entity Plural name of the entity.
 * @param code Name of the rule.
 * @param field The field.
 * @param input What it equals.
 * @param message What must hold.
 * @returns The rule.
 */
export function same(
  entity: string,
  code: string,
  field: string,
  input: string,
  message: string,
): EqualRule {
  return { kind: "equal", code, entity, field, input, message };
}

/**
 * Every ZIP code with its place.
 *
 * @returns Rows of ZIP code, city, state and county code.
 */
export function* zipRows(): Generator<readonly [string, string, string, string]> {
  const { zips, zipPlaces, cities, states: owners, countyCodes } = places();
  const { codes } = states();
  for (const [zip, text] of zips.entries()) {
    const place = zipPlaces[zip]!;
    yield [text, cities[place]!, codes[owners[place]!]!, countyCodes[place]!];
  }
}

/**
 * Every area code with each of its places.
 *
 * @returns Rows of area code, city and state.
 */
export function* areaRows(): Generator<readonly [string, string, string]> {
  const { cities, areaCodes, states: owners } = places();
  const { codes } = states();
  for (const [place, city] of cities.entries()) {
    for (const area of areaCodes[place]!) yield [area, city, codes[owners[place]!]!];
  }
}

/**
 * Rules of places that addresses and persons share.
 *
 * @param entity Plural name of the entity.
 * @param prefix What codes begin with.
 * @returns The rules.
 */
export function geography(entity: string, prefix: string): TableRule[] {
  return [
    {
      kind: "table",
      code: `${prefix}-postal-code`,
      entity,
      field: "postal_code",
      inputs: ["city", "state"],
      message: "the ZIP code is one of the city in that state",
      *rows() {
        for (const [zip, city, state] of zipRows()) yield [zip, city, state];
      },
    },
  ];
}
