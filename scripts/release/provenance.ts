/**
 * How a release was made: a statement in the form of in-toto, with SLSA's provenance (version 1), on every file of it.
 *
 * @module
 */
import type { SumEntry } from "../../src/trust/sums.ts";
import { TOOL_NAME, TOOL_VERSION } from "../../src/core/version.ts";
import { npmPurl } from "./bill.ts";
import { hexOfBase64 } from "./digest.ts";
import type { LockedPackage } from "./locked.ts";
import type { RuntimeFacts } from "./notices.ts";

/** Kind of a statement, as in-toto names it. */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/** Kind of what is stated, as SLSA names it. */
export const PREDICATE_TYPE = "https://slsa.dev/provenance/v1";

/** Where a release is made from what. */
export interface BuildFacts {
  /** All files of the release, with their digests. */
  readonly files: readonly SumEntry[];
  /** What `deno.lock` pins. */
  readonly packages: readonly LockedPackage[];
  /** The Deno that compiles. */
  readonly runtime: RuntimeFacts;
  readonly source: SourceFacts;
  readonly epochSeconds: number;
}

/** The sources, and the machine that built them. */
export interface SourceFacts {
  /** Address of the repository; undefined where it is built from a folder. */
  readonly repository: string | undefined;
  /** Commit; undefined where the folder is no Git tree. */
  readonly commit: string | undefined;
  /** Whether the tree held what is not committed; undefined where Git is not there, or does not tell. */
  readonly isChanged: boolean | undefined;
  /** Who built: the address of a workflow, or the rehearsal. */
  readonly builder: string;
  /** The run of the workflow. */
  readonly invocation: string | undefined;
}

/**
 * Writes the statement. It holds no time but the one that files get: equal sources give equal statements.
 *
 * @param facts What is known.
 * @returns A JSON document.
 */
export function writeProvenance(facts: BuildFacts): string {
  const { source, runtime } = facts;
  const sourceUri = source.repository === undefined
    ? `pkg:generic/${TOOL_NAME}@${TOOL_VERSION}`
    : `git+${source.repository}`;
  const commit = source.commit === undefined ? {} : { digest: { gitCommit: source.commit } };
  const statement = {
    _type: STATEMENT_TYPE,
    subject: facts.files.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: PREDICATE_TYPE,
    predicate: {
      buildDefinition: {
        buildType: `urn:${TOOL_NAME}:release:1`,
        externalParameters: {
          version: TOOL_VERSION,
          source: { uri: sourceUri, ...commit },
          task: "release:rehearse",
          sourceDateEpoch: facts.epochSeconds,
        },
        internalParameters: source.isChanged === undefined
          ? {}
          : { hasUncommittedChanges: source.isChanged },
        resolvedDependencies: [
          { uri: sourceUri, ...commit },
          { uri: `pkg:github/denoland/deno@v${runtime.deno}` },
          ...facts.packages.map(({ id, sha512 }) => ({
            uri: npmPurl(id),
            digest: { sha512: hexOfBase64(sha512) },
          })),
        ],
      },
      runDetails: {
        builder: { id: source.builder },
        metadata: source.invocation === undefined ? {} : { invocationId: source.invocation },
      },
    },
  };
  return `${JSON.stringify(statement, undefined, 2)}\n`;
}

/**
 * Compares a statement with the files it is on.
 *
 * @param text The statement.
 * @param files Files of the release, with their digests.
 * @returns What is wrong with it, a line each; empty where all is well.
 */
export function judgeProvenance(text: string, files: readonly SumEntry[]): string[] {
  const faults: string[] = [];
  const { _type, predicateType, subject = [], predicate } = JSON.parse(text);
  if (_type !== STATEMENT_TYPE) faults.push(`_type is ${_type}`);
  if (predicateType !== PREDICATE_TYPE) faults.push(`predicateType is ${predicateType}`);
  const stated = new Map<string, string>(
    subject.map((entry: { name: string; digest: { sha256: string } }) => [
      entry.name,
      entry.digest?.sha256,
    ]),
  );
  for (const { name, sha256 } of files) {
    if (stated.get(name) !== sha256) faults.push(`${name} is stated as ${stated.get(name)}`);
    stated.delete(name);
  }
  for (const name of stated.keys()) faults.push(`${name} is stated, but not released`);
  const definition = predicate?.buildDefinition;
  const isUri = (value: unknown) =>
    typeof value === "string" && /^[a-z][a-z0-9+.-]*:\S+$/.test(value);
  if (!isUri(definition?.buildType)) faults.push("buildType is no URI");
  if (!isUri(predicate?.runDetails?.builder?.id)) faults.push("builder.id is no URI");
  for (const material of definition?.resolvedDependencies ?? []) {
    if (!isUri(material.uri)) faults.push(`${material.uri} is no URI`);
  }
  return faults;
}

/**
 * Asks Git and the workflow where the sources are from.
 *
 * @param root Folder of the project.
 * @param env Reads a variable.
 * @returns What they say.
 */
export async function readSource(
  root: string,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Promise<SourceFacts> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    const command = new Deno.Command("git", { args, cwd: root, stdin: "null", stderr: "null" });
    const done = await command.output().catch(() => undefined);
    return done?.success ? new TextDecoder().decode(done.stdout).trim() : undefined;
  };
  const changes = await git("status", "--porcelain");
  const server = env("GITHUB_SERVER_URL"), repository = env("GITHUB_REPOSITORY");
  const workflow = env("GITHUB_WORKFLOW_REF"), run = env("GITHUB_RUN_ID");
  const isWorkflow = server !== undefined && repository !== undefined && workflow !== undefined;
  const address = isWorkflow ? `${server}/${repository}` : undefined;
  return {
    repository: address,
    commit: await git("rev-parse", "HEAD") ?? env("GITHUB_SHA"),
    isChanged: changes === undefined ? undefined : changes !== "",
    builder: isWorkflow ? `${server}/${workflow}` : `urn:${TOOL_NAME}:rehearsal`,
    invocation: isWorkflow && run !== undefined ? `${address}/actions/runs/${run}` : undefined,
  };
}
