/**
 * Fields of `auto` that other rows repeat: what is changed in one row is changed in all, so that a defect breaks
 * what it says and no more.
 *
 * @module
 */
import type { DefectRow, DefectValue, Planting } from "../../../core/defect.ts";

/** Entities in which something of a person is repeated. */
export const PERSON_COPIES: readonly string[] = ["persons", "profiles"];

/** Entities in which something of a vehicle is repeated. */
export const VEHICLE_COPIES: readonly string[] = ["vehicles", "profiles"];

/** Entities in which something of an address is repeated. */
export const ADDRESS_COPIES: readonly string[] = ["addresses", "persons", "vehicles", "profiles"];

/**
 * A value that must be a text.
 *
 * @param row The row.
 * @param field Name of the field.
 * @returns Its text; empty where it has no value.
 */
export function textOf({ values }: DefectRow, field: string): string {
  const value = values[field];
  return value === null || value === undefined ? "" : `${value}`;
}

/**
 * Rows whose field has the value of another row's field.
 *
 * @param planting The account.
 * @param entity Plural name of the rows that are looked for.
 * @param field Their field.
 * @param value Its value.
 * @returns The rows, in order.
 */
export function rowsWith(
  planting: Planting,
  entity: string,
  field: string,
  value: DefectValue | undefined,
): DefectRow[] {
  return planting.rows(entity).filter(({ values }) => values[field] === value);
}

/**
 * Writes a VIN into a vehicle and its profile.
 *
 * @param planting The account.
 * @param vehicle The vehicle.
 * @param vin What its VIN becomes.
 * @param rule Rule that finds it.
 * @param isMalformed Whether it has not the form of a VIN, which the profile's copy then has not either.
 */
export function setVin(
  planting: Planting,
  vehicle: DefectRow,
  vin: string,
  rule: string,
  isMalformed: boolean,
): void {
  planting.set(vehicle, "vin", vin, rule);
  for (const row of rowsWith(planting, "profiles", "vehicle_id", vehicle.values["vehicle_id"]!)) {
    planting.set(row, "primary_vehicle_vin", vin, isMalformed ? rule : undefined);
  }
}

/**
 * Writes the summary of a changed vehicle into its profile.
 *
 * @param planting The account.
 * @param vehicle The vehicle.
 * @param changed What has other values than the row.
 */
export function copySummary(
  planting: Planting,
  vehicle: DefectRow,
  changed: Readonly<Record<string, DefectValue>>,
): void {
  const { model_year: year, make, model } = { ...vehicle.values, ...changed };
  for (const row of rowsWith(planting, "profiles", "vehicle_id", vehicle.values["vehicle_id"]!)) {
    planting.set(row, "vehicle_summary", `${year} ${make} ${model}`);
  }
}

/**
 * Writes the name of a person wherever it stands.
 *
 * @param planting The account.
 * @param person The person.
 * @param names What the names become.
 * @param rule Rule that finds it.
 */
export function rename(
  planting: Planting,
  person: DefectRow,
  names: { readonly first?: string; readonly last: string },
  rule: string,
): void {
  const first = names.first ?? textOf(person, "first_name");
  planting.set(person, "last_name", names.last, rule);
  planting.set(person, "first_name", first);
  const name = `${first} ${names.last}`;
  planting.set(person, "full_name", name);
  copyFullName(planting, person, name);
}

/**
 * Writes the full name of a changed person into its profile.
 *
 * @param planting The account.
 * @param person The person.
 * @param name The name.
 */
export function copyFullName(planting: Planting, person: DefectRow, name: string): void {
  for (const row of rowsWith(planting, "profiles", "person_id", person.values["person_id"]!)) {
    planting.set(row, "full_name", name);
  }
}

/** What a defect breaks in each place where an address is repeated; none where nothing is. */
export interface AddressRules {
  readonly address: string;
  readonly also?: readonly string[];
  readonly person?: string;
  readonly vehicle?: string;
  readonly residence?: string;
  readonly garaging?: string;
}

/**
 * Writes the ZIP code of an address wherever it stands.
 *
 * @param planting The account.
 * @param address The address.
 * @param zip What the ZIP code becomes.
 * @param rules What it breaks where.
 * @param see Called with each vehicle that is kept there.
 */
export function setZip(
  planting: Planting,
  address: DefectRow,
  zip: string,
  rules: AddressRules,
  see?: (vehicle: DefectRow) => void,
): void {
  const id = address.values["address_id"]!;
  planting.set(address, "postal_code", zip, rules.address, rules.also);
  for (const person of rowsWith(planting, "persons", "address_id", id)) {
    planting.set(person, "postal_code", zip, rules.person);
    const own = rowsWith(planting, "profiles", "person_id", person.values["person_id"]!);
    for (const row of own) planting.set(row, "postal_code", zip, rules.residence);
  }
  for (const vehicle of rowsWith(planting, "vehicles", "garaging_address_id", id)) {
    planting.set(vehicle, "garaging_postal_code", zip, rules.vehicle);
    see?.(vehicle);
    const own = rowsWith(planting, "profiles", "vehicle_id", vehicle.values["vehicle_id"]!);
    for (const row of own) planting.set(row, "garaging_postal_code", zip, rules.garaging);
  }
}

/**
 * Writes the street of an address wherever it stands.
 *
 * @param planting The account.
 * @param address The address.
 * @param street What the first line becomes.
 * @param rule What it breaks in the address.
 */
export function setStreet(
  planting: Planting,
  address: DefectRow,
  street: string,
  rule: string,
): void {
  planting.set(address, "address_line_1", street, rule);
  for (
    const person of rowsWith(planting, "persons", "address_id", address.values["address_id"]!)
  ) {
    planting.set(person, "address_line_1", street);
  }
}
