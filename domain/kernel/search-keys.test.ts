import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { askedKeys, folded, searchKeys } from './search-keys.ts';

const finds = (text: string, typed: string) => askedKeys(typed).every((key) => searchKeys(text).includes(key));

spec('search keys', (it) => {
  it('find a Turkish name however its i is typed', () => {
    for (const name of ['İpek Işık', 'IPEK ISIK', 'ipek ışık', 'Ipek Isik'])
      for (const typed of ['ipek', 'İPEK', 'IPEK', 'ışık', 'isik', 'IŞIK', 'işı']) assert.ok(finds(name, typed), `${typed} in ${name}`);
  });
  it('find a word by its beginning, not by its middle, and need every word that was typed', () => {
    assert.equal(
      ['gül', 'gulbahar', 'bahar', 'gül çel', 'gül x1'].map((typed) => finds('Gülbahar Çelik', typed)),
      [true, true, false, true, false],
    );
  });
  it('look for nothing when nothing was typed that can be looked for', () => {
    assert.equal([askedKeys(''), askedKeys(' . - '), askedKeys('a')], [[], [], []]);
  });
  it('fold once and for all, whatever the script', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.is(folded(folded(text)), folded(text))));
  });
  it('find every word of a text by itself', () => {
    const word = fc.stringMatching(/^[a-zçğışöüİI]{2,20}$/);
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => assert.ok(words.every((one) => finds(words.join(' '), one)))));
  });
});
