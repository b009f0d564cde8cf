import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { listFigureKeys } from "../../src/report/figure_keys.ts";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

async function make(directory: string, ...args: string[]): Promise<string> {
  const made = await esdh(["generate", ...args, "--output-dir", directory, "--quiet"]);
  assertEquals(made.code, 0, made.stderr);
  return directory;
}

const AUTO = ["--dataset", "auto", "--seed", "7"];

Deno.test("report measures a snapshot, whatever the format and the number of threads", async () => {
  await withFolder(async (folder) => {
    const csv = await make(join(folder, "csv"), ...AUTO, "--records", "150");
    const parquet = await make(
      join(folder, "parquet"),
      ...AUTO,
      ...["--records", "150", "--output-format", "parquet"],
    );
    const told = await esdh(["report", csv, "--json", "--quiet"]);
    assertEquals([told.code, told.stderr], [0, ""]);
    const threads = await esdh(["report", csv, "--json", "--quiet", "--workers", "2"]);
    assertEquals(threads.stdout, told.stdout);
    const report = JSON.parse(told.stdout);
    const other = JSON.parse((await esdh(["report", parquet, "--json", "--quiet"])).stdout);
    assertEquals(other.sections, report.sections);
    for (const directory of [csv, parquet]) {
      const fast = await esdh(["report", directory, "--no-checks", "--json", "--quiet"]);
      const measured = JSON.parse(fast.stdout);
      assertEquals(measured.sections, report.sections);
      assertEquals([measured.rows, measured.validation], [report.rows, null]);
      assertEquals(measured.gates[0].status, "warn");
    }
    assertEquals(report.rows.accounts, 150);
    const figures = report.sections.flatMap((section: { figures: unknown[] }) => section.figures);
    const households = figures.find(({ key }: { key: string }) => key === "households.owners");
    assertEquals([households.grade, households.published], ["B", 0.652]);
    assert(Math.abs(households.achieved - 0.652) < 0.25);
    const keys = listFigureKeys();
    const unknown = figures.filter(({ key }: { key: string }) => !keys.includes(key));
    assertEquals(unknown, []);
    for (const { grade, status } of figures) assertEquals(grade === "C", status === "parameter");
    assertEquals(report.validation.errors, 0);
    assert(report.validation.proof.proofs.length > 0);
  });
});

Deno.test("report says what it can't measure, and why", async () => {
  await withFolder(async (folder) => {
    const directory = await make(
      join(folder, "a"),
      ...AUTO,
      ...["--records", "50", "--entity-filter", "accounts"],
    );
    const { code, stdout } = await esdh(["report", directory]);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "NOT MEASURED");
    assertStringIncludes(stdout, "the snapshot holds no vehicles");
    assertStringIncludes(stdout, "Accounts in California");
    const narrow = await esdh(["report", directory], { env: { COLUMNS: "60" } });
    assertEquals(stdout.split("\n").some((line) => line.length > 100), true);
    for (const line of narrow.stdout.split("\n")) assert(line.length <= 60, line);
  });
});

Deno.test("report measures v0.1 too: distributions, checks and proof", async () => {
  await withFolder(async (folder) => {
    const directory = await make(join(folder, "a"), "--dataset", "v0.1", "--records", "30");
    const { code, stdout } = await esdh(["report", directory, "--gate", "--json", "--quiet"]);
    const report = JSON.parse(stdout);
    assertEquals([code, report.ok], [0, true]);
    assertEquals(
      report.sections.map(({ name }: { name: string }) => name),
      ["columns.persons", "columns.vehicles", "columns.profiles"],
    );
  });
});

Deno.test("report --html writes a page that runs nothing and asks for nothing", async () => {
  await withFolder(async (folder) => {
    const directory = await make(join(folder, "a"), ...AUTO, "--records", "20");
    const page = join(folder, "report.html");
    const made = await esdh(["report", directory, "--html", page, "--quiet"]);
    assertEquals([made.code, made.stdout], [0, ""]);
    const text = await Deno.readTextFile(page);
    assertStringIncludes(text, "default-src &#39;none&#39;; style-src &#39;sha256-");
    assertEquals(/<script|\son\w+=|\sstyle=|\ssrc=|https?:/.exec(text), null);
    for (const [svg] of text.matchAll(/<svg.*?<\/svg>/gs)) {
      assert(/role="img"/.test(svg) && /<title>/.test(svg) && /<desc>/.test(svg));
    }
    const again = join(folder, "again.html");
    await esdh(["report", directory, "--html", again, "--quiet"]);
    assertEquals(await Deno.readTextFile(again), text);
    const nowhere = await esdh(["report", directory, "--html", join(folder, "no", "r.html")]);
    assertEquals(nowhere.code, 3);
  });
});

Deno.test("report --gate fails where data are wrong, and says by how much", async () => {
  await withFolder(async (folder) => {
    const only = ["--records", "3000", "--entity-filter", "accounts"];
    const directory = await make(join(folder, "a"), ...AUTO, ...only);
    const file = join(directory, "accounts_auto.csv");
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, text.replaceAll(",own,", ",rent,"));
    const open = await esdh(["report", directory, "--quiet"]);
    assertEquals([open.code, open.stdout], [0, ""]);
    const { code, stdout } = await esdh(["report", directory, "--gate", "--quiet"]);
    assertEquals(code, 1);
    assertStringIncludes(stdout, "households.owners");
    assertStringIncludes(stdout, "0 instead of 0.652");
    // Nothing but the gates that failed.
    assertEquals(/DISTRIBUTIONS|PASS|WARN/.exec(stdout), null);
    const gates = join(folder, "gates.yaml");
    await Deno.writeTextFile(
      gates,
      "gates: {validation: false, grades: [A, B], ignored: [households., coverages., claims.]}\n",
    );
    const mild = await esdh(["report", directory, "--gate", "--quiet", "--gates", gates]);
    assertEquals([mild.code, mild.stdout], [0, ""]);
    await Deno.writeTextFile(gates, "gates:\n  grades: [C]\n");
    const wrong = await esdh(["report", directory, "--gates", gates]);
    assertEquals(wrong.code, 2);
    assertStringIncludes(wrong.stderr, "line 2");
    await Deno.writeTextFile(gates, "gates:\n  ignored: [household.]\n");
    const unknown = await esdh(["report", directory, "--gates", gates]);
    assertEquals(unknown.code, 2);
    assertStringIncludes(unknown.stderr, 'did you mean "households."?');
    const unchecked = ["report", directory, "--gate", "--no-checks", "--quiet"];
    assertEquals((await esdh(unchecked)).code, 2);
    await Deno.writeTextFile(gates, "gates: {validation: false, proof: false, grades: [B]}\n");
    assertEquals((await esdh([...unchecked, "--gates", gates])).code, 1);
  });
});
