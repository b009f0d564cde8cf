/**
 * What a client would rather have, of what the server can write.
 *
 * @module
 */

/**
 * Tells whether a client would rather have a page of HTML than JSON.
 *
 * @param accept Value of its header `Accept`; undefined where there is none.
 * @returns Whether `text/html` is wanted more than `application/json`; false where both are wanted alike.
 *
 * @example
 * ```ts
 * import { prefersHtml } from "./accept_header.ts";
 * if (!prefersHtml("text/html,application/xml;q=0.9,*\u002f*;q=0.8")) throw new RangeError();
 * if (prefersHtml("application/json, text/html;q=0.9") || prefersHtml(undefined)) throw new RangeError();
 * ```
 */
export function prefersHtml(accept: string | undefined): boolean {
  const wanted = new Map(
    (accept ?? "").split(",").map((part): [string, number] => {
      const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const quality = parameters.find((parameter) => /^q *=/.test(parameter));
      return [name, quality === undefined ? 1 : Number(quality.replace(/^q *= */, "")) || 0];
    }),
  );
  const weigh = (type: string) =>
    wanted.get(type) ?? wanted.get(`${type.split("/")[0]}/*`) ?? wanted.get("*/*") ?? 0;
  return weigh("text/html") > weigh("application/json");
}
