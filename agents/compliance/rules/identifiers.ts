// Identifiers of people that stand in words. Each has a checksum or a shape of its own, so that ordinary numbers are not taken for one.
import { IDENTIFIERS, type Identifier } from '#domain/finding/messages.ts';

/** A Turkish identity number: 11 digits, the last two of which check the others (Nüfus ve Vatandaşlık İşleri). */
function isTckn(digits: string): boolean {
  const d = Array.from(digits, Number);
  const sum = (from: number, to: number, step: number) => d.slice(from, to).reduce((total, digit, i) => (i % step === 0 ? total + digit : total), 0);
  const tenth = (((sum(0, 9, 2) * 7 - sum(1, 8, 2)) % 10) + 10) % 10;
  return d[0] !== 0 && tenth === d[9] && sum(0, 10, 1) % 10 === d[10];
}
/** How long an IBAN is, and where (ISO 13616 registry). */
const LENGTHS = [
  ...['15 NO', '16 BE', '18 DK FI FO GL NL', '19 MK SI', '20 AT BA EE KZ LT LU XK', '21 CH HR LI LV', '22 BG BH CR DE GB GE IE ME RS VA', '23 AE GI IL IQ TL'],
  ...['24 AD CZ ES MD PK RO SA SE SK TN VG', '25 LY PT ST', '26 IS TR', '27 FR GR IT MC MR SM', '28 AL AZ BY CY DO GT HU LB PL', '29 BR EG PS QA UA'],
  ...['30 JO KW MU', '31 MT SC', '32 LC'],
].map((line) => line.split(' '));
const IBAN = LENGTHS.map(([length, ...countries]) => `(?:${countries.join('|')})\\d{2}(?: ?[A-Z0-9]){${Number(length) - 4}}`).join('|');
/** The letters as numbers, the first four characters last, modulo 97 is 1. */
function isIban(found: string): boolean {
  const text = found.replaceAll(' ', '').toUpperCase();
  const moved = text.slice(4) + text.slice(0, 4);
  return BigInt(moved.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n === 1n;
}
/** Visa, Mastercard, American Express, Discover, UnionPay, Troy; and Luhn's sum. */
const ISSUED = /^(4\d{12}(\d{3}){0,2}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|(6011|65\d\d|9792)\d{12}|62\d{14,17})$/;
function isCard(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .toReversed()
    .reduce((total, digit, i) => total + (i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return ISSUED.test(digits) && sum % 10 === 0;
}

type Form = { readonly form: RegExp; readonly fits?: (found: string) => boolean };
const digitsOf = (found: string) => found.replaceAll(/\D/g, '');
/** The longest first: what was taken for one is not looked at again. */
const FORMS: readonly [Identifier, Form][] = [
  ['iban', { form: new RegExp(`(?<![A-Z0-9])(?:${IBAN})(?![A-Z0-9])`, 'gi'), fits: isIban }],
  ['card', { form: /(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)/g, fits: (found) => isCard(digitsOf(found)) }],
  ['tckn', { form: /(?<![\d+])[1-9](?:[ -]?\d){10}(?!\d)/g, fits: (found) => isTckn(digitsOf(found)) }],
  ['passport', { form: /(?:passport|pasaport|reisepass|паспорт|جواز)[^\d\n]{0,24}?(?<![A-Z])[A-Z]{0,2}\s?\d{6,9}(?!\d)|\bP<[A-Z]{3}[A-Z<]{5,}/giu }],
  [
    'phone',
    {
      form: /(?<!\d)(?:(?:\+90|0090|0)[ ()-]{0,2}[2-5]\d{2}[ ()-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}|5\d{2} \d{3} \d{2} \d{2}|\+[1-9]\d?(?:[ ()-]{0,2}\d){8,11})(?!\d)/g,
    },
  ],
];

/** How many of each kind stand in the text; kinds that do not are left out. */
export function identifiersIn(text: string): ReadonlyMap<Identifier, number> {
  const counts = new Map<Identifier, number>();
  let rest = text;
  for (const [kind, { form, fits }] of FORMS)
    rest = rest.replaceAll(form, (found: string) => {
      if (fits && !fits(found)) return found;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return '\n';
    });
  return new Map(IDENTIFIERS.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind)!] as const] : [])));
}
