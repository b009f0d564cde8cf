/**
 * The bill of materials: made in two formats, each read and judged by a program that is not ours.
 *
 * @module
 */
import { join } from "@std/path";
import { listParts, writeCycloneDx, writeSpdx } from "./bill.ts";
import { readRuntime } from "./licences.ts";
import { readKnownPackages } from "./locked.ts";
import { CheckFailed, type ReleaseStep } from "./step.ts";

/**
 * Judges a bill by CycloneDX's own schema and reads it into that library's model; then judges one that is planted. Both in
 * one run: reading the schema takes seconds.
 */
const CYCLONEDX_SCRIPT = `
import json, sys
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
validator = JsonStrictValidator(SchemaVersion.V1_6)
text, planted = [open(path, encoding="utf-8").read() for path in sys.argv[1:]]
fault = validator.validate_str(text)
if fault: sys.exit(str(fault))
bom = Bom.from_json(json.loads(text))
if not bom.validate(): sys.exit("dependencies are not whole")
bad = [str(c.purl) for c in bom.components if str(c.bom_ref) != str(c.purl)]
if bad: sys.exit(f"read as other names: {bad}")
if "no digest" not in str(validator.validate_str(planted)): sys.exit("a wrong digest is taken")
print(len(bom.components))
`;

/**
 * Tells the file names of the bills.
 *
 * @param version Version of the program.
 * @returns For example `esdh-1.2.3.cdx.json` and `esdh-1.2.3.spdx.json`.
 */
export function billNames(version: string): { readonly cycloneDx: string; readonly spdx: string } {
  return { cycloneDx: `esdh-${version}.cdx.json`, spdx: `esdh-${version}.spdx.json` };
}

/** The step. */
export const SBOM: ReleaseStep = {
  name: "sbom",
  title: "bills of materials",
  isQuick: true,
  async run({ distDir, workDir, version, epochSeconds, compiler, tools }, log) {
    const facts = {
      packages: await readKnownPackages(),
      runtime: await readRuntime(compiler.deno),
      epochSeconds,
    };
    const names = billNames(version);
    const cycloneDx = join(distDir, names.cycloneDx), spdx = join(distDir, names.spdx);
    await Deno.writeTextFile(cycloneDx, writeCycloneDx(facts));
    await Deno.writeTextFile(spdx, writeSpdx(facts));
    await log.check("the bill in CycloneDX 1.6 is valid, and a wrong digest is found", async () => {
      const bill = JSON.parse(await Deno.readTextFile(cycloneDx));
      bill.components[0].hashes = [{ alg: "SHA-512", content: "no digest" }];
      const planted = join(workDir, "planted.cdx.json");
      await Deno.writeTextFile(planted, JSON.stringify(bill));
      const args = ["-c", CYCLONEDX_SCRIPT, cycloneDx, planted];
      const { out } = await tools.run("python-cyclonedx", args);
      const wanted = listParts(facts).length;
      if (Number(out) !== wanted) {
        throw new CheckFailed(`${out.trim()} parts are read, not ${wanted}`);
      }
      return `${wanted} parts, by cyclonedx-python-lib`;
    });
    await log.check(
      "the bill in SPDX 2.3 is valid, and a relation to nothing is found",
      async () => {
        await tools.run("pyspdxtools", ["-i", spdx, "--version", "SPDX-2.3"]);
        const document = JSON.parse(await Deno.readTextFile(spdx));
        document.relationships[0].relatedSpdxElement = "SPDXRef-Nothing";
        const planted = join(workDir, "planted.spdx.json");
        await Deno.writeTextFile(planted, JSON.stringify(document));
        const { code } = await tools.run("pyspdxtools", ["-i", planted], { mayFail: true });
        if (code === 0) throw new CheckFailed("it was taken");
        return "by pyspdxtools";
      },
    );
  },
};
