/**
 * The registry of measures: to add one, write its file and add its line here.
 *
 * @module
 */
import { bookMeasures } from "./book.ts";
import { claimMeasures } from "./claims.ts";
import { columnMeasures } from "./columns.ts";
import { fleetMeasures } from "./fleet.ts";
import { geography } from "./geography.ts";
import { householdMeasures } from "./households.ts";
import type { MeasureSource } from "./measure.ts";
import { nameMeasures } from "./names.ts";
import { peopleMeasures } from "./people.ts";
import { triangleMeasures } from "./triangles.ts";

/** All measures, in the order they are shown. Those whose fields a dataset does not define are passed over. */
export const MEASURE_SOURCES: readonly MeasureSource[] = [
  geography,
  peopleMeasures,
  householdMeasures,
  fleetMeasures,
  nameMeasures,
  bookMeasures,
  claimMeasures,
  triangleMeasures,
  columnMeasures,
];
