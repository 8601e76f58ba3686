function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const dayLength = 86_400_000;
const epochDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayLength;

/** The day `n` days later. */
export function addDays(day: string, n: number): string {
  return new Date((epochDay(day) + n) * dayLength).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => epochDay(to) - epochDay(from);

/** The nth birthday; 29 February becomes 28 February in other years (boundaries 1). */
export function birthday(birthDate: string, n: number): string {
  const year = Number(birthDate.slice(0, 4)) + n;
  const month = Number(birthDate.slice(5, 7));
  const day = Math.min(Number(birthDate.slice(8, 10)), daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${birthDate.slice(5, 7)}-${String(day).padStart(2, '0')}`;
}
