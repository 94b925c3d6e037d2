import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { scopeOf } from './scope.ts';

const kinds = (text: string, code = 'x') => scopeOf({ code, text }).kinds.join(' ');

spec('what a planned procedure means', (it) => {
  for (const [text, expected] of [
    ['Laparoscopic sleeve gastrectomy', 'bariatric'],
    ['Tüp mide ameliyatı', 'bariatric'],
    ['OBEZİTE CERRAHİSİ', 'bariatric'],
    ['Dental implants, upper jaw', 'dental'],
    ['DİŞ İMPLANTI', 'dental'],
    ['FUE hair transplant', 'hair'],
    ['Saç ekimi', 'hair'],
    ['Rinoplasti', 'rhinoplasty'],
    ['Breast augmentation', 'breast'],
    ['Liposuction of the flanks', 'liposuction'],
    ['Total knee replacement', 'orthopaedic'],
    ['Katarakt ameliyatı', 'eye'],
    ['Laparoscopic cholecystectomy', 'abdominal'],
    ['Consultation', ''],
  ] as const)
    it(`"${text}" is ${expected || 'not recognised'}`, () => assert.is(kinds(text), expected));
  it('a code is enough', () => assert.is(kinds('procedure', '609588000'), 'orthopaedic'));
  it('what is not recognised leaves every question open', () => assert.equal(scopeOf({ code: 'x', text: 'Consultation' }), { kinds: [] }));
  it('two procedures at once count by the riskier answer', () => {
    const both = scopeOf({ code: 'x', text: 'Hair transplant and tummy tuck' });
    assert.equal(both, { kinds: ['hair', 'abdominoplasty'], major: true, highRiskSite: false, bleeding: 'high' });
  });
});
