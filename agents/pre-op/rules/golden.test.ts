// Golden cases: each rule against the numbers its citation gives, at the boundary and on both sides of it.
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import {
  bmi,
  CODES,
  codesIn,
  condition,
  creatinine,
  finds,
  haemoglobin,
  had,
  hba1c,
  height,
  person,
  pressure,
  quantity,
  takes,
  verdict,
  weight,
} from '../given-patient.ts';
import { preA1c } from './pre-a1c.ts';
import { preAnaemia } from './pre-anaemia.ts';
import { preApt } from './pre-apt.ts';
import { preAsa } from './pre-asa.ts';
import { preBari } from './pre-bari.ts';
import { preBp } from './pre-bp.ts';
import { holdDays, preDoac } from './pre-doac.ts';
import { preRcri } from './pre-rcri.ts';
import { preStopBang } from './pre-stopbang.ts';
import { preVka } from './pre-vka.ts';

const SLEEVE = 'Sleeve gastrectomy';
const NOSE = 'Rhinoplasty';
const DENTAL = 'Dental implant';
const diabetic = () => condition(CODES.diabetes);

spec('PRE-A1C (ADA 2025, CPOC 2021)', (it) => {
  it('refers from 8.0 % and postpones from 8.5 %', () => {
    const at = (value: number, unit?: string) => verdict(preA1c, SLEEVE, diabetic(), hba1c(value, unit));
    assert.is(at(7.9), 'info hba1c-acceptable');
    assert.is(at(8.0), 'amber hba1c-raised');
    assert.is(at(64, 'mmol/mol'), 'amber hba1c-raised');
    assert.is(at(8.5), 'red hba1c-high');
    assert.is(at(69, 'mmol/mol'), 'red hba1c-high');
  });
  it('has no fixed limit for dental work', () => assert.is(verdict(preA1c, DENTAL, diabetic(), hba1c(9)), 'amber hba1c-raised'));
  it('a result of 91 days is out of date', () => assert.equal(finds(preA1c, SLEEVE, diabetic(), hba1c(7, '%', 91))?.missing, ['hba1c']));
  it('is silent without diabetes, unless the result is high all the same', () => {
    assert.is(verdict(preA1c, SLEEVE), 'nothing');
    assert.is(verdict(preA1c, SLEEVE, hba1c(5.4)), 'nothing');
    assert.is(verdict(preA1c, SLEEVE, hba1c(8.7)), 'red hba1c-high');
  });
});

spec('PRE-BP (AAGBI/BHS 2016)', (it) => {
  it('goes ahead below 180/110, target below 160/100', () => {
    const at = (systolic: number, diastolic: number) => verdict(preBp, NOSE, pressure(systolic, diastolic));
    assert.is(at(159, 99), 'nothing');
    assert.is(at(160, 80), 'amber blood-pressure-raised');
    assert.is(at(179, 109), 'amber blood-pressure-raised');
    assert.is(at(180, 80), 'red blood-pressure-high');
    assert.is(at(120, 110), 'red blood-pressure-high');
  });
  it('a measurement of another year is out of date', () => assert.equal(finds(preBp, NOSE, pressure(120, 80, 366))?.missing, ['systolic', 'diastolic']));
});

spec('PRE-ANAEMIA (consensus 2017)', (it) => {
  it('investigates below 130 g/L before major surgery', () => {
    assert.is(verdict(preAnaemia, SLEEVE, haemoglobin(12.9)), 'amber haemoglobin-low');
    assert.is(verdict(preAnaemia, SLEEVE, haemoglobin(13)), 'nothing');
    assert.is(verdict(preAnaemia, SLEEVE, haemoglobin(129, 'g/L')), 'amber haemoglobin-low');
  });
  it('is silent before a minor procedure', () => assert.is(verdict(preAnaemia, DENTAL, haemoglobin(9)), 'nothing'));
  it('a haemoglobin in an unknown unit is missing, not low', () => assert.equal(finds(preAnaemia, SLEEVE, haemoglobin(12, 'oz'))?.missing, ['haemoglobin']));
});

spec('PRE-BARI (ASMBS/IFSO 2022)', (it) => {
  const at = (value: number, ...more: Parameters<typeof verdict>[2][]) => verdict(preBari, SLEEVE, bmi(value), ...more);
  it('recommends from 35, and from 30 with type 2 diabetes', () => {
    assert.is(at(35), 'info recommended');
    assert.is(at(34.9), 'amber no-metabolic-disease');
    assert.is(at(30, diabetic()), 'info recommended-diabetes');
    assert.is(at(30, condition(CODES.hypertension)), 'info considered');
  });
  it('below 30 asks about the lower threshold down to 27.5', () => {
    assert.equal(finds(preBari, SLEEVE, bmi(27.5))?.missing, ['ancestry']);
    assert.is(at(27.4), 'amber below-indication');
  });
  it('computes the index from pounds and inches', () => assert.is(verdict(preBari, SLEEVE, weight(250, '[lb_av]'), height(70, '[in_i]')), 'info recommended'));
  it('speaks of bariatric surgery only', () => assert.is(verdict(preBari, NOSE, bmi(45)), 'nothing'));
});

