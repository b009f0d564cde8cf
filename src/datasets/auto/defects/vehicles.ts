/**
 * Defects of vehicles.
 *
 * @module
 */
import type { Defect, DefectRow, Planting } from "../../../core/defect.ts";
import { vinCheckDigit } from "../vin.ts";
import { COSTS, failLevels } from "./_levels.ts";
import { copySummary, rowsWith, setVin, textOf, VEHICLE_COPIES } from "./_copies.ts";

const VEHICLES = "vehicles";
const FORM = "pattern-mismatch";
const base = { entity: VEHICLES, needs: VEHICLE_COPIES } as const;

/** What a defect needs that changes what premiums are rated by. */
const RATED = [...VEHICLE_COPIES, COSTS];

/** First place of the serial number, whose characters are no rule's business but the check digit's. */
const SERIAL_AT = 11;

/** What depends on the line and year that a VIN names. */
const LINE_RULES = ["vin-maker", "vin-line", "model-sold", "propulsion-sold", "model-body"];
const YEAR_RULES = [
  "vin-maker",
  "vin-year-cycle",
  "model-sold",
  "propulsion-sold",
  "purchase-model-year",
];

function pickVehicle(planting: Planting): DefectRow | undefined {
  return planting.pick(planting.rows(VEHICLES));
}

/** What other sources call a make. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  Chevrolet: ["CHEV", "CHEVROLET", "Chevy"],
  Volkswagen: ["VW", "VOLKSWAGEN"],
  "Mercedes-Benz": ["MERZ", "Mercedes"],
  Toyota: ["TOYT", "TOYOTA"],
  Honda: ["HOND", "HONDA"],
  Nissan: ["NISS", "Datsun"],
  Hyundai: ["HYUN", "Hyundia"],
  Dodge: ["DODG", "DODGE"],
  Subaru: ["SUBA", "SUBARU"],
};

/** Fields of a vehicle that say what it is: a twin has them all. */
const TWIN_FIELDS = [
  "make",
  "model",
  "trim",
  "body_style",
  "segment",
  "propulsion",
  "model_year",
  "gvwr_class",
  "color",
  "msrp",
  "value",
  "symbol",
  "odometer",
] as const;

