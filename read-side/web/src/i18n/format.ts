// Dates look the same in every interface language (21.11.2026 14:30), because staff of many countries read one record.
const dateTime = new Intl.DateTimeFormat('tr-TR', { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat('tr-TR', { day: '2-digit', month: '2-digit', year: 'numeric' });
const birth = new Intl.DateTimeFormat('tr-TR', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
const time = new Intl.DateTimeFormat('tr-TR', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const number = new Intl.NumberFormat('tr-TR', { maximumFractionDigits: 2 });

const shown = (format: Intl.DateTimeFormat, iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : format.format(new Date(iso)));
/** 21.11.2026 14:30, local time; text that is no date stays as it is. */
export const showDateTime = (iso: string): string => shown(dateTime, iso);
export const showDate = (iso: string): string => shown(date, iso);
export const showTime = (iso: string): string => shown(time, iso);
/** A FHIR date without a time of day (`1984-05-03`, `1984-05`, `1984`): no time zone may move it. */
export const showDay = (day: string): string => (/^\d{4}-\d{2}-\d{2}/.test(day) ? shown(birth, day.slice(0, 10)) : day.split('-').reverse().join('.'));
export const showNumber = (value: number): string => number.format(value);
export const showValue = (value: string | number): string => (typeof value === 'number' ? showNumber(value) : value);

const UCUM: readonly (readonly [RegExp, string])[] = [
  [/\{.*?\}/g, ''],
  [/10\*3/g, '10³'],
  [/m2\b/g, 'm²'],
  [/\[Hg\]/g, 'Hg'],
];
/** A UCUM code as people write it: `mm[Hg]` → mmHg, `{INR}` → nothing. */
export const showUnit = (ucum: string): string => UCUM.reduce((unit, [code, written]) => unit.replace(code, written), ucum);

/** Whole years between a FHIR date and now. */
export function ageAt(birthDate: string, now: Date): number {
  const [y, m = 1, d = 1] = birthDate.slice(0, 10).split('-').map(Number);
  const before = now.getMonth() + 1 < m || (now.getMonth() + 1 === m && now.getDate() < d);
  return now.getFullYear() - y! - (before ? 1 : 0);
}

/** “3 min. ago” in the interface language; `now` is passed so that a list shows one consistent time. */
export function showAgo(iso: string, now: number, language: string): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const [size, unit] = (
    [
      [86_400, 'day'],
      [3600, 'hour'],
      [60, 'minute'],
    ] as const
  ).find(([s]) => Math.abs(seconds) >= s) ?? [1, 'second'];
  return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.round(seconds / size), unit);
}
