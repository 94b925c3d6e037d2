// Identifiers of people that stand in text in the clear. Each has a checksum or a shape of its own, so that ordinary numbers are not taken for one.

/** A Turkish identity number: 11 digits, the last two of which check the others (Nüfus ve Vatandaşlık İşleri). */
function isTckn(digits: string): boolean {
  const d = Array.from(digits, Number);
  const sum = (from: number, to: number, step: number) => d.slice(from, to).reduce((total, digit, i) => (i % step === 0 ? total + digit : total), 0);
  const tenth = (((sum(0, 9, 2) * 7 - sum(1, 8, 2)) % 10) + 10) % 10;
  return d[0] !== 0 && tenth === d[9] && sum(0, 10, 1) % 10 === d[10];
}
/** ISO 13616: the letters as numbers, the first four characters last, modulo 97 is 1. */
function isIban(text: string): boolean {
  const moved = text.slice(4) + text.slice(0, 4);
  const number = moved.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(number) % 97n === 1n;
}

export const IDENTIFIERS = ['tckn', 'iban', 'passport', 'phone'] as const;
export type Identifier = (typeof IDENTIFIERS)[number];
const FORMS: Readonly<Record<Identifier, { form: RegExp; fits: (found: string) => boolean }>> = {
  tckn: { form: /(?<!\d)[1-9]\d{10}(?!\d)/g, fits: isTckn },
  iban: { form: /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/g, fits: (found) => isIban(found.replaceAll(' ', '')) },
  passport: { form: /(?:passport|pasaport)[^\d\n]{0,24}?[A-Z]{1,2}\s?\d{6,8}(?!\d)/giu, fits: () => true },
  phone: { form: /(?<!\d)(?:\+90|0090|0)[ ()-]{0,2}5\d{2}[ ()-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}(?!\d)/g, fits: () => true },
};

/** Which kinds stand in the text. */
export const identifiersIn = (text: string): Identifier[] =>
  IDENTIFIERS.filter((kind) => [...text.matchAll(FORMS[kind].form)].some(([found]) => FORMS[kind].fits(found)));
