/**
 * Names of the defects that can be planted. They stand with the tables of their datasets: completion alone loads them.
 *
 * @module
 */

/**
 * Names of defects.
 *
 * @returns Codes of the defects of all datasets, each once.
 */
export async function listDefects(): Promise<string[]> {
  const { DATASETS } = await import("../datasets/mod.ts");
  return [...new Set(DATASETS.flatMap(({ defects }) => defects.map(({ code }) => code)))];
}
