/**
 * Lint rule: shared code asks a member what it can do, never what it is called.
 *
 * @module
 */
import { isTest, placeOf, roomOf } from "./_places.ts";

const HINT = "Declare a capability on the member and ask for that, so that a new member needs no " +
  "change here";

/** Rooms that hold members, who may know their own names. */
const MEMBER_ROOMS = ["datasets", "export", "import"];
const NAMES = ["name", "plural"];
const MEMBER =
  /^(?:\w*(?:[fF]ormat|[eE]ntity|[dD]ataset|[rR]eader|[oO]ption|[dD]efect|[mM]easure|[fF]orm))$/;

/** Whether an expression is `format.name`, `plan.entity.plural` and the like. */
function isMemberName(node: Deno.lint.Node): boolean {
  if (node.type === "ChainExpression") return isMemberName(node.expression);
  if (node.type !== "MemberExpression" || node.computed) return false;
  if (node.property.type !== "Identifier" || !NAMES.includes(node.property.name)) return false;
  const owner = node.object;
  if (owner.type === "Identifier") return MEMBER.test(owner.name);
  return owner.type === "MemberExpression" && !owner.computed &&
    owner.property.type === "Identifier" && MEMBER.test(owner.property.name);
}

function isText(node: Deno.lint.Node): boolean {
  return node.type === "TemplateLiteral" ||
    node.type === "Literal" && typeof node.value === "string";
}

/** Forbids `format.name === "csv"`, and the same in a `switch` or a list, outside of the members' own rooms. */
export const crossName: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (!place.startsWith("src/") || isTest(place)) return {};
    if (MEMBER_ROOMS.includes(roomOf(place) ?? "")) return {};
    const report = (node: Deno.lint.Node) =>
      context.report({ node, message: "Shared code compares a member's name", hint: HINT });
    return {
      BinaryExpression(node) {
        if (!["===", "!==", "==", "!="].includes(node.operator)) return;
        const { left, right } = node;
        if (isMemberName(left) && isText(right) || isText(left) && isMemberName(right)) {
          report(node);
        }
      },
      SwitchStatement(node) {
        if (isMemberName(node.discriminant)) report(node.discriminant);
      },
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || callee.object.type !== "ArrayExpression") return;
        if (node.arguments.some((argument) => isMemberName(argument))) report(node);
      },
    };
  },
};
