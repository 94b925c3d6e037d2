import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeTranslate, type Phrase, wordFor } from './catalogue.ts';
import { en } from './en.ts';
import { tr } from './tr.ts';

const placeholders = (phrase: Phrase): string[] => {
  const texts = typeof phrase === 'string' ? [phrase] : [phrase.one, phrase.other];
  return [...new Set(texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();
};

spec('message catalogues', (it) => {
  it('both languages have the same keys', () => {
    assert.equal(Object.keys(tr).sort(), Object.keys(en).sort());
  });
  it('a phrase has the same placeholders in both languages', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) assert.equal(placeholders(tr[key]), placeholders(en[key]), key);
  });
  it('no phrase is empty', () => {
    for (const phrase of [...Object.values<Phrase>(en), ...Object.values<Phrase>(tr)])
      for (const text of typeof phrase === 'string' ? [phrase] : [phrase.one, phrase.other]) assert.ok(text.trim());
  });
  it('the count chooses the English plural, and Turkish needs none', () => {
    const [e, t] = [makeTranslate(en, 'en'), makeTranslate(tr, 'tr')];
    assert.is(e('cases.count', { count: 1 }), '1 case');
    assert.is(e('cases.count', { count: 3 }), '3 cases');
    assert.is(t('cases.count', { count: 3 }), '3 vaka');
  });
  it('a word without a translation is made readable instead of hidden', () => {
    assert.is(wordFor(makeTranslate(en, 'en'), 'event', 'InvoiceSent'), 'Invoice Sent');
    assert.is(wordFor(makeTranslate(tr, 'tr'), 'stage', 'review'), 'İnceleme');
  });
});
