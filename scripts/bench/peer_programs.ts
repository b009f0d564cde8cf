/**
 * What the peers run: rows like our persons, written in the manner that each of them suggests. Each
 * program takes the number of rows as its last argument and writes CSV to standard output.
 *
 * @module
 */

const FIRST_NAMES =
  "Mary,James,Patricia,Robert,Jennifer,John,Linda,Michael,Elizabeth,David,Barbara," +
  "William,Susan,Richard,Jessica,Joseph,Sarah,Thomas,Karen,Charles";
const LAST_NAMES = "Smith,Johnson,Williams,Brown,Jones,Garcia,Miller,Davis,Rodriguez,Martinez," +
  "Hernandez,Lopez,Gonzalez,Wilson,Anderson,Thomas,Taylor,Moore,Jackson,Martin";
const STREETS = "Main,Oak,Park,Pine,Maple,Cedar,Elm,View,Washington,Lake,Hill,Walnut,Spring,North";
const CITIES = "Phoenix,Tucson,Los Angeles,San Diego,Reno,Las Vegas,Portland,Salem,Seattle,Spokane";
const STATES = "AZ,AZ,CA,CA,NV,NV,OR,OR,WA,WA";

const list = (words: string) => `[${words.split(",").map((word) => `'${word}'`).join(", ")}]`;
const pick = (words: string) =>
  `${list(words)}[1 + (random() * ${words.split(",").length})::INTEGER % ${
    words.split(",").length
  }]`;

/** One query that makes persons, `{rows}` the number of rows. */
const DUCKDB_SQL = `
COPY (
  WITH drawn AS (
    SELECT i,
      ${pick(FIRST_NAMES)} AS first_name,
      ${pick(LAST_NAMES)} AS last_name,
      (random() * 9)::INTEGER AS place,
      DATE '1940-01-01' + (random() * 24000)::INTEGER AS date_of_birth
    FROM range({rows}) AS numbers(i)
  )
  SELECT uuid() AS person_id, (i // 2)::BIGINT AS account_id, first_name, last_name,
    CASE WHEN random() < 0.5 THEN 'F' ELSE 'M' END AS sex,
    date_of_birth,
    chr(65 + (random() * 25)::INTEGER) || (10000000 + (random() * 89999999)::INTEGER)
      AS driver_license_number,
    ${list(STATES)}[1 + place] AS driver_license_state,
    date_of_birth + 6000 + (random() * 2000)::INTEGER AS first_licensed,
    '+1-' || (200 + (random() * 799)::INTEGER) || '-555-01' || lpad((random() * 99)::INTEGER::VARCHAR, 2, '0')
      AS phone,
    lower(first_name) || '.' || lower(last_name) || i || '@example.com' AS email,
    (100 + (random() * 9899)::INTEGER) || ' ' || ${pick(STREETS)} || ' Street' AS address_line_1,
    ${list(CITIES)}[1 + place] AS city, ${list(STATES)}[1 + place] AS state,
    (85000 + (random() * 14999)::INTEGER)::VARCHAR AS postal_code,
    'US' AS country, 'enterprise-synthetic-data-hub' AS synthetic_source
  FROM drawn
) TO '/dev/stdout' (FORMAT csv, HEADER)
`;

/** Runs {@link DUCKDB_SQL}: arguments threads, rows. */
export const DUCKDB_PROGRAM = `
import sys, duckdb
connection = duckdb.connect()
connection.execute("SET threads = " + sys.argv[1])
connection.execute("SET enable_progress_bar = false")
connection.execute("""${DUCKDB_SQL}""".replace("{rows}", sys.argv[2]))
`;

/** Persons by Mimesis: arguments threads (1), rows. */
export const MIMESIS_PROGRAM = `
import csv, sys
from mimesis import Address, Datetime, Person
from mimesis.locales import Locale
person, address, dates = Person(Locale.EN, seed=7), Address(Locale.EN, seed=7), Datetime(Locale.EN, seed=7)
out = csv.writer(sys.stdout, lineterminator="\\n")
out.writerow(["person_id", "account_id", "first_name", "last_name", "sex", "date_of_birth",
  "driver_license_number", "driver_license_state", "first_licensed", "phone", "email",
  "address_line_1", "city", "state", "postal_code", "country", "synthetic_source"])
for i in range(int(sys.argv[2])):
  out.writerow([person.identifier("########-####-####-####-############"), i // 2, person.first_name(),
    person.last_name(), person.sex(), dates.date(start=1940, end=2007), person.identifier("@########"),
    address.state(abbr=True), dates.date(start=1960, end=2025), person.phone_number(mask="+1-###-555-01##"),
    person.email(domains=["example.com"]), address.address(), address.city(), address.state(abbr=True),
    address.postal_code(), "US", "enterprise-synthetic-data-hub"])
`;

/** Persons by Faker: arguments threads (1), rows. */
export const FAKER_PROGRAM = `
import csv, sys
from faker import Faker
fake = Faker("en_US")
Faker.seed(7)
out = csv.writer(sys.stdout, lineterminator="\\n")
out.writerow(["person_id", "account_id", "first_name", "last_name", "sex", "date_of_birth",
  "driver_license_number", "driver_license_state", "first_licensed", "phone", "email",
  "address_line_1", "city", "state", "postal_code", "country", "synthetic_source"])
for i in range(int(sys.argv[2])):
  out.writerow([fake.uuid4(), i // 2, fake.first_name(), fake.last_name(), fake.random_element(("F", "M")),
    fake.date_of_birth(minimum_age=16, maximum_age=90), fake.bothify("?########"), fake.state_abbr(),
    fake.date_this_century(), fake.numerify("+1-###-555-01##"), fake.ascii_safe_email(),
    fake.street_address(), fake.city(), fake.state_abbr(), fake.postcode(), "US",
    "enterprise-synthetic-data-hub"])
`;
