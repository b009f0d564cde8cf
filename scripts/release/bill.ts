/**
 * The bill of materials of a release, as CycloneDX 1.6 and SPDX 2.3 write it: all that `deno.lock` pins and the runtime,
 * with versions, licences, SHA-512 and who needs whom. It depends on the lock, the versions and a time alone.
 *
 * @module
 */
import { digestOfValue } from "../../src/core/digest.ts";
import type { JsonValue } from "../../src/core/json.ts";
import { TOOL_NAME, TOOL_VERSION } from "../../src/core/version.ts";
import { hexOfBase64 } from "./digest.ts";
import { licenceOf } from "./licence_gate.ts";
import type { KnownPackage } from "./locked.ts";
import { INNER_SOFTWARE, type RuntimeFacts } from "./notices.ts";

/** What a bill is made of. */
export interface BillFacts {
  readonly packages: readonly KnownPackage[];
  readonly runtime: RuntimeFacts;
  /** Time of the bill, in seconds since 1970. */
  readonly epochSeconds: number;
}

/** A part of the program, or of what it is made with. */
export interface Part {
  /** Address that names it everywhere. */
  readonly purl: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly licence: string;
  /** SHA-512 of its archive, in hexadecimal. */
  readonly sha512: string | undefined;
  readonly sourceUrl: string | undefined;
  /** Whether it is in the executable; else it serves development. */
  readonly isInProgram: boolean;
  /** What it needs or holds, by `purl`. */
  readonly needs: readonly string[];
}

const ROOT_PURL = `pkg:generic/${TOOL_NAME}@${TOOL_VERSION}`;
const ROOT_LICENCE = "Apache-2.0";

/**
 * Names an npm package as package URLs do.
 *
 * @param id `name@version`.
 * @returns Its package URL.
 *
 * @example
 * ```ts
 * import { npmPurl } from "./bill.ts";
 * if (npmPurl("@stricli/core@1.3.0") !== "pkg:npm/%40stricli/core@1.3.0") throw new RangeError();
 * ```
 */
export function npmPurl(id: string): string {
  const at = id.lastIndexOf("@");
  const name = id.slice(0, at).replace(/^@/, "%40");
  return `pkg:npm/${name}@${encodeURIComponent(id.slice(at + 1))}`;
}

/**
 * Lists the parts of a release: packages, what is inside of them, and the runtime.
 *
 * @param facts What is known.
 * @returns The parts, in order of their addresses.
 */
export function listParts({ packages, runtime }: BillFacts): Part[] {
  const parts: Part[] = packages.map((known) => {
    const inner = INNER_SOFTWARE.filter(({ inside }) => inside === known.name);
    return {
      purl: npmPurl(known.id),
      name: known.name,
      version: known.version,
      licence: licenceOf(known),
      sha512: hexOfBase64(known.sha512),
      sourceUrl: known.sourceUrl,
      isInProgram: known.isInProgram,
      needs: [...known.dependencies.map(npmPurl), ...inner.map(({ purl }) => purl)],
    };
  });
  const software = { version: undefined, sha512: undefined, isInProgram: true, needs: [] };
  for (const { purl, name, licence, sourceUrl } of INNER_SOFTWARE) {
    parts.push({ ...software, purl, name, licence, sourceUrl });
  }
  const v8 = `pkg:github/v8/v8@${runtime.v8}`;
  parts.push({
    ...software,
    purl: v8,
    name: "v8",
    version: runtime.v8,
    licence: "BSD-3-Clause",
    sourceUrl: "https://github.com/v8/v8",
  }, {
    ...software,
    purl: `pkg:github/denoland/deno@v${runtime.deno}`,
    name: "deno",
    version: runtime.deno,
    licence: "MIT",
    sourceUrl: "https://github.com/denoland/deno",
    needs: [v8],
  });
  return parts.sort((a, b) => a.purl < b.purl ? -1 : 1);
}

/** What the program itself needs: all that no other part of it does. */
function rootNeeds(parts: readonly Part[], isInProgram: boolean): string[] {
  const chosen = parts.filter((part) => part.isInProgram === isInProgram);
  const needed = new Set(chosen.flatMap(({ needs }) => needs));
  return chosen.map(({ purl }) => purl).filter((purl) => !needed.has(purl));
}

/**
 * Writes the bill as CycloneDX 1.6.
 *
 * @param facts What is known.
 * @returns A JSON document; what serves development has scope `excluded`.
 */
