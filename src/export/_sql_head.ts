/**
 * What SQL scripts begin with.
 *
 * @module
 */

/**
 * Comment lines that say what a script is.
 *
 * @param marker Value of every row's `synthetic_source`.
 * @param command How the script is run, a file name apart.
 * @returns Two lines.
 */
export function describeScript(marker: string, command: string): string {
  return `-- Synthetic data: ${marker.replaceAll(/\s+/g, " ")}\n-- Load it with: ${command} FILE\n`;
}
