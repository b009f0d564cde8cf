/**
 * The tables of `data/auto` in the form that checks ask them: one fact a row.
 *
 * @module
 */

/** Views, in the order they are made. */
export const REFERENCE_VIEWS: readonly string[] = [
  `CREATE TABLE ref_zips AS
     SELECT unnest(string_split(zip_codes, ';')) AS zip, state, city, county, county_fips,
       latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude
     FROM ref_places`,
  `CREATE TABLE ref_area_codes AS
     SELECT DISTINCT state, city, unnest(string_split(area_codes, ';')) AS area_code FROM ref_places`,
  // A is a capital letter, 9 a digit, * either; \\A and \\9 are the letter and the digit themselves.
  `CREATE TABLE ref_licence_forms AS
     SELECT state, string_agg(replace(replace(replace(replace(replace(replace(replace(
         pattern, '\\A', 'a'), '\\9', 'n'),
         '9', '[0-9]'), 'A', '[A-Z]'), '*', '[A-Z0-9]'), 'a', 'A'), 'n', '9'), '|') AS form
     FROM ref_licences GROUP BY state`,
  // WMI:from-to+from-to of each line, blanks between makers.
  `CREATE TABLE ref_sold AS
     WITH makers AS (
       SELECT make, model, body, gvwr::INTEGER AS gvwr, propulsion,
         unnest(string_split(wmi_years, ' ')) AS maker
       FROM ref_vehicle_lines
     ), spans AS (
       SELECT * EXCLUDE maker, split_part(maker, ':', 1) AS wmi,
         unnest(string_split(split_part(maker, ':', 2), '+')) AS span
       FROM makers
     )
     SELECT * EXCLUDE span, split_part(span, '-', 1)::INTEGER AS first_year,
       split_part(span, '-', -1)::INTEGER AS last_year
     FROM spans`,
];
