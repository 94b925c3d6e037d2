const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A moment's date on this machine's clock, `2026-11-21`. */
export const dayOf = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part, i) => String(part).padStart(i === 0 ? 4 : 2, '0')).join('-');

/** The date so many days later. */
export const shifted = (date: string, days: number): string => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

/** Every moment that has this date in some zone of the earth: zones reach from UTC-12 to UTC+14. */
export const aroundDay = (date: string): { from: string; to: string } => {
  const midnight = Date.parse(date);
  return { from: new Date(midnight - 14 * HOUR).toISOString(), to: new Date(midnight + DAY + 12 * HOUR).toISOString() };
};
