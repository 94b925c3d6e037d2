import { en } from './en.ts';

export type Key = keyof typeof en;
export type Phrase = string | { one: string; other: string };
export type Catalogue = Record<Key, Phrase>;
export type Values = Record<string, string | number>;
export const LANGUAGES = ['tr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Translate = (key: Key, values?: Values) => string;
export const isKey = (key: string): key is Key => Object.hasOwn(en, key);

/** Fills `{name}` from the values; `{count}` also chooses between the forms of a phrase by the language's plural rule. */
export function makeTranslate(catalogue: Catalogue, language: Language): Translate {
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const phrase = catalogue[key];
    const form = typeof phrase === 'string' ? phrase : plural.select(Number(values['count'])) === 'one' ? phrase.one : phrase.other;
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

/** For words that come over the wire (stages, kinds, roles): the translation when the catalogue has one, else the word made readable. */
export const wordFor = (t: Translate, prefix: string, word: string): string => (isKey(`${prefix}.${word}`) ? t(`${prefix}.${word}` as Key) : readable(word));
export const readable = (word: string): string => word.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.]/g, ' ');
