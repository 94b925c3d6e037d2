import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { checked } from './check.ts';
import { finds, hba1c, takes } from './given-patient.ts';
import { preA1c } from './rules/pre-a1c.ts';
import { preVka } from './rules/pre-vka.ts';
import type { Finding, Rule } from './rules/rule.ts';

const sugar = finds(preA1c, 'Rhinoplasty', hba1c(9.1))!;
const warfarin = finds(preVka, 'Rhinoplasty', takes('Warfarin 5 MG'))!;
const fault = (rule: Rule, finding: Finding, words: { tr?: string; en?: string }) => {
  const answer = checked(JSON.stringify({ ...finding.summary, ...words }), rule, finding);
  return 'fault' in answer ? answer.fault : 'used';
};
const ofSugar = (en: string) => fault(preA1c, sugar, { en });

spec('what a model may say', (it) => {
  it('the same numbers in other words are used', () => {
    assert.is(ofSugar('The HbA1c of 9.1 % reaches the 8.5 % limit for elective surgery.'), 'used');
    assert.is(fault(preA1c, sugar, { tr: 'HbA1c değeri %9,1; sınır %8,5.' }), 'used');
  });
  it('another number is not, in digits, words or Roman', () => {
    assert.is(ofSugar('HbA1c 9.1 %, limit 8.5 %; recheck in 90 days.'), 'number');
    assert.is(ofSugar('HbA1c 9.1 %, limit 8.5 %; recheck in three months.'), 'number-word');
    assert.is(ofSugar('HbA1c 9.1 %, limit 8.5 %; ASA III.'), 'number');
    assert.is(fault(preA1c, sugar, { tr: 'HbA1c %9,1; sınır %8,5. Üç ay sonra tekrar.' }), 'number-word');
  });
  it('a number that is left out or turned round is not', () => {
    assert.is(ofSugar('The HbA1c is above the limit.'), 'number-lost');
    assert.is(ofSugar('HbA1c 91 %, limit 8.5 %.'), 'number');
  });
  it('a drug that the rule did not name is not, known by name or by its ending', () => {
    for (const drug of ['metformin', 'dapagliflozin', 'Clexane', 'ramipril', 'paracetamol'])
      assert.is(ofSugar(`HbA1c 9.1 %, limit 8.5 %. Consider ${drug}.`), 'drug-or-diagnosis', drug);
    assert.is(fault(preA1c, sugar, { tr: "HbA1c %9,1; sınır %8,5. İnsülin'e geçilebilir." }), 'drug-or-diagnosis');
  });
  it('a diagnosis that the rule did not name is not', () => {
    for (const disease of ['ketoacidosis and sepsis', 'nephropathy', 'anaemia', 'stroke'])
      assert.is(ofSugar(`HbA1c 9.1 %, limit 8.5 %. This suggests ${disease}.`), 'drug-or-diagnosis', disease);
    assert.is(fault(preA1c, sugar, { tr: 'HbA1c %9,1; sınır %8,5. Kalp krizi ve inme riski.' }), 'drug-or-diagnosis');
  });
  it('a drug that the rule named may be declined', () => {
    assert.is(fault(preVka, warfarin, { tr: 'Hasta warfarin kullanıyor; warfarini kesmek ve INR bakmak gerekir.' }), 'used');
    assert.is(fault(preVka, warfarin, { tr: 'Hasta apiksaban kullanıyor.' }), 'drug-or-diagnosis');
  });
  it('markup, links and other shapes are not', () => {
    assert.is(ofSugar('HbA1c **9.1 %**, limit 8.5 %.'), 'markup');
    assert.is(ofSugar('HbA1c 9.1 %, limit 8.5 %, see https://example.org'), 'markup');
    assert.equal(checked('[]', preA1c, sugar), { fault: 'shape' });
    assert.equal(checked('{"tr":"x","en":"y","note":"z"}', preA1c, sugar), { fault: 'shape' });
    assert.equal(checked(JSON.stringify({ ...sugar.summary, en: 'x'.repeat(701) }), preA1c, sugar), { fault: 'shape' });
  });
});
