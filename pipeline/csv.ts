/** Writing CSV after RFC 4180, with LF, as every file of the program has it. */

const special = /[",\r\n]/;
const formula = /^[=+\-@\t\r]/;

/** A field, quoted where it must be. */
const csvField = (value: string | number | boolean | null): string => {
  const text = value === null ? '' : String(value);
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A line for each row, the header first. */
export function csvText(
  header: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  return [header, ...rows].map((row) => `${row.map(csvField).join(',')}\n`).join('');
}

/** Text that a spreadsheet will not take for a formula. */
export const harmless = (text: string): string => (formula.test(text) ? `'${text}` : text);
