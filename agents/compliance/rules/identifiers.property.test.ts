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
const nine = fc.integer({ min: 100_000_000, max: 999_999_999 });

spec('identifiers in text', (it) => {
  it('every identity number is found, wherever it stands', () => {
    fc.assert(
      fc.property(
        nine,
        fc.stringMatching(/^[a-zığüşöç ,.]{0,20}$/),
        (n, around) => void assert.ok(identifiersIn(`${around} ${tcknFrom(n)}${around}`).includes('tckn')),
      ),
    );
  });
  it('a number with one digit changed is none', () => {
    fc.assert(
      fc.property(nine, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }), (n, at, by) => {
        const right = tcknFrom(n);
        const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
        assert.not.ok(identifiersIn(wrong).includes('tckn'));
      }),
    );
  });
  it('no text makes it fail or take long', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void identifiersIn(text)));
    for (const hostile of ['TR33 '.repeat(2000), 'passport '.repeat(2000), '0 ('.repeat(3000), 'A'.repeat(20_000)])
      assert.type(identifiersIn(hostile), 'object');
  });
});
