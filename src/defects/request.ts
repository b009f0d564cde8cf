/**
 * Which defects are asked for, and how many of each.
 *
 * @module
 */
import type { Defect, DefectCarrier } from "../core/defect.ts";
import { EsdhError } from "../core/error.ts";
import type { Format } from "../core/format.ts";
import { suggestName } from "../core/suggest.ts";

/** How many accounts carry a defect: a share of those that can, or a number. */
export type DefectAmount = { readonly share: number } | { readonly count: number };

/** What is asked for. */
export interface DefectRequest {
  /** Share of the accounts that carry one of all defects, each as likely as another; 0 for none. */
  readonly share: number;
  /** Defects that are asked for by name, in the registry's order. */
  readonly named: readonly { readonly defect: Defect; readonly amount: DefectAmount }[];
}

/** Greatest number of accounts that all numbers together may ask for: each is looked for by itself. */
export const MAX_COUNT = 20_000;

const SHARE = /^(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})%$/;
const COUNT = /^\d{1,9}$/;
const FORM = "2%, or a list like vin-check-digit=50,zip-state=0.5%";

function refuse(message: string, hint = `give ${FORM}`): EsdhError {
  return new EsdhError("USAGE", message, { hint });
}

/** Names that are shown of many. */
const SHOWN_NAMES = 5;

/** All names would fill a screen: the nearest, or those that share a word. */
function unknownDefect(name: string, defects: readonly Defect[], dataset: string): EsdhError {
  const codes = defects.map(({ code }) => code);
  const near = suggestName(name, codes);
  const [start = ""] = name.toLowerCase().split("-");
  const related = codes.filter((code) => code.split("-").includes(start));
  const shown = (related.length > 0 ? related : codes).slice(0, SHOWN_NAMES).join(", ");
  const such = `${codes.length} can be planted, such as ${shown}; docs/defects.md lists them`;
  return refuse(
    `dataset ${dataset} has no defect "${name}"`,
    near === undefined ? such : `did you mean "${near}"? ${such}`,
  );
}

function parseShare(text: string): number | undefined {
  const digits = SHARE.exec(text)?.[1];
  const percent = digits === undefined ? NaN : Number(digits);
  return percent <= 100 ? percent / 100 : undefined;
}

/**
 * Parses what `--defects` was given.
 *
 * @param text For example `2%` or `vin-check-digit=50,zip-state=0.5%`; both can be mixed.
 * @param defects The defects of the dataset.
 * @param dataset Its name, for messages.
 * @returns The request.
 * @throws {EsdhError} USAGE if it has another form, names a defect twice or one that does not exist, or asks for
 * more than all accounts.
 */
export function parseRequest(
  text: string,
  defects: readonly Defect[],
  dataset: string,
): DefectRequest {
  if (defects.length === 0) {
    throw refuse(`dataset ${dataset} has no defects to plant`, "leave --defects out");
  }
  const amounts = new Map<string, DefectAmount>();
  let share = 0;
  for (const entry of text.split(",").map((part) => part.trim())) {
    const [name = "", amount, ...rest] = entry.split("=").map((part) => part.trim());
    if (amount === undefined) {
      const given = parseShare(name);
      if (given === undefined && /^[a-z]/i.test(name)) {
        if (!defects.some(({ code }) => code === name)) throw unknownDefect(name, defects, dataset);
        throw refuse(`--defects: how many of ${name}?`, `give a number or a share: ${name}=50`);
      }
      if (given === undefined || share > 0) {
        throw refuse(`can't plant defects "${entry}"`);
      }
      share = given;
      continue;
    }
    if (!defects.some(({ code }) => code === name)) {
      throw unknownDefect(name, defects, dataset);
    }
    if (amounts.has(name)) throw refuse(`defect ${name} is given twice`);
    const ofAccounts = parseShare(amount);
    if (rest.length > 0 || ofAccounts === undefined && !COUNT.test(amount)) {
      throw refuse(`can't plant "${entry}"`);
    }
    amounts.set(name, ofAccounts === undefined ? { count: Number(amount) } : { share: ofAccounts });
  }
  const named = defects.flatMap((defect) => {
    const amount = amounts.get(defect.code);
    return amount === undefined ? [] : [{ defect, amount }];
  });
  const shares = named.reduce((sum, { amount }) => sum + ("share" in amount ? amount.share : 0), 0);
  if (share + shares > 1) {
    throw refuse(
      "the shares of the defects are more than 100% of the accounts",
      "an account carries one defect at most: give smaller shares",
    );
  }
  const count = named.reduce((sum, { amount }) => sum + ("count" in amount ? amount.count : 0), 0);
  if (count > MAX_COUNT) {
    throw refuse(
      `can't plant ${count} defects by number`,
      `numbers may come to ${MAX_COUNT} together: give shares (%) for more`,
    );
  }
  return { share, named };
}

function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`;
}

/**
 * The one form in which plans hold a request.
 *
 * @param request The request.
 * @returns Text that {@link parseRequest} takes; defects in the registry's order.
 */
export function formatRequest({ share, named }: DefectRequest): string {
  return [
    ...(share > 0 || named.length === 0 ? [formatShare(share)] : []),
    ...named.map(({ defect, amount }) =>
      `${defect.code}=${"share" in amount ? formatShare(amount.share) : amount.count}`
    ),
  ].join(",");
}

/**
 * Whether a format can hold a defect.
 *
 * @param carrier What the defect needs.
 * @param format The format.
 * @returns False where its files could not be written with the defect in them.
 */
export function canCarry(
  carrier: DefectCarrier,
  { rowText, hasIndexes }: Pick<Format, "rowText" | "hasIndexes">,
): boolean {
  switch (carrier) {
    case "any":
      return true;
    case "repeats":
      return hasIndexes !== true;
    case "texts":
      return rowText !== undefined;
    case "places":
      return rowText === "placed";
  }
}

/**
 * The defects that a request can plant into files.
 *
 * @param request The request.
 * @param defects All defects of the dataset.
 * @param formats Formats of the files.
 * @param entities Plural names of the entities in the files.
 * @returns Those of the share: what a format can't hold, or what would hit rows that are not made, is left out.
 * @throws {EsdhError} USAGE if a defect that was asked for by name can't be in one of the files.
 */
export function selectDefects(
  request: DefectRequest,
  defects: readonly Defect[],
  formats: readonly Pick<Format, "name" | "rowText" | "hasIndexes">[],
  entities: readonly string[],
): readonly Defect[] {
  for (const { defect: { code, carrier = "any", entity } } of request.named) {
    const unfit = formats.filter((format) => !canCarry(carrier, format)).map(({ name }) => name);
    if (unfit.length > 0) {
      throw refuse(
        `${unfit.join(" and ")} can't hold the defect ${code}`,
        "leave the defect out, or write formats that can hold it: csv can",
      );
    }
    if (!entities.includes(entity)) {
      throw refuse(
        `the defect ${code} hits ${entity}, which are not made`,
        `leave the defect out, or add ${entity} to --entity-filter`,
      );
    }
  }
  return defects.filter(({ carrier = "any", entity }) =>
    entities.includes(entity) && formats.every((format) => canCarry(carrier, format))
  );
}
