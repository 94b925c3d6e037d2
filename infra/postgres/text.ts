// Values as the text that PostgreSQL reads: alone, as elements of an array, and as columns of COPY. How a column is written is decided once.
import type { Column } from './tables.ts';

/** Null is null. Throws a TypeError for what JSON does not know. */
export type ToText = (value: unknown) => string | null;

export const isArray = (type: string): boolean => type.endsWith('[]');

/** An array as its literal, built here because the driver takes three times as long, and because it unpacks arrays of arrays. */
export const arrayText = (items: readonly (string | null)[]): string => `{${items.map((item) => (item === null ? 'null' : element(item))).join(',')}}`;
const element = (text: string) => `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;

/** What PostgreSQL refuses stays what it refuses: an invalid date becomes no valid one. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'invalid';
  const text = date.toISOString();
  return text.startsWith('+') ? text.replace(/^\+0*/, '') : text;
}
const anyText = (value: unknown) => (value instanceof Date ? dateText(value) : String(value));

export function toTextOf({ type }: Pick<Column, 'type'>): ToText {
  const some = isArray(type)
    ? (value: unknown) => arrayText((value as unknown[]).map(String))
    : type === 'jsonb'
      ? (value: unknown) => JSON.stringify(value)
      : anyText;
  return (value) => (value === null || value === undefined ? null : some(value));
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
/** One column of a line of COPY. */
export const copyText = (text: string | null): string =>
  text === null ? '\\N' : /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (c) => ESCAPES[c]!) : text;