spec('PRE-VKA (CHEST 2022, SDCEP 2022)', (it) => {
  it('asks to hold warfarin 5 days before, with an INR the day before', () => {
    const found = finds(preVka, SLEEVE, takes('Warfarin Sodium 5 MG Oral Tablet'))!;
    assert.is(`${found.level} ${found.code}`, 'amber vka-hold');
    assert.equal(codesIn(found.items), ['warfarin']);
    assert.match(found.actions[0]!.label.en, /5 days/);
  });
  it('does not stop it for dental work', () => assert.is(verdict(preVka, DENTAL, takes('Coumadin')), 'amber vka-dental'));
  it('shows a recent INR', () => assert.equal(codesIn(finds(preVka, SLEEVE, takes('Warfarin'), quantity('6301-6', 2.4, '{INR}'))!.items), ['warfarin', 'inr']));
  it('is silent about a stopped prescription', () => assert.is(verdict(preVka, SLEEVE, takes('Warfarin', 'stopped')), 'nothing'));
});

spec('PRE-DOAC (PAUSE 2019)', (it) => {
  it('the table of dose-free days', () => {
    const table = (drug: string) => (['low', 'high'] as const).map((risk) => [holdDays(drug, risk, 50), holdDays(drug, risk, 49)]);
    assert.equal(table('apixaban'), [
      [1, 1],
      [2, 2],
    ]);
    assert.equal(table('dabigatran'), [
      [1, 2],
      [2, 4],
    ]);
  });
  it('dabigatran with a clearance of 47 before high-risk surgery is held 4 days', () => {
    const found = finds(preDoac, SLEEVE, person('male', '1956-06-15'), takes('Pradaxa'), weight(68), creatinine(1.4))!;
    assert.equal(
      found.items.map(({ code, value }) => [code, value]),
      [
        ['dabigatran', 4],
        ['creatinine-clearance', 47],
      ],
    );
  });
  it('names what is missing for the clearance, and the procedure', () => {
    assert.equal(finds(preDoac, 'Consultation', takes('Eliquis'), weight(80))?.missing, ['birthDate', 'creatinine', 'sex', 'procedure']);
  });
  it('is usually not stopped for a procedure of minimal bleeding risk', () => assert.is(verdict(preDoac, 'Saç ekimi', takes('Xarelto')), 'amber doac-minimal'));
});

spec('PRE-APT (CHEST 2022, AHA/ACC 2024)', (it) => {
  const at = (...events: Parameters<typeof verdict>[2][]) => verdict(preApt, NOSE, ...events);
  it('aspirin is usually continued, the others usually held', () => {
    assert.is(at(takes('Aspirin 81 MG')), 'info aspirin');
    assert.is(at(takes('Clopidogrel 75 MG')), 'amber antiplatelet');
    assert.equal(finds(preApt, NOSE, takes('Prasugrel 10 MG'))!.items[0]!.value, 7);
  });
  it('a stent for stable disease: red for 6 months', () => {
    assert.is(at(had(CODES.stent, 181)), 'red too-soon');
    assert.equal(finds(preApt, NOSE, had(CODES.stent, 182))?.missing, ['indication']);
    assert.is(at(had(CODES.stent, 365)), 'nothing');
  });
  it('a stent with an infarction: red for 12 months', () => {
    assert.is(at(had(CODES.stent, 364), condition(CODES.infarction, { days: 366 })), 'red too-soon');
    assert.is(at(had(CODES.stent, 366), condition(CODES.infarction, { days: 366 })), 'nothing');
  });
  it('an infarction without a stent: red for 60 days; a stroke: 3 months', () => {
    assert.is(at(condition(CODES.infarction, { days: 59 })), 'red too-soon');
    assert.is(at(condition(CODES.infarction, { days: 60 })), 'nothing');
    assert.is(at(condition(CODES.stroke, { days: 89 })), 'red too-soon');
    assert.is(at(condition(CODES.stroke, { days: 90 })), 'nothing');
  });
  it('an undated event leaves the timing open', () => assert.equal(finds(preApt, NOSE, condition(CODES.stroke, { dated: false }))?.missing, ['onset']));
});

