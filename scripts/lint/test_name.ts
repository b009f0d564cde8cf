/**
 * Lint rule: a test's name is a sentence, and a test that may not run says why.
 *
 * @module
 */
import { isTest, placeOf } from "./_places.ts";

const HINT = 'Write what holds: "planRun() rejects an unknown format"';

function isDenoTest(callee: Deno.lint.Node): boolean {
  return callee.type === "MemberExpression" && callee.object.type === "Identifier" &&
    callee.object.name === "Deno" && callee.property.type === "Identifier" &&
    callee.property.name === "test";
}

/** `only` or `ignore` of `Deno.test.only(...)` and `Deno.test.ignore(...)`. */
function modifierOf(callee: Deno.lint.Node): string | undefined {
  if (callee.type !== "MemberExpression" || !isDenoTest(callee.object)) return undefined;
  return callee.property.type === "Identifier" ? callee.property.name : undefined;
}

function isStep(callee: Deno.lint.Node): boolean {
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" &&
    callee.property.name === "step" && callee.object.type === "Identifier" &&
    /^(t|test|context)$/.test(callee.object.name);
}

function propertyOf(node: Deno.lint.ObjectExpression, key: string): Deno.lint.Node | undefined {
  for (const property of node.properties) {
    if (property.type !== "Property" || property.key.type !== "Identifier") continue;
    if (property.key.name === key) return property.value;
  }
  return undefined;
}

/** Whether a node is the literal `true`. */
function isTrue(node: Deno.lint.Node | undefined): boolean {
  return node?.type === "Literal" && node.value === true;
}

/** Requires names of tests to be sentences; forbids `only`, and `ignore` with no comment that says "because". */
export const testName: Deno.lint.Rule = {
  create(context) {
    if (!isTest(placeOf(context.filename))) return {};
    const hasReason = (node: Deno.lint.CallExpression) =>
      context.sourceCode.getCommentsBefore(node.parent)
        .concat(context.sourceCode.getCommentsBefore(node))
        .some((comment) => /\bbecause\b/i.test(comment.value));
    const checkName = (node: Deno.lint.Node, name: Deno.lint.Node | undefined) => {
      if (name?.type !== "Literal" || typeof name.value !== "string") {
        // A name that is put together from a registry's member can't be read here.
        if (name !== undefined && !/Function/.test(name.type)) return;
        return context.report({ node, message: "A test has no name", hint: HINT });
      }
      const text = name.value;
      if (text.trim() !== text || !/\S\s+\S/.test(text)) {
        context.report({ node: name, message: `"${text}" is not a sentence`, hint: HINT });
      }
    };
    return {
      CallExpression(node) {
        const modifier = modifierOf(node.callee);
        if (!isDenoTest(node.callee) && modifier === undefined && !isStep(node.callee)) return;
        const first = node.arguments[0];
        const options = node.arguments.find((argument) => argument.type === "ObjectExpression");
        const isNamedByOptions = first === undefined || first === options;
        checkName(node, isNamedByOptions && options ? propertyOf(options, "name") : first);
        const isOnly = modifier === "only" || options && isTrue(propertyOf(options, "only"));
        if (isOnly) context.report({ node, message: "`only` keeps all other tests from running" });
        const isIgnored = modifier === "ignore" || options && isTrue(propertyOf(options, "ignore"));
        if (isIgnored && !hasReason(node)) {
          context.report({
            node,
            message: "A test is ignored without a reason",
            hint: "Say why in a comment above it: // Ignored because ...",
          });
        }
      },
    };
  },
};