/** Defects of vehicles. */
export const VEHICLE_DEFECTS: readonly Defect[] = [
  {
    ...base,
    code: "vin-check-digit",
    field: "vin",
    rules: ["vin-check-digit"],
    check: "D01",
    description: "One character of the serial number is another: the check digit does not agree.",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      const vin = textOf(vehicle, "vin");
      const at = SERIAL_AT + planting.random(vin.length - SERIAL_AT);
      const first = planting.random(10);
      for (let step = 0; step < 10; step++) {
        const changed = `${vin.slice(0, at)}${(first + step) % 10}${vin.slice(at + 1)}`;
        if (changed === vin || vinCheckDigit(changed) === changed[8]) continue;
        return setVin(planting, vehicle, changed, "vin-check-digit", false);
      }
    },
  },
  {
    ...base,
    code: "vin-ioq",
    field: "vin",
    rules: [FORM],
    check: "D01",
    description: "Letter O or Q for zero, I for one.",
    plant(planting) {
      const able = planting.rows(VEHICLES).filter((row) => /[01]/.test(textOf(row, "vin")));
      const vehicle = planting.pick(able);
      if (vehicle === undefined) return;
      const zero = planting.random(2) === 0 ? "O" : "Q";
      const vin = textOf(vehicle, "vin").replace(/[01]/, (digit) => digit === "0" ? zero : "I");
      setVin(planting, vehicle, vin, FORM, true);
    },
  },
  {
    ...base,
    code: "vin-short",
    field: "vin",
    rules: [FORM],
    check: "D01",
    description: "Cut to 10 or 16 characters.",
    carrier: "repeats",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      const length = planting.random(2) === 0 ? 10 : 16;
      setVin(planting, vehicle, textOf(vehicle, "vin").slice(0, length), FORM, true);
    },
  },
  {
    ...base,
    code: "vin-placeholder",
    field: "vin",
    rules: [FORM],
    check: "D01",
    description: "A placeholder: TBD, UNKNOWN or PENDING.",
    carrier: "repeats",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      setVin(planting, vehicle, planting.pick(["TBD", "UNKNOWN", "PENDING"])!, FORM, true);
    },
  },
  {
    ...base,
    code: "vin-dup",
    needs: RATED,
    field: "vin",
    rules: ["vin-unique"],
    check: "R10",
    description: "The account has one vehicle twice, under two identifiers.",
    carrier: "repeats",
    plant(planting) {
      const rows = planting.rows(VEHICLES);
      const year = ({ values }: DefectRow) => Number(values["model_year"]);
      // The twin was bought when the model year of the first was sold.
      const twin = planting.pick(rows.slice(1).filter((row) => year(row) >= year(rows[0]!)));
      const [first] = rows;
      if (first === undefined || twin === undefined) return;
      const vin = textOf(first, "vin");
      planting.set(twin, "vin", vin, "vin-unique");
      for (const field of TWIN_FIELDS) planting.set(twin, field, first.values[field]!);
      for (const row of rowsWith(planting, "profiles", "vehicle_id", twin.values["vehicle_id"]!)) {
        planting.set(row, "primary_vehicle_vin", vin);
      }
      failLevels(
        planting,
        twin,
        "vehicle_id",
        Object.fromEntries(TWIN_FIELDS.map((field) => [field, first.values[field]!])),
      );
      copySummary(planting, twin, {
        model_year: first.values["model_year"]!,
        make: first.values["make"]!,
        model: first.values["model"]!,
      });
    },
  },
  {
    ...base,
    code: "vin-year",
    needs: RATED,
    field: "model_year",
    rules: ["vin-model-year"],
    check: "D01",
    description: "The model year is one off from the tenth character of the VIN.",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      const year = Number(vehicle.values["model_year"]) - 1;
      if (year < 1981) return;
      planting.set(vehicle, "model_year", year, "vin-model-year", YEAR_RULES);
      failLevels(planting, vehicle, "vehicle_id", { model_year: year });
      copySummary(planting, vehicle, { model_year: year });
    },
  },
  {
    ...base,
    code: "make-alias",
    field: "make",
    rules: ["vin-maker"],
    check: "D02",
    description: "Another spelling of the make: CHEV, VW.",
    plant(planting) {
      const able = planting.rows(VEHICLES).filter((row) => ALIASES[textOf(row, "make")]);
      const vehicle = planting.pick(able);
      if (vehicle === undefined) return;
      const make = planting.pick(ALIASES[textOf(vehicle, "make")]!)!;
      planting.set(vehicle, "make", make, "vin-maker", LINE_RULES);
      copySummary(planting, vehicle, { make });
    },
  },
  {
    ...base,
    code: "model-trim",
    field: "model",
    rules: ["vin-line"],
    check: "D02",
    description: "The level of trim stands in the model.",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      const model = `${textOf(vehicle, "model")} ${
        planting.pick(["LX", "SE", "XLE", "Sport", "4WD"])
      }`;
      planting.set(vehicle, "model", model, "vin-line", LINE_RULES);
      copySummary(planting, vehicle, { model });
    },
  },
  {
    ...base,
    code: "code-old",
    field: "symbol",
    rules: ["unknown-value"],
    check: "D23",
    description: "A rating symbol of the list of two digits that was retired.",
    needs: [VEHICLES],
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      planting.set(vehicle, "symbol", textOf(vehicle, "symbol").slice(1), "unknown-value");
    },
  },
  {
    ...base,
    code: "terr-old",
    needs: RATED,
    field: "garaging_postal_code",
    rules: ["vehicle-garage-postal-code"],
    check: "G02",
    description: "The ZIP code of garaging is that of a former address.",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      const zip = textOf(vehicle, "garaging_postal_code");
      const last = (Number(zip.slice(-1)) + 1 + planting.random(9)) % 10;
      const stale = `${zip.slice(0, -1)}${last}`;
      planting.set(vehicle, "garaging_postal_code", stale, "vehicle-garage-postal-code");
      failLevels(planting, vehicle, "vehicle_id", { garaging_postal_code: stale });
      for (
        const row of rowsWith(planting, "profiles", "vehicle_id", vehicle.values["vehicle_id"]!)
      ) {
        planting.set(row, "garaging_postal_code", stale);
      }
    },
  },
  {
    ...base,
    code: "date-format",
    field: "purchased_on",
    rules: ["invalid-day"],
    check: "D24",
    description: "A day as MM/DD/YYYY, as YYYYMMDD or as the serial number of a spreadsheet.",
    needs: [VEHICLES],
    carrier: "texts",
    plant(planting) {
      const vehicle = pickVehicle(planting);
      if (vehicle === undefined) return;
      const day = textOf(vehicle, "purchased_on");
      const [year, month, date] = day.split("-");
      const serial = Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;
      const forms = [`${month}/${date}/${year}`, `${year}${month}${date}`, `${serial}`];
      planting.write(vehicle, "purchased_on", planting.pick(forms)!, "invalid-day");
    },
  },
];
