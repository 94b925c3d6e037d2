import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { identifiersIn } from './identifiers.ts';

/** A valid identity number from nine digits; the check digits as the registry defines them. */
function tcknFrom(nine: number): string {
  const d = Array.from(String(nine), Number);
  const odd = d[0]! + d[2]! + d[4]! + d[6]! + d[8]!;
  const even = d[1]! + d[3]! + d[5]! + d[7]!;
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return `${nine}${tenth}${(odd + even + tenth) % 10}`;
}
const asNumbers = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
const ibanFrom = (country: string, account: string) =>
  `${country}${String(98n - (BigInt(asNumbers(`${account}${country}00`)) % 97n)).padStart(2, '0')}${account}`;
function cardFrom(fifteen: string): string {
  const sum = Array.from(fifteen, Number).reduce((total, digit, i) => total + (i % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit), 0);
  return fifteen + ((10 - (sum % 10)) % 10);
}
const nine = fc.integer({ min: 100_000_000, max: 999_999_999 });

spec('identifiers in text', (it) => {
  it('every identity number is found, wherever it stands', () => {
    fc.assert(
      fc.property(
        nine,
        fc.stringMatching(/^[a-zığüşöç ,.]{0,20}$/),
        (n, around) => void assert.ok(identifiersIn(`${around} ${tcknFrom(n)}${around}`).has('tckn')),
      ),
    );
  });
  it('a number with one digit changed is none', () => {
    fc.assert(
      fc.property(nine, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }), (n, at, by) => {
        const right = tcknFrom(n);
        const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
        assert.not.ok(identifiersIn(wrong).has('tckn'));
      }),
    );
  });
  it('every account number of any country is found, in groups or not, whatever words follow it', () => {
    const account = fc.tuple(fc.constantFrom('TR22', 'DE18', 'NL14', 'NO11', 'GB18', 'FR23'), fc.stringMatching(/^\d{23}$/));
    fc.assert(
      fc.property(account, fc.boolean(), fc.constantFrom('', ' ile', ' bank', ' no lu hesap', ', 2 kişi'), ([country, digits], grouped, after) => {
        const iban = ibanFrom(country.slice(0, 2), digits.slice(0, Number(country.slice(2))));
        const written = grouped ? iban.replaceAll(/(.{4})(?=.)/g, '$1 ') : iban;
        assert.equal([...identifiersIn(`hesap ${written}${after}`).keys()], ['iban']);
      }),
    );
  });
  it('every card number is found, and with one digit changed it is none', () => {
    const begun = fc.tuple(fc.constantFrom('4', '51', '9792', '65'), fc.stringMatching(/^\d{15}$/));
    fc.assert(
      fc.property(begun, fc.boolean(), fc.integer({ min: 4, max: 14 }), fc.integer({ min: 1, max: 9 }), ([prefix, digits], grouped, at, by) => {
        const card = cardFrom((prefix + digits).slice(0, 15));
        const written = grouped ? card.replaceAll(/(.{4})(?=.)/g, '$1 ') : card;
        assert.ok(identifiersIn(`kart ${written} son`).has('card'), written);
        const wrong = card.slice(0, at) + ((Number(card[at]) + by) % 10) + card.slice(at + 1);
        assert.not.ok(identifiersIn(wrong).has('card'), wrong);
      }),
    );
  });
  it('of random numbers few are taken for one: about one in a hundred has the checks of an identity number, one in fifty those of a card', () => {
    let [fired, all] = [0, 0];
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{7,18}$/), (digits) => {
        all += 1;
        fired += identifiersIn(`sipariş ${digits}`).size;
      }),
      { numRuns: 3000 },
    );
    assert.ok(fired / all < 0.03, `${fired} of ${all}`);
  });
  it('what people write in Turkish is judged as a reader would', () => {
    const golden: readonly [string, string][] = [
      ['TC kimlik: 100 000 001 46', 'tckn'],
      ['kimlik no:10000000146.', 'tckn'],
      ['pasaportum U12345678, süresi 2031', 'passport'],
      ['Pasaport numarası: 512345678', 'passport'],
      ['PASAPORT NO S 1234567', 'passport'],
      ['паспорт 75 1234567', ''],
      ['P<TURYILMAZ<<AYSE<<<<<<<<', 'passport'],
      ['tr33 0006 1005 1978 6457 8413 26 hesabına', 'iban'],
      ['DE89370400440532013000', 'iban'],
      ['kart 4111 1111 1111 1111 son kullanma 12/28', 'card'],
      ['0532 123 45 67 den arayın', 'phone'],
      ['(0212) 555 12 34', 'phone'],
      ['532 123 45 67', 'phone'],
      ['+49 151 23456789', 'phone'],
      ['TC 10000000146, tel 05321234567', 'tckn phone'],
      ['TC kimlik: 10000000147', ''],
      ['TR33 0006 1005 1978 6457 8413 27', ''],
      ['kart 4111 1111 1111 1112', ''],
      ['pasaportu yok, vizesi 20.05.2026 tarihine kadar', ''],
      ['ameliyat 12.05.2026 14:30, oda 214, 3. kat', ''],
      ['tansiyon 120/80, nabız 72, ateş 36.8, kilo 104,5 kg', ''],
      ['sipariş 2026-00001234, fatura 20260001234567', ''],
      ['ICD E66.01, SNOMED 173171007, LOINC 8480-6', ''],
      ['15.000 TL kapora, kalan 45.000 TL', ''],
      ['0190d0c0-0000-7000-8000-0000000000c1', ''],
    ];
    assert.equal(
      golden.map(([text]) => [text, [...identifiersIn(text).keys()].join(' ')]),
      golden,
    );
  });
  it('no text makes it fail or take long', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void identifiersIn(text)));
    for (const hostile of ['TR33 '.repeat(2000), 'passport '.repeat(2000), '0 ('.repeat(3000), 'A'.repeat(20_000)])
      assert.type(identifiersIn(hostile), 'object');
  });
});
