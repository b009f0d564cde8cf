import { assertEquals } from "@std/assert";
import { batchRows, type Row } from "../../core/batch.ts";
import { ADDRESS } from "./address.ts";
import { openMadeRows } from "./entity.ts";
import { PERSON } from "./person.ts";
import { PROFILE } from "./profile.ts";
import { VEHICLE } from "./vehicle.ts";

const COUNT = 2500;
const plan = { seed: 11n, records: COUNT, options: { footprint: "all" } };

const [addresses, persons, vehicles, profiles] = openMadeRows(
  [ADDRESS, PERSON, VEHICLE, PROFILE],
  plan,
  COUNT,
).next(COUNT).map((batch) => [...batchRows(batch)]) as [Row[], Row[], Row[], Row[]];

Deno.test("PROFILE repeats the vehicle and its principal driver, a row for each vehicle", () => {
  const personOf = new Map(persons.map((row) => [row["person_id"], row]));
  assertEquals(profiles.length, vehicles.length);
  profiles.forEach((profile, at) => {
    const vehicle = vehicles[at]!;
    const person = personOf.get(profile["person_id"] as string)!;
    const { profile_id, ...rest } = profile;
    assertEquals(rest, {
      person_id: vehicle["person_id"],
      vehicle_id: vehicle["vehicle_id"],
      account_id: person["account_id"],
      lob_type: person["lob_type"],
      full_name: person["full_name"],
      residence_state: person["state"],
      city: person["city"],
      postal_code: person["postal_code"],
      garaging_state: vehicle["garaging_state"],
      garaging_postal_code: vehicle["garaging_postal_code"],
      primary_vehicle_vin: vehicle["vin"],
      vehicle_summary: `${vehicle["model_year"]} ${vehicle["make"]} ${vehicle["model"]}`,
      risk_rating: vehicle["risk_rating"],
      synthetic_source: vehicle["synthetic_source"],
    } as Row);
    assertEquals(typeof profile_id, "string");
  });
  assertEquals(new Set(profiles.map((row) => row["profile_id"])).size, profiles.length);
});

Deno.test("PROFILE is the same when nothing else is asked for", () => {
  const alone = openMadeRows([PROFILE], plan, COUNT).next(COUNT)[0]!;
  assertEquals([...batchRows(alone)], profiles);
});

Deno.test("VEHICLE is kept at an address of its account, with that address's ZIP code and state", () => {
  const addressOf = new Map(addresses.map((row) => [row["address_id"], row]));
  for (const vehicle of vehicles) {
    const address = addressOf.get(vehicle["garaging_address_id"] as string)!;
    assertEquals(
      [vehicle["account_id"], vehicle["garaging_state"], vehicle["garaging_postal_code"]],
      [address["account_id"], address["state"], address["postal_code"]],
    );
  }
});

Deno.test("VEHICLE is driven by a person of its account, a tractor by one with a class A licence", () => {
  const personOf = new Map(persons.map((row) => [row["person_id"], row]));
  for (const vehicle of vehicles) {
    const person = personOf.get(vehicle["person_id"] as string)!;
    assertEquals(person["account_id"], vehicle["account_id"]);
    const wanted = vehicle["body_style"] === "Tractor"
      ? /A/
      : vehicle["body_style"] === "Straight Truck"
      ? /[AB]/
      : /./;
    assertEquals(wanted.test(person["license_class"] as string), true, `${vehicle["body_style"]}`);
  }
});
