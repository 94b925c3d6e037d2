// Working days in Türkiye: no weekend, no public holiday (Law 2429). The two religious feasts follow the Umm al-Qura calendar; a day on which
// half is worked, such as the eve of a feast, is a working day.
import { plusDays } from './instants.ts';

/** New Year, 23 April, 1 May, 19 May, 15 July, 30 August, 29 October. */
const FIXED: ReadonlySet<string> = new Set(['01-01', '04-23', '05-01', '05-19', '07-15', '08-30', '10-29']);
/** Month and days of the Islamic year: three of Ramazan Bayramı, four of Kurban Bayramı. */
const FEASTS: ReadonlySet<string> = new Set(['10/1', '10/2', '10/3', '12/10', '12/11', '12/12', '12/13']);
const ISLAMIC = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', { timeZone: 'Europe/Istanbul', month: 'numeric', day: 'numeric' });
const HERE_MS = 3 * 3_600_000;

function isFeast(at: string): boolean {
  const parts = ISLAMIC.formatToParts(Date.parse(at));
  const part = (type: 'month' | 'day') => parts.find((one) => one.type === type)!.value;
  return FEASTS.has(`${part('month')}/${part('day')}`);
}
/** Of the day it is in Istanbul at this instant (ISO). */
export function isWorkday(at: string): boolean {
  const here = new Date(Date.parse(at) + HERE_MS);
  return ![0, 6].includes(here.getUTCDay()) && !FIXED.has(here.toISOString().slice(5, 10)) && !isFeast(at);
}
/** `at` moved on by `days` working days. */
export function plusWorkdays(at: string, days: number): string {
  let [moved, left] = [at, days];
  while (left > 0) {
    moved = plusDays(moved, 1);
    if (isWorkday(moved)) left -= 1;
  }
  return moved;
}
