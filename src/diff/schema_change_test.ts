import { assertEquals } from "@std/assert";
import type { Entity } from "../core/entity.ts";
import { autoDataset } from "../datasets/auto/mod.ts";
import { tableSchema } from "../schema/table_schema.ts";
import { html } from "../core/html.ts";
import { compareOptions, compareShapes } from "./schema_change.ts";
import { shapeOfEntity, shapesOfPackage } from "./shape.ts";

const CAR: Entity = {
  name: "car",
  plural: "cars",
  description: "A car.",
  fields: [
    { name: "vin", kind: "text", description: "Its number.", key: true },
    { name: "year", kind: "integer", description: "Its year.", min: 1900 },
    { name: "color", kind: "word", description: "Its colour.", values: ["red", "blue"] },
  ],
};

const shapes = (entity: Entity) => new Map([[entity.plural, shapeOfEntity(entity)]]);

Deno.test("compareShapes() tells of fields, types and constraints", () => {
  const [vin, year, color] = CAR.fields;
  const changed: Entity = {
    ...CAR,
    fields: [year!, vin!, { ...color!, nullable: true, values: ["red"], description: "New." }, {
      name: "price",
      kind: "decimal",
      scale: 2,
      description: "Its price.",
    }],
  };
  const changes = compareShapes(shapes(CAR), shapes(changed));
  assertEquals(changes.map(({ kind, name, member }) => [kind, name, member]), [
    ["field-changed", "color", "required"],
    ["field-changed", "color", "enum"],
    ["field-added", "price", undefined],
    ["field-moved", "vin", "order"],
  ]);
  assertEquals(compareShapes(shapes(CAR), shapes(CAR)), []);
  assertEquals(compareShapes(shapes(CAR), new Map()), [{ kind: "entity-removed", entity: "cars" }]);
});

Deno.test("compareOptions() tells of defaults and of options", () => {
  const option = {
    name: "x",
    description: "X.",
    form: "X",
    defaultValue: "1",
    effect: "other rows",
  };
  assertEquals(compareOptions([option], [{ ...option, defaultValue: "2" }]), [
    { kind: "option-changed", name: "x", member: "default", a: "1", b: "2" },
  ]);
  assertEquals(compareOptions([option], [])[0]?.kind, "option-removed");
});

Deno.test("shapesOfPackage() gives the shapes of the definitions a package was made from", () => {
  const { entities } = autoDataset;
  const known = new Map(entities.map((entity) => [entity.plural, shapeOfEntity(entity)]));
  for (const held of [entities, entities.slice(-1)]) {
    const plurals = held.map(({ plural }) => plural);
    const resources = held.map((entity) => ({
      name: entity.plural,
      title: entity.plural,
      schema: tableSchema(entity, (plural) => plurals.includes(plural) ? plural : undefined),
    }));
    const read = shapesOfPackage({ resources }, known);
    const asked = new Map([...known].filter(([plural]) => plurals.includes(plural)));
    assertEquals(compareShapes(asked, read), []);
  }
});

Deno.test("html() escapes what is put in, and nothing twice", () => {
  const inner = html`<i class="${'"x"'}">${"a&b\x1b"}</i>`;
  assertEquals(html`<p>${inner}</p>`.text, '<p><i class="&quot;x&quot;">a&amp;b\\x1b</i></p>');
});
