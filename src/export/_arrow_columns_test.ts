import { assertEquals } from "@std/assert";
import type { Column } from "../core/batch.ts";
import type { Field } from "../core/entity.ts";
import { openArrowColumn } from "./_arrow_columns.ts";

Deno.test("openArrowColumn() writes the same bytes whatever a column has where it has no value", () => {
  const validity = Uint8Array.of(1, 0, 1, 0, 1);
  const cases: readonly [Partial<Field>, (hidden: number) => Column][] = [
    [{ kind: "integer", min: 0, max: 100 }, (hidden) => (
      { kind: "integer", values: Int32Array.of(1, hidden, 3, hidden, 5), validity }
    )],
    [{ kind: "day" }, (hidden) => (
      { kind: "day", values: Int32Array.of(1, hidden, 3, hidden, 5), validity }
    )],
    [{ kind: "boolean" }, (hidden) => (
      { kind: "boolean", values: Uint8Array.of(1, hidden & 1, 1, hidden & 1, 0), validity }
    )],
  ];
  for (const [field, columnOf] of cases) {
    const write = (hidden: number) => {
      const column = openArrowColumn(
        { name: "a", description: "", nullable: true, ...field } as Field,
      );
      column.append(columnOf(0), 0, 1);
      column.append(columnOf(hidden), 1, 5);
      return column.buffers().map((bytes) => bytes.slice());
    };
    assertEquals(write(77), write(0), field.kind);
  }
});
