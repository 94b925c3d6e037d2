// What a text can be found by. Letters that people type in place of one another are one letter here: İ, I, ı and i; ş and s; ü and u; and so on.

const LEAST = 2;
/** A word is found by its beginning, up to this many letters. */
const MOST = 12;
const MOST_WORDS = 200;

/** Lower case without marks, in which Turkish and English spellings of a word meet. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ı/g, 'i').toLowerCase().replace(/ß/g, 'ss');

const wordsOf = (text: string): string[] => [...new Set(folded(text).split(/[^\p{L}\p{N}]+/u))].filter((word) => word.length >= LEAST);

/** Every beginning of every word of `texts`, each once. */
export function searchKeys(...texts: readonly (string | undefined | null)[]): string[] {
  const words = texts.flatMap((text) => (text ? wordsOf(text) : [])).slice(0, MOST_WORDS);
  const beginnings = (word: string) => Array.from({ length: Math.min(word.length, MOST) - LEAST + 1 }, (_, n) => word.slice(0, LEAST + n));
  return [...new Set(words.flatMap(beginnings))];
}

/** The keys that something must all have to be found by what somebody typed; empty when that says nothing to look for. */
export const askedKeys = (typed: string): string[] => wordsOf(typed).map((word) => word.slice(0, MOST));
