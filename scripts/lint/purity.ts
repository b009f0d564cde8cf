/**
 * Lint rule: the rooms that decide bytes, schema, changes and verdicts are pure, so that one seed gives one set of bytes on every machine.
 *
 * @module
 */
import { isTest, placeOf, PURE_ROOMS, roomOf } from "./_places.ts";

const HINT = "Take the value as a parameter: it comes from the plan, or from a room further out";

/** Objects of which nothing may be used. */
const BANNED_OBJECTS = new Set([
  "Deno",
  "Intl",
  "Temporal",
  "crypto",
  "globalThis",
  "localStorage",
  "navigator",
  "performance",
  "process",
  "self",
  "sessionStorage",
  "window",
]);

/** Members that read the clock or chance. */
const BANNED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
};

/** Functions that wait, reach out or read the clock when called. */
const BANNED_CALLS = new Set([
  "Date",
  "alert",
  "confirm",
  "fetch",
  "prompt",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

/** Methods whose answer depends on the machine's language. */
const LOCALE_METHOD = /^(localeCompare|toLocale[A-Z]\w*)$/;

/** What the inner rooms may take from Node's library: arithmetic on bytes, and no more. */
const ALLOWED_NODE: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["createHash", "createHmac", "Hash", "Hmac"],
};

function memberName(node: Deno.lint.MemberExpression): string | undefined {
  const { property } = node;
  if (!node.computed) return property.type === "Identifier" ? property.name : undefined;
  return property.type === "Literal" && typeof property.value === "string"
    ? property.value
    : undefined;
}

/** Forbids the clock, chance, language, network and files in the rooms of {@link PURE_ROOMS}. */
export const purity: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    const room = roomOf(place);
    if (room === undefined || !PURE_ROOMS.includes(room) || isTest(place)) return {};
    const report = (node: Deno.lint.Node, what: string) =>
      context.report({ node, message: `${what} is not pure, and ${room} must be`, hint: HINT });
    return {
      MemberExpression(node) {
        const name = memberName(node);
        if (name !== undefined && LOCALE_METHOD.test(name)) return report(node, name);
        if (node.object.type !== "Identifier") return;
        const object = node.object.name;
        if (BANNED_OBJECTS.has(object)) return report(node, `${object}.${name ?? "..."}`);
        if (Object.hasOwn(BANNED_MEMBERS, object) && BANNED_MEMBERS[object]!.includes(name ?? "")) {
          report(node, `${object}.${name}`);
        }
      },
      CallExpression(node) {
        if (node.callee.type === "Identifier" && BANNED_CALLS.has(node.callee.name)) {
          report(node, `${node.callee.name}()`);
        }
      },
      NewExpression(node) {
        if (node.callee.type !== "Identifier") return;
        if (node.callee.name === "Date" && node.arguments.length === 0) report(node, "new Date()");
      },
      VariableDeclarator(node) {
        if (node.id.type !== "ObjectPattern" || node.init?.type !== "Identifier") return;
        const object = node.init.name;
        if (BANNED_OBJECTS.has(object) || Object.hasOwn(BANNED_MEMBERS, object)) {
          report(node, `a part of ${object}`);
        }
      },
      ImportDeclaration(node) {
        const source = String(node.source.value);
        if (node.importKind === "type" || !source.startsWith("node:")) return;
        const allowed = Object.hasOwn(ALLOWED_NODE, source) ? ALLOWED_NODE[source]! : [];
        for (const part of node.specifiers) {
          const name = part.type === "ImportSpecifier" && part.imported.type === "Identifier"
            ? part.imported.name
            : "*";
          if (!allowed.includes(name)) report(part, `${name} of ${source}`);
        }
        if (node.specifiers.length === 0) report(node, source);
      },
    };
  },
};
