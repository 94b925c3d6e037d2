// Values as the text that PostgreSQL reads: alone, as elements of an array, and as columns of COPY. How a column is written is decided once.
import type { Column } from './tables.ts';

/** Null is null. Throws a TypeError for what JSON does not know. */
export type ToText = (value: unknown) => string | null;

export const isArray = (type: string): boolean => type.endsWith('[]');

/** An array as its literal, built here because the driver takes three times as long, and because it unpacks arrays of arrays. */
export const arrayText = (items: readonly (string | null)[]): string => `{${items.map((item) => (item === null ? 'null' : element(item))).join(',')}}`;
const element = (text: string) => `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;

const DAY_MS = 86_400_000;
const digits = (most: number, width: number) => Array.from({ length: most }, (_, n) => String(n).padStart(width, '0'));
const [TWO, THREE] = [digits(60, 2), digits(1000, 3)] as const;
function dayText(time: number): string {
  const text = new Date(time).toISOString().slice(0, -'00:00:00.000Z'.length);
  return text.startsWith('+') ? text.replace(/^\+0*/, '') : text;
}

/** What PostgreSQL refuses stays what it refuses: an invalid date becomes no valid one. The day is written once while it is the same: a third of the time of `toISOString`. */
function makeDateText(): (date: Date) => string {
  let [day, prefix] = [Number.NaN, ''];
  return (date) => {
    const time = date.getTime();
    if (Number.isNaN(time)) return 'invalid';
    const at = Math.floor(time / DAY_MS);
    if (at !== day) [day, prefix] = [at, dayText(at * DAY_MS)];
    const ms = time - at * DAY_MS;
    return `${prefix}${TWO[Math.floor(ms / 3_600_000)]}:${TWO[Math.floor(ms / 60_000) % 60]}:${TWO[Math.floor(ms / 1000) % 60]}.${THREE[ms % 1000]}Z`;
  };
}
function makeAnyText(): (value: unknown) => string {
  const dateText = makeDateText();
  return (value) => (value instanceof Date ? dateText(value) : String(value));
}

export function toTextOf({ type }: Pick<Column, 'type'>): ToText {
  const some = isArray(type)
    ? (value: unknown) => arrayText((value as unknown[]).map(String))
    : type === 'jsonb'
      ? (value: unknown) => JSON.stringify(value)
      : makeAnyText();
  return (value) => (value === null || value === undefined ? null : some(value));
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string) => (/[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (c) => ESCAPES[c]!) : text);
/** Of what may be escaped JSON has only backslashes. */
const escapedJson = (text: string) => (text.includes('\\') ? text.replaceAll('\\', '\\\\') : text);

/** One column of lines of COPY. */
export function toCopyOf(column: Pick<Column, 'type'>): (value: unknown) => string {
  const toText = toTextOf(column);
  const escape = column.type === 'jsonb' ? escapedJson : escaped;
  return (value) => {
    const text = toText(value);
    return text === null ? '\\N' : typeof value === 'bigint' || typeof value === 'number' ? text : escape(text);
  };
}
