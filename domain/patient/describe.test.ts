import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { LOINC, SNOMED, SYSTEM } from './codes.ts';
import { describe, isActiveAllergy, isCurrentAnticoagulant, languageOf, personOf } from './describe.ts';
import { DRUGS, drugsIn } from './drugs.ts';
import { instantOf } from './time.ts';

const names = (text: string, code?: { system: string; code: string }) => drugsIn({ text, ...(code ? { coding: [code] } : {}) }).map((d) => d.ingredient);

spec('patient: describe', (it) => {
  it('a person is read from the official name, the best phone and the preferred language', () => {
    const patient = {
      resourceType: 'Patient',
      name: [
        { use: 'old', family: 'Kaya' },
        { use: 'official', given: ['Ayşe', 'Nur'], family: 'Demirtaş' },
      ],
      telecom: [
        { system: 'phone', value: '1', use: 'home' },
        { system: 'phone', value: '2', use: 'mobile' },
        { system: 'email', value: 'a@b.c' },
      ],
      gender: 'female',
      birthDate: '1960-02',
      deceasedBoolean: true,
      communication: [{ language: { coding: [{ code: 'tr' }] } }, { language: { coding: [{ code: 'en' }] }, preferred: true }],
    };
    assert.equal(personOf(patient), {
      name: { given: ['Ayşe', 'Nur'], family: 'Demirtaş', text: 'Ayşe Nur Demirtaş' },
      birthDate: '1960-02',
      sex: 'female',
      phone: '2',
      email: 'a@b.c',
      deceasedAt: '',
    });
    assert.is(languageOf(patient), 'en');
    assert.is(personOf({}).name.text, '');
  });

  it('an observation shows its value with unit, or each of its components', () => {
    const code = { coding: [{ system: SYSTEM.loinc, code: '4548-4' }], text: 'HbA1c' };
    const a1c = { resourceType: 'Observation', status: 'final', code, effectiveDateTime: '2026-01-02', valueQuantity: { value: 8.7, unit: '%' } };
    assert.equal(describe(a1c), { title: 'HbA1c', detail: '8.7%', status: 'final', at: '2026-01-02T00:00:00.000Z' });
    const part = (text: string, value: number) => ({ code: { text }, valueQuantity: { value, unit: 'mm[Hg]' } });
    const pressure = { resourceType: 'Observation', code: { text: 'Blood pressure' }, component: [part('Systolic', 190.123), part('Diastolic', 115)] };
    assert.is(describe(pressure).detail, 'Systolic 190.12 mm[Hg], Diastolic 115 mm[Hg]');
  });

  it('the statement that there is no allergy is not an allergy, nor is a refuted or resolved one', () => {
    const allergy = (code: string, clinical = 'active', verification = 'confirmed') => ({
      code: { coding: [{ system: SYSTEM.snomed, code }] },
      clinicalStatus: { coding: [{ code: clinical }] },
      verificationStatus: { coding: [{ code: verification }] },
    });
    assert.is(isActiveAllergy(allergy('300916003')), true);
    assert.is(isActiveAllergy(allergy('716186003')), false);
    assert.is(isActiveAllergy(allergy('300916003', 'resolved')), false);
    assert.is(isActiveAllergy(allergy('300916003', 'active', 'refuted')), false);
  });

  it('a drug is found by code of any system, by ingredient, by brand and in combinations', () => {
    assert.equal(names('Warfarin Sodium 5 MG Oral Tablet'), ['warfarin']);
    assert.equal(names('COUMADIN 5 mg tablet'), ['warfarin']);
    assert.equal(names('', { system: SYSTEM.atc, code: 'B01AF02' }), ['apixaban']);
    assert.equal(names('', { system: SYSTEM.rxnorm, code: '309362' }), ['clopidogrel']);
    assert.equal(names('', { system: SYSTEM.snomed, code: '372756006' }), ['warfarin']);
    assert.equal(names('Aspirin 81 MG / Clopidogrel 75 MG'), ['aspirin', 'clopidogrel']);
    assert.equal(names('Simvastatin 20 MG Oral Tablet', { system: SYSTEM.snomed, code: '309362' }), []);
  });

  it('only a running prescription counts as current anticoagulation', () => {
    const medicationCodeableConcept = { text: 'Warfarin Sodium 5 MG Oral Tablet' };
    assert.is(isCurrentAnticoagulant({ status: 'active', medicationCodeableConcept }), true);
    assert.is(isCurrentAnticoagulant({ status: 'stopped', medicationCodeableConcept }), false);
  });

  it('no code names two drugs, two measurements or a malformed concept', () => {
    const codes = DRUGS.flatMap((d) => [...d.rxnorm, ...d.atc, ...d.snomed]);
    assert.is(new Set(codes).size, codes.length);
    const loinc = Object.values(LOINC).flat();
    assert.is(new Set(loinc).size, loinc.length);
    assert.ok(loinc.every((c) => /^\d{1,7}-\d$/.test(c)));
    assert.ok(
      Object.values(SNOMED)
        .flat()
        .every((c) => /^\d{6,18}$/.test(c)),
    );
  });

  it('a partial date is the start of its period, an impossible one is none', () => {
    assert.is(instantOf('2019'), '2019-01-01T00:00:00.000Z');
    assert.is(instantOf('2019-05'), '2019-05-01T00:00:00.000Z');
    assert.is(instantOf('2019-05-03T10:20:30.5+03:00'), '2019-05-03T07:20:30.500Z');
    assert.is(instantOf('2024-02-29T23:59:59.999Z'), '2024-02-29T23:59:59.999Z');
    assert.is(instantOf('2016-12-31T23:59:60.000Z'), '2016-12-31T23:59:59.000Z');
    for (const wrong of ['2023-02-29T00:00:00.000Z', '2023-06-31T00:00:00.000Z', '2023-06-30T24:00:00.000Z']) assert.is(instantOf(wrong), undefined);
    for (const wrong of ['2019-13', '2019-02-30', '19', '2019-05-03T25:00:00Z', '2019-05-03T10:20', '', 7, null]) assert.is(instantOf(wrong), undefined);
  });
});
