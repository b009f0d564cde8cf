/**
 * The word lists and ranges of dataset v0.1. Their order decides its bytes: frozen.
 *
 * @module
 */

/** What the rows of v0.1 carry as `synthetic_source`. */
export const MARKER = "enterprise-synthetic-data-hub v0.1";

/** First names, in the order they are drawn from. */
export const FIRST_NAMES = ["Alex", "Jordan", "Taylor", "Casey", "Morgan", "Avery", "Logan"];

/** Last names, in the order they are drawn from. */
export const LAST_NAMES = ["Rivera", "Nguyen", "Patel", "Garcia", "Smith", "Zhou", "Thompson"];

/** A state with what belongs to it. */
export interface StateFacts {
  /** Two-letter code. */
  readonly code: string;
  /** Its two cities, in the order they are drawn from. */
  readonly cities: readonly [string, string];
  /** First and last ZIP code as a number, both included. */
  readonly postalRange: readonly [number, number];
}

/** The five states, in the order they are drawn from. */
export const STATES: readonly StateFacts[] = [
  { code: "CA", cities: ["Walnut Creek", "San Mateo"], postalRange: [94_596, 94_950] },
  { code: "AZ", cities: ["Phoenix", "Tempe"], postalRange: [85_001, 85_299] },
  { code: "NV", cities: ["Las Vegas", "Henderson"], postalRange: [88_901, 89_199] },
  { code: "OR", cities: ["Portland", "Eugene"], postalRange: [97_001, 97_599] },
  { code: "WA", cities: ["Seattle", "Tacoma"], postalRange: [98_001, 98_599] },
];

/** Makes with their models, in the order they are drawn from. */
export const MAKES: readonly { readonly make: string; readonly models: readonly string[] }[] = [
  { make: "Toyota", models: ["Camry", "Prius", "RAV4"] },
  { make: "Ford", models: ["Focus", "Escape", "Maverick"] },
  { make: "Honda", models: ["Civic", "CR-V", "Accord"] },
  { make: "Subaru", models: ["Outback", "Forester"] },
  { make: "Chevrolet", models: ["Equinox", "Malibu", "Trax"] },
];

/** Lines of business; `random()` up to and including {@link PERSONAL_SHARE} gives the first. */
export const LINES_OF_BUSINESS = ["Personal", "Commercial"];

/** Share of personal lines. */
export const PERSONAL_SHARE = 0.7;

/** Body styles over both lines of business. */
export const BODY_STYLES = ["Sedan", "SUV", "Truck"];

/** Codes in {@link BODY_STYLES}, by line of business. */
export const BODY_STYLE_CODES: readonly (readonly [number, number])[] = [[0, 1], [1, 2]];

/** Risk ratings over both lines of business. */
export const RISK_RATINGS = ["Low", "Medium", "High"];

/** Codes in {@link RISK_RATINGS}, by line of business. */
export const RISK_RATING_CODES: readonly (readonly [number, number])[] = [[0, 1], [1, 2]];

/** First and last model year, both included. */
export const MODEL_YEARS: readonly [number, number] = [2008, 2024];

/** Days from 1970-01-01 to the last date of birth; the first is day 0. */
export const LAST_BIRTH_DAY = 20_000;

/** First and last number of a driver licence, both included. */
export const LICENSE_NUMBERS: readonly [number, number] = [1_000_000, 9_999_999];

/** Characters of a VIN, in the order they are drawn from. */
export const VIN_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";

/** Length of a VIN in characters. */
export const VIN_LENGTH = 17;

/** Namespace of the profile's UUIDv5. */
export const PROFILE_NAMESPACE = "ca92fd9b-5368-4924-8db6-bb1f56766c2b";

/** The second address line of every third person: `Apt 200`. */
export const UNIT_WORD = "Apt";

/** Every how many persons have a second address line. */
export const UNIT_INTERVAL = 3;