spec('PRE-ASA (ASA 2020)', (it) => {
  const at = (...events: Parameters<typeof verdict>[2][]) => verdict(preAsa, NOSE, person('female'), ...events);
  it('body mass index: II from 30, III from 40', () => {
    assert.is(at(bmi(29.9)), 'info asa-1');
    assert.is(at(bmi(30)), 'info asa-2');
    assert.is(at(bmi(39.9)), 'info asa-2');
    assert.is(at(bmi(40)), 'amber asa-3');
  });
  it('well and poorly controlled disease', () => {
    assert.is(at(bmi(24), diabetic(), hba1c(7)), 'info asa-2');
    assert.is(at(bmi(24), diabetic(), hba1c(8)), 'amber asa-3');
    assert.is(at(bmi(24), condition(CODES.hypertension), pressure(150, 95)), 'info asa-2');
    assert.is(at(bmi(24), condition(CODES.hypertension), pressure(165, 95)), 'amber asa-3');
  });
  it('an infarction or stroke: IV for 3 months, then III', () => {
    assert.is(at(bmi(24), condition(CODES.infarction, { days: 89 })), 'red asa-4');
    assert.is(at(bmi(24), condition(CODES.infarction, { days: 90, status: 'resolved' })), 'amber asa-3');
    assert.is(at(bmi(24), condition(CODES.stroke, { dated: false })), 'amber asa-3');
  });
  it('COPD and a reduced ejection fraction', () => {
    assert.is(at(bmi(24), condition(CODES.copd)), 'amber asa-3');
    assert.is(at(bmi(24), quantity('10230-1', 40, '%')), 'amber asa-3');
    assert.is(at(bmi(24), quantity('10230-1', 29, '%')), 'red asa-4');
  });
  it('without a body mass index the class stays open, unless it is III anyway', () => {
    assert.equal(finds(preAsa, NOSE, person('female'))?.missing, ['bmi']);
    assert.is(at(condition(CODES.copd)), 'amber asa-3');
  });
  it('says that the rules are for adults', () => assert.is(verdict(preAsa, NOSE, person('male', '2010-01-01'), bmi(42)), 'amber minor'));
});

spec('PRE-RCRI (Lee 1999)', (it) => {
  const at = (...events: Parameters<typeof verdict>[2][]) => finds(preRcri, NOSE, creatinine(0.9), ...events)!;
  it('0, 1, 2 and 3 points have 0.4, 0.9, 6.6 and 11 % events', () => {
    const [ihd, failure, stroke] = [condition(CODES.coronary), condition(CODES.heartFailure), condition(CODES.stroke)];
    assert.match(at().summary.en, /^RCRI 0 points: .* 0\.4 %/);
    assert.match(at(ihd).summary.en, /^RCRI 1 points: .* 0\.9 %/);
    assert.match(at(ihd, failure).summary.en, /^RCRI 2 points: .* 6\.6 %/);
    assert.match(at(ihd, failure, stroke).summary.en, /^RCRI 3 points: .* ≥ 11 %/);
    assert.equal([at(ihd).level, at(ihd, failure).level], ['info', 'amber']);
  });
  it('creatinine scores above 2.0 mg/dL, in either unit', () => {
    const scored = (...events: Parameters<typeof verdict>[2][]) => codesIn(finds(preRcri, NOSE, ...events)!.items);
    assert.equal(scored(creatinine(2)), []);
    assert.equal(scored(creatinine(2.01)), ['creatinine']);
    assert.equal(scored(creatinine(180, 'umol/L')), ['creatinine']);
  });
  it('a missing creatinine matters only where it could change the answer', () => {
    assert.is(verdict(preRcri, NOSE), 'info rcri-low');
    assert.equal(finds(preRcri, SLEEVE)?.missing, ['creatinine']);
    assert.is(verdict(preRcri, SLEEVE), 'insufficient-data rcri-open');
    assert.is(verdict(preRcri, SLEEVE, condition(CODES.coronary)), 'amber rcri-raised');
  });
  it('an unknown procedure may or may not score', () =>
    assert.equal(finds(preRcri, 'Consultation', creatinine(1), condition(CODES.coronary))?.missing, ['procedure']));
});

spec('PRE-STOPBANG (Chung 2008)', (it) => {
  const asked = ['72863001', '84229001', '1023001'].map((code) => condition(code));
  it('symptoms that nobody coded are not known', () => {
    const found = finds(preStopBang, SLEEVE, person('male', '1960-01-01'), bmi(36))!;
    assert.is(found.level, 'insufficient-data');
    assert.equal(found.missing, ['snoring', 'tiredness', 'observedApnoea', 'neck']);
    assert.match(found.summary.en, /3–7 points/);
  });
  it('five points are high whatever is missing', () => assert.is(verdict(preStopBang, SLEEVE, person('male', '1960-01-01'), ...asked), 'amber stopbang-high'));
  it('the bounds: BMI above 35, age above 50, neck from 40 cm', () => {
    const scored = (...events: Parameters<typeof verdict>[2][]) => codesIn(finds(preStopBang, SLEEVE, ...events)!.items).filter((code) => !code.includes('.'));
    assert.equal(scored(person('female', '1976-06-15'), bmi(35), quantity('56074-8', 39.9, 'cm')), []);
    assert.equal(scored(person('female', '1975-06-15'), bmi(35.1), quantity('56074-8', 40, 'cm')), ['bmi', 'age', 'neck']);
  });
});
