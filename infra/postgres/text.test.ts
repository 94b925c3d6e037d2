// How values are written for PostgreSQL, beside what the language itself makes of them.
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { toCopyOf, toTextOf } from './text.ts';

spec('text for PostgreSQL', (it) => {
  it('a time is written as the language writes it, in any order of days, also before 1970', () => {
    fc.assert(
      fc.property(fc.array(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })), (dates) => {
        const toText = toTextOf({ type: 'timestamptz' });
        assert.equal(
          dates.map(toText),
          dates.map((date) => date.toISOString()),
        );
      }),
    );
  });

  it('a time that is none stays none, and a year of five digits has no sign before it', () => {
    const toText = toTextOf({ type: 'timestamptz' });
    assert.is(toText(new Date(Number.NaN)), 'invalid');
    assert.is(toText(new Date('+012026-01-02T03:04:05.678Z')), '12026-01-02T03:04:05.678Z');
  });

  it('no value begins another column or another line of a copy, and JSON comes back from it as it was', () => {
    const [ofText, ofJson] = [toCopyOf({ type: 'text' }), toCopyOf({ type: 'jsonb' })];
    const back = (text: string) => text.replaceAll(/\\(.)/gs, (_, c: string) => ({ t: '\t', n: '\n', r: '\r' })[c] ?? c);
    const words = fc.string({ unit: fc.oneof(fc.constantFrom('\\', '\t', '\n', '\r', '"'), fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' })) });
    fc.assert(
      fc.property(words, fc.array(words), (word, list) => {
        for (const text of [ofText(word), ofJson(list)]) assert.not.match(text, /[\t\n\r]/);
        assert.is(back(ofText(word)), word);
        assert.equal(JSON.parse(back(ofJson(list))), list);
      }),
    );
  });
});
