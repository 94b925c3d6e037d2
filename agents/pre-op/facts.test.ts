import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { age, conditions, insulin, latest, smokes, taking } from './ask-facts.ts';
import { creatinineClearance } from './cockcroft-gault.ts';
import { AS_OF, bmi, condition, creatinine, eventId, factsOf, haemoglobin, height, person, pressure, quantity, takes, weight } from './given-patient.ts';

const value = (answer: { known: boolean; value?: number; why?: string }) => (answer.known ? answer.value : answer.why);

spec('facts from FHIR resources', (it) => {
  it('the newest reading counts, whatever the order on file', () => {
    const facts = factsOf([haemoglobin(12, 'g/dL', 5), haemoglobin(14, 'g/dL', 50), haemoglobin(11, 'g/dL', 500)]);
    assert.is(value(latest(facts, 'haemoglobin', 90)), 120);
  });
  it('an old reading is stale on the day after its last', () => {
    assert.is(value(latest(factsOf([haemoglobin(12, 'g/dL', 90)]), 'haemoglobin', 90)), 120);
    assert.is(value(latest(factsOf([haemoglobin(12, 'g/dL', 91)]), 'haemoglobin', 90)), 'stale');
  });
  it('an unreadable newest reading is not passed over for an older one', () =>
    assert.is(value(latest(factsOf([haemoglobin(12, 'g/dL', 5), haemoglobin(14, 'cups', 1)]), 'haemoglobin', 90)), 'unit'));
  it('a reading entered in error, in the future or without a date does not count', () => {
    const facts = factsOf([
      quantity('718-7', 9, 'g/dL', 1, { status: 'entered-in-error' }),
      haemoglobin(10, 'g/dL', -30),
      quantity('718-7', 11, 'g/dL', 1, { effectiveDateTime: undefined }),
    ]);
    assert.is(value(latest(facts, 'haemoglobin', 90)), 'absent');
  });
  it('"less than" is not a number', () =>
    assert.is(
      value(latest(factsOf([quantity('718-7', 0, '', 1, { valueQuantity: { value: 12, code: 'g/dL', comparator: '<' } })]), 'haemoglobin', 90)),
      'no-value',
    ));
  it('both pressures come from the components of one measurement', () => {
    const facts = factsOf([pressure(141.6, 88.2)]);
    assert.is(value(latest(facts, 'systolic', 365)), 142);
    assert.is(value(latest(facts, 'diastolic', 365)), 88);
  });
  it('a body mass index is computed from height and weight when none is on file, or when the weight is newer', () => {
    assert.is(value(latest(factsOf([height(175), weight(107.2)]), 'bmi', 365)), 35);
    assert.is(value(latest(factsOf([height(175, 'cm', 9), weight(107.2, 'kg', 2), bmi(40, 9)]), 'bmi', 365)), 35);
    assert.is(value(latest(factsOf([height(175, 'cm', 9), weight(107.2, 'kg', 2), bmi(40, 2)]), 'bmi', 365)), 40);
  });
  it('a computed value names both events it rests on', () => {
    const [tall, heavy] = [height(175), weight(107.2)];
    const found = latest(factsOf([tall, heavy]), 'bmi', 365);
    assert.equal(found.eventIds, [heavy.eventId, tall.eventId]);
  });
  it('a year begins on the birthday', () => {
    assert.is(value(age(factsOf([person('male', '1986-06-15')]))), 40);
    assert.is(value(age(factsOf([person('male', '1986-06-16')]))), 39);
    assert.is(value(age(factsOf([person('male', '1986')]))), 'absent');
  });
  it('a resolved condition is past, except one that leaves a lasting risk', () => {
    const facts = factsOf([condition('38341003', { status: 'resolved' }), condition('22298006', { status: 'resolved' })]);
    assert.is(conditions(facts, 'hypertension').length, 0);
    assert.is(conditions(facts, 'myocardialInfarction').length, 1);
  });
  it('a drug is known by its ingredient or brand in the coded name, and only while it is active', () => {
    const names = (...events: Parameters<typeof factsOf>[0][number][]) => taking(factsOf(events), () => true).map(({ drug }) => drug.ingredient);
    assert.equal(names(takes('Warfarin Sodium 5 MG Oral Tablet'), takes('Plavix 75 mg tablet')), ['warfarin', 'clopidogrel']);
    assert.equal(names(takes('KLOPİDOGREL 75 MG')), ['clopidogrel']);
    assert.equal(names(takes('Apixaban 5 MG', 'stopped')), []);
    assert.is(insulin(factsOf([takes('insulin human, isophane 70 UNT/ML'), takes('İnsülin glarjin'), takes('Insulinoma test kit')])).length, 2);
  });
  it('smoking is true, false, or not known', () => {
    const status = (text: string) =>
      factsOf([
        {
          eventId: eventId(),
          resource: {
            resourceType: 'Observation',
            code: { coding: [{ system: 'http://loinc.org', code: '72166-2' }] },
            effectiveDateTime: '2026-01-01',
            valueCodeableConcept: { text },
          },
        },
      ]);
    assert.is(smokes(status('Current every day smoker')).value, true);
    assert.is(smokes(status('Former smoker')).value, false);
    assert.is(smokes(status('Smoker, current status unknown')).value, undefined);
    assert.is(smokes(factsOf([])).value, undefined);
  });
  it('creatinine clearance follows Cockcroft and Gault', () => {
    // (140 − 40) × 72 / (72 × 1) = 100 mL/min, and 85 for a woman.
    assert.is(creatinineClearance(factsOf([person('male'), weight(72), creatinine(1)])).known && 100, 100);
    const woman = creatinineClearance(factsOf([person('female'), weight(72), creatinine(88.42, 'umol/L')]));
    assert.is(woman.known && woman.value, 85);
    const unknown = creatinineClearance(factsOf([person('male', '1986'), creatinine(1, 'mg/dL', 91)]));
    assert.equal(!unknown.known && unknown.unknown.map(({ field, why }) => `${field} ${why}`), ['birthDate absent', 'weight absent', 'creatinine stale']);
  });
  it('resources of any shape are survived', () => {
    const odd = [null, 'x', [], { coding: 'x' }, { coding: [null, { code: 5 }] }, { text: 7 }];
    const facts = factsOf(
      ['Observation', 'Condition', 'MedicationRequest', 'Procedure', 'Patient'].flatMap((resourceType) =>
        odd.map((code) => ({
          eventId: eventId(),
          resource: {
            resourceType,
            code,
            component: code,
            valueQuantity: code,
            medicationCodeableConcept: code,
            effectiveDateTime: code,
            onsetDateTime: '20x6',
            gender: 3,
          },
        })),
      ),
    );
    assert.is(facts.asOf, AS_OF);
    assert.is(taking(facts, () => true).length, 0);
  });
});
