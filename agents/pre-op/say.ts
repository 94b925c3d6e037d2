// Small words for bilingual texts: numbers as each language writes them, lists, units.
import type { Bilingual } from '#domain/recommendation/messages.ts';

export const both = (tr: string, en: string): Bilingual => ({ tr, en });
/** Turkish writes a decimal comma. */
export const n = (value: number): Bilingual => both(String(value).replace('.', ','), String(value));
/** `say\`HbA1c ${n(8.5)} %\`` per language: `say((t) => …)` keeps both texts side by side without repeating the values. */
export const say = (tr: (number: (value: number) => string) => string, en: (number: (value: number) => string) => string): Bilingual =>
  both(
    tr((value) => n(value).tr),
    en((value) => n(value).en),
  );
export const joined = (parts: readonly Bilingual[], separator = ' '): Bilingual =>
  both(parts.map(({ tr }) => tr).join(separator), parts.map(({ en }) => en).join(separator));

/** Days of the UTC calendar, `2026-03-01`: the same in both languages. */
export const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
