/**
 * Checks the documentation in the code: every module says its purpose, every export says what it is, every
 * function names its parameters and what it returns, and every error code named is in the catalogue.
 *
 * @module
 */
import { ERROR_KINDS } from "../src/core/error.ts";
import { endCheck, type Finding, listModules, placeIn, ROOT, runDeno } from "./_house.ts";

/** A comment as `deno doc --json` prints it, as far as it is read here. */
interface JsDoc {
  readonly doc?: string;
  readonly tags?: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly doc?: string;
    readonly tsType?: { readonly repr?: string };
    /** The whole text of a tag that `deno doc` does not know. */
    readonly value?: string;
  }[];
}

interface Param {
  readonly kind: string;
  readonly name?: string;
  /** Where the parameter has a default. */
  readonly left?: Param;
  /** Where the parameter takes the rest. */
  readonly arg?: Param;
}

interface Callable {
  readonly params?: readonly Param[];
  readonly returnType?: TypeShape;
}

/** A type, as far as it is read here. */
interface TypeShape {
  readonly kind?: string;
  readonly repr?: string;
  readonly value?: unknown;
}

/** What `deno doc --json` prints, as far as it is read here. */
export interface DocOutput {
  /** Modules by their URL. */
  readonly nodes: Readonly<
    Record<string, {
      readonly module_doc?: JsDoc;
      readonly symbols?: readonly {
        readonly name: string;
        readonly declarations: readonly Declaration[];
      }[];
    }>
  >;
}

interface Declaration {
  readonly kind: string;
  readonly declarationKind: string;
  readonly jsDoc?: JsDoc;
  readonly location: { readonly filename: string; readonly line: number };
  readonly def?: Callable & { readonly constructors?: unknown; readonly methods?: unknown };
}

/** Whether a call of this type leaves nothing to describe. */
function returnsNothing(type: TypeShape | undefined): boolean {
  if (type === undefined) return true;
  if (type.repr === "void" || type.repr === "never" || type.repr === "undefined") return true;
  // `asserts x is T` gives nothing back.
  if (type.kind === "typePredicate") return (type.value as { asserts?: boolean }).asserts === true;
  if (type.repr !== "Promise") return false;
  const inner = (type.value as { typeParams?: readonly TypeShape[] }).typeParams?.[0];
  return returnsNothing(inner);
}

function nameOf(param: Param): string | undefined {
  if (param.left !== undefined) return nameOf(param.left);
  if (param.arg !== undefined) return nameOf(param.arg);
  return param.name;
}

/** Says what the comment of a function leaves out. */
function judgeCallable(callable: Callable, doc: JsDoc): string[] {
  const problems: string[] = [];
  const tags = doc.tags ?? [];
  const described = tags.filter((tag) => tag.kind === "param");
  for (const [index, param] of (callable.params ?? []).entries()) {
    const name = nameOf(param);
    // A parameter that is taken apart has no name; then the place in the list counts.
    const tag = name === undefined ? described[index] : described.find((tag) => tag.name === name);
    if (!tag?.doc?.trim()) problems.push(`has no @param ${name ?? `for parameter ${index + 1}`}`);
  }
  const names = (callable.params ?? []).map(nameOf);
  for (const tag of described) {
    if (!names.includes(tag.name) && !names.includes(undefined)) {
      problems.push(`has an @param ${tag.name} but no such parameter`);
    }
  }
  const yields = tags.find((tag) => tag.value?.startsWith("@yields "));
  const returns = yields ?? tags.find((tag) => tag.kind === "return");
  if (!returnsNothing(callable.returnType) && !(returns?.value ?? returns?.doc)?.trim()) {
    problems.push("has no @returns");
  }
  return problems;
}

/** Says which codes of `@throws {EsdhError}` are none. */
function judgeThrows(doc: JsDoc): string[] {
  const problems: string[] = [];
  for (const tag of doc.tags ?? []) {
    if (tag.kind !== "throws" || tag.tsType?.repr !== "EsdhError") continue;
    const codes = (tag.doc ?? "").match(/\b[A-Z]{2,}(?:_[A-Z]+)*\b/g) ?? [];
    if (!codes.some((code) => Object.hasOwn(ERROR_KINDS, code))) {
      problems.push("has an @throws {EsdhError} without a code of the catalogue");
    }
  }
  return problems;
}

/** Says what is missing in the comment of a declaration. */
function judgeDeclaration(declaration: Declaration): string[] {
  const { jsDoc, def } = declaration;
  if (!jsDoc?.doc?.trim()) return ["has no comment"];
  const problems = judgeThrows(jsDoc);
  if (declaration.kind === "function" && def !== undefined) {
    problems.push(...judgeCallable(def, jsDoc));
  }
  return problems;
}

/**
 * Judges the documentation of modules.
 *
 * @param root Folder of the project.
 * @param output What `deno doc --json` printed for them.
 * @returns A finding for each thing that is missing.
 */
export function judgeDocs(root: string, output: DocOutput): Finding[] {
  const findings: Finding[] = [];
  for (const [url, module] of Object.entries(output.nodes)) {
    const path = placeIn(root, url);
    const tags = module.module_doc?.tags ?? [];
    if (!module.module_doc?.doc?.trim() || !tags.some((tag) => tag.kind === "module")) {
      findings.push({ path, line: 1, message: "does not open with its purpose and @module" });
    }
    for (const { name, declarations } of module.symbols ?? []) {
      for (const declaration of declarations) {
        const { location, declarationKind } = declaration;
        // What is only handed on is documented where it is made.
        const isHandedOn = declaration.kind === "reference" || location.filename !== url;
        if (declarationKind !== "export" || isHandedOn) continue;
        for (const problem of judgeDeclaration(declaration)) {
          findings.push({ path, line: location.line + 1, message: `${name} ${problem}` });
        }
      }
    }
  }
  return findings;
}

/**
 * Reads the documentation of modules with `deno doc`.
 *
 * @param root Folder of the project.
 * @param places Modules, relative to it.
 * @returns What `deno doc --json` printed, or findings where it failed.
 */
export async function readDocs(
  root: string,
  places: readonly string[],
): Promise<{ output: DocOutput; findings: Finding[] }> {
  const done = await runDeno(["doc", "-q", "--json", ...places], { cwd: root });
  if (done.code !== 0) {
    return {
      output: { nodes: {} },
      findings: [{ path: "src", message: `deno doc failed: ${done.err.trim()}` }],
    };
  }
  return { output: JSON.parse(done.out) as DocOutput, findings: [] };
}

if (import.meta.main) {
  const modules = listModules(ROOT);
  const { output, findings } = await readDocs(ROOT, modules);
  const symbols = Object.values(output.nodes).flatMap((module) => module.symbols ?? []);
  endCheck(
    [...findings, ...judgeDocs(ROOT, output)],
    `${modules.length} modules, ${symbols.length} exports`,
  );
}
