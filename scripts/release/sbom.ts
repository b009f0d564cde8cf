/**
 * The bill of materials: made in two formats, each read and judged by a program that is not ours.
 *
 * @module
 */
import { join } from "@std/path";
import { listParts, writeCycloneDx, writeSpdx } from "./bill.ts";
import { readRuntime } from "./licences.ts";
import { readKnownPackages } from "./locked.ts";
import type { ReleaseStep } from "./step.ts";

/** Judges a bill by CycloneDX's own schema, and reads it into that library's model. */
const CYCLONEDX_SCRIPT = `
import json, sys
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = open(sys.argv[1], encoding="utf-8").read()
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
if fault: sys.exit(str(fault))
bom = Bom.from_json(json.loads(text))
if not bom.validate(): sys.exit("dependencies are not whole")
bad = [str(c.purl) for c in bom.components if str(c.bom_ref) != str(c.purl)]
if bad: sys.exit(f"read as other names: {bad}")
print(len(bom.components))
`;

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
    const cycloneDx = join(distDir, `esdh-${version}.cdx.json`);
    const spdx = join(distDir, `esdh-${version}.spdx.json`);
    await Deno.writeTextFile(cycloneDx, writeCycloneDx(facts));
    await Deno.writeTextFile(spdx, writeSpdx(facts));
    await log.check("the bill in CycloneDX 1.6 is valid, by cyclonedx-python-lib", async () => {
      const { out } = await tools.run("python-cyclonedx", ["-c", CYCLONEDX_SCRIPT, cycloneDx]);
      const wanted = listParts(facts).length;
      if (Number(out) !== wanted) {
        throw new TypeError(`${out.trim()} parts are read, not ${wanted}`);
      }
      return `${wanted} parts`;
    });
    await log.check("the bill in SPDX 2.3 is valid, by pyspdxtools", async () => {
      await tools.run("pyspdxtools", ["-i", spdx, "--version", "SPDX-2.3"]);
    });
    await log.check("a wrong digest and a relation to nothing are found", async () => {
      const bill = JSON.parse(await Deno.readTextFile(cycloneDx));
      bill.components[0].hashes = [{ alg: "SHA-512", content: "no digest" }];
      const bad = join(workDir, "bad.cdx.json");
      await Deno.writeTextFile(bad, JSON.stringify(bill));
      const args = ["-c", CYCLONEDX_SCRIPT, bad];
      const { code, err } = await tools.run("python-cyclonedx", args, { mayFail: true });
      if (code === 0 || !err.includes("no digest")) throw new TypeError("CycloneDX: it was taken");
      const document = JSON.parse(await Deno.readTextFile(spdx));
      document.relationships[0].relatedSpdxElement = "SPDXRef-Nothing";
      const badSpdx = join(workDir, "bad.spdx.json");
      await Deno.writeTextFile(badSpdx, JSON.stringify(document));
      const judged = await tools.run("pyspdxtools", ["-i", badSpdx], { mayFail: true });
      if (judged.code === 0) throw new TypeError("SPDX: it was taken");
    });
  },
};