export function writeCycloneDx(facts: BillFacts): string {
  const parts = listParts(facts);
  const component = (part: Part): JsonValue => ({
    type: part.name === "deno" ? "platform" : "library",
    "bom-ref": part.purl,
    ...nameParts(part),
    ...(part.version === undefined ? {} : { version: part.version }),
    scope: part.isInProgram ? "required" : "excluded",
    ...(part.sha512 === undefined ? {} : { hashes: [{ alg: "SHA-512", content: part.sha512 }] }),
    licenses: [
      /[ ()]/.test(part.licence) ? { expression: part.licence } : { license: { id: part.licence } },
    ],
    purl: part.purl,
    ...(part.sourceUrl === undefined
      ? {}
      : { externalReferences: [{ type: "vcs", url: part.sourceUrl }] }),
  });
  const dependsOn = [...rootNeeds(parts, true), ...rootNeeds(parts, false)].sort();
  const content = {
    metadata: {
      timestamp: toTime(facts.epochSeconds),
      component: {
        type: "application",
        "bom-ref": ROOT_PURL,
        name: TOOL_NAME,
        version: TOOL_VERSION,
        licenses: [{ license: { id: ROOT_LICENCE } }],
        purl: ROOT_PURL,
      },
    },
    components: parts.map(component),
    dependencies: [
      { ref: ROOT_PURL, dependsOn },
      ...parts.map(({ purl, needs }) => ({ ref: purl, dependsOn: [...needs].sort() })),
    ],
  };
  const head = { bomFormat: "CycloneDX", specVersion: "1.6" };
  const serialNumber = `urn:uuid:${uuidOf(content)}`;
  return `${JSON.stringify({ ...head, serialNumber, version: 1, ...content }, undefined, 2)}\n`;
}

/** Scope and name apart, as CycloneDX has them. */
function nameParts({ name }: Part): { readonly group?: string; readonly name: string } {
  const [group, rest] = name.split("/");
  return rest === undefined ? { name } : { group: group!, name: rest };
}

/**
 * Writes the bill as SPDX 2.3.
 *
 * @param facts What is known.
 * @returns A JSON document; what serves development is `DEV_DEPENDENCY_OF` the program.
 */
export function writeSpdx(facts: BillFacts): string {
  const parts = listParts(facts);
  const nameOf = (purl: string) =>
    purl === ROOT_PURL
      ? "SPDXRef-Program"
      : `SPDXRef-${purl.replace(/^pkg:/, "").replaceAll("%40", "").replaceAll(/[^\w.]+/g, "-")}`;
  const relate = (from: string, relationshipType: string, to: string) => ({
    spdxElementId: nameOf(from),
    relationshipType,
    relatedSpdxElement: nameOf(to),
  });
  const describe = (
    { purl, name, version, licence, sha512, sourceUrl }: Omit<Part, "isInProgram" | "needs">,
    purpose: string,
  ) => ({
    SPDXID: nameOf(purl),
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    primaryPackagePurpose: purpose,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    ...(sourceUrl === undefined ? {} : { homepage: sourceUrl }),
    ...(sha512 === undefined
      ? {}
      : { checksums: [{ algorithm: "SHA512", checksumValue: sha512 }] }),
    licenseConcluded: licence,
    licenseDeclared: licence,
    copyrightText: "NOASSERTION",
    externalRefs: [{
      referenceCategory: "PACKAGE-MANAGER",
      referenceType: "purl",
      referenceLocator: purl,
    }],
  });
  const program = {
    ...{ purl: ROOT_PURL, name: TOOL_NAME, version: TOOL_VERSION, licence: ROOT_LICENCE },
    ...{ sha512: undefined, sourceUrl: undefined },
  };
  const content = {
    packages: [
      describe(program, "APPLICATION"),
      ...parts.map((part) => describe(part, part.name === "deno" ? "FRAMEWORK" : "LIBRARY")),
    ],
    relationships: [
      {
        spdxElementId: "SPDXRef-DOCUMENT",
        relationshipType: "DESCRIBES",
        relatedSpdxElement: nameOf(ROOT_PURL),
      },
      ...rootNeeds(parts, true).map((purl) => relate(ROOT_PURL, "DEPENDS_ON", purl)),
      ...rootNeeds(parts, false).map((purl) => relate(purl, "DEV_DEPENDENCY_OF", ROOT_PURL)),
      ...parts.flatMap(({ purl, needs }) => needs.map((need) => relate(purl, "DEPENDS_ON", need))),
    ],
  };
  const created = toTime(facts.epochSeconds);
  const name = `${TOOL_NAME}-${TOOL_VERSION}`;
  return `${
    JSON.stringify(
      {
        spdxVersion: "SPDX-2.3",
        dataLicense: "CC0-1.0",
        SPDXID: "SPDXRef-DOCUMENT",
        name,
        documentNamespace: `https://spdx.org/spdxdocs/${name}-${uuidOf({ created, ...content })}`,
        creationInfo: { created, creators: [`Tool: ${name}`] },
        ...content,
      },
      undefined,
      2,
    )
  }\n`;
}

function toTime(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

// A name that follows from the content alone, in the form of version 8: equal bills have equal names.
function uuidOf(content: JsonValue): string {
  const hex = digestOfValue(content);
  const variant = (8 + parseInt(hex[16]!, 16) % 4).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
