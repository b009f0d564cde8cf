/**
 * Defects of addresses, and of whole rows.
 *
 * @module
 */
import type { Defect, Planting } from "../../../core/defect.ts";
import { places, states } from "../places.ts";
import { COSTS, failLevels } from "./_levels.ts";
import { ADDRESS_COPIES, setStreet, setZip, textOf } from "./_copies.ts";

const ADDRESSES = "addresses";
const FORM = "pattern-mismatch";
const base = { entity: ADDRESSES, needs: ADDRESS_COPIES } as const;

/** A ZIP code of another state, a near one in the list of states. */
function foreignZip(planting: Planting, state: string): string | undefined {
  const { zips } = places();
  const { codes, firstZips } = states();
  const own = codes.indexOf(state);
  const other = (own + 1) % codes.length;
  const count = firstZips[other + 1]! - firstZips[other]!;
  return other === own || count === 0
    ? undefined
    : zips[firstZips[other]! + planting.random(count)];
}

/** Defects of addresses. */
export const ADDRESS_DEFECTS: readonly Defect[] = [
  {
    ...base,
    code: "zip-lead0",
    field: "postal_code",
    rules: [FORM],
    check: "G01",
    description: "The leading zero of the ZIP code is lost.",
    plant(planting) {
      const able = planting.rows(ADDRESSES).filter((row) => textOf(row, "postal_code")[0] === "0");
      const address = planting.pick(able);
      if (address === undefined) return;
      const zip = textOf(address, "postal_code").replace(/^0+/, "");
      setZip(planting, address, zip, {
        address: FORM,
        person: FORM,
        vehicle: FORM,
        residence: FORM,
        garaging: FORM,
      });
    },
  },
  {
    ...base,
    code: "zip-state",
    needs: [...ADDRESS_COPIES, COSTS],
    field: "postal_code",
    rules: ["address-postal-code"],
    check: "G01",
    description: "The ZIP code is one of another state.",
    plant(planting) {
      const address = planting.pick(planting.rows(ADDRESSES));
      const zip = address && foreignZip(planting, textOf(address, "state"));
      if (address === undefined || zip === undefined) return;
      setZip(planting, address, zip, {
        address: "address-postal-code",
        also: ["address-county"],
        person: "person-postal-code",
      }, (vehicle) => failLevels(planting, vehicle, "vehicle_id", { garaging_postal_code: zip }));
    },
  },
  {
    ...base,
    code: "addr-unit",
    field: "address_line_1",
    rules: ["address-unit"],
    check: "G01",
    description: "The apartment stands in the first line.",
    plant(planting) {
      const able = planting.rows(ADDRESSES).filter(({ values }) =>
        values["address_line_2"] === null
      );
      const address = planting.pick(able);
      if (address === undefined) return;
      const unit = planting.pick(["Apt", "Unit", "Ste", "#"])!;
      const street = `${textOf(address, "address_line_1")} ${unit} ${1 + planting.random(400)}`;
      setStreet(planting, address, street, "address-unit");
    },
  },
  {
    ...base,
    code: "addr-pobox-garage",
    field: "address_line_1",
    rules: ["address-po-box"],
    check: "G02",
    description: "Vehicles are kept at a post office box.",
    plant(planting) {
      const vehicles = planting.rows("vehicles");
      const able = planting.rows(ADDRESSES).filter(({ values }) =>
        vehicles.some((vehicle) => vehicle.values["garaging_address_id"] === values["address_id"])
      );
      const address = planting.pick(able);
      if (address === undefined) return;
      setStreet(planting, address, `PO Box ${10 + planting.random(9000)}`, "address-po-box");
    },
  },
];

/** What else a row breaks whose cells stand in other columns. */
const SHIFTED = [
  "value-missing",
  "unknown-value",
  "pattern-mismatch",
  "marker-wrong",
  "too-long",
  "profile-account-missing",
  "profile-person-missing",
  "profile-vehicle-missing",
];

/** Defects of whole rows. */
export const ROW_DEFECTS: readonly Defect[] = [
  {
    code: "csv-shift",
    entity: "profiles",
    rules: ["row-width"],
    check: "D24",
    description: "All cells of a row stand one column to the right.",
    needs: ["profiles"],
    carrier: "places",
    plant(planting) {
      const row = planting.pick(planting.rows("profiles"));
      if (row !== undefined) planting.shift(row, "row-width", SHIFTED);
    },
  },
  {
    code: "row-dup",
    entity: "profiles",
    rules: ["key-duplicate"],
    check: "R02",
    description: "A whole row is there twice.",
    needs: ["profiles"],
    carrier: "repeats",
    plant(planting) {
      const row = planting.pick(planting.rows("profiles"));
      if (row !== undefined) planting.repeat(row, "key-duplicate", ["profile-vehicle-unique"]);
    },
  },
];
