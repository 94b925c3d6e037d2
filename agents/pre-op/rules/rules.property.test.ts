// What holds for every patient we can make up: no score falls when a risk is added, nothing missing is guessed, and equal input gives equal bytes.
import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import type { Level } from '#domain/recommendation/messages.ts';
import { recommendationCommands } from '#domain/recommendation/messages.ts';
import type { OpenedResource } from '../../kernel/ports.ts';
import { checked } from '../check.ts';
import {
  allFindings,
  bmi,
  CODES,
  condition,
  creatinine,
  factsOf,
  haemoglobin,
  had,
  hba1c,
  person,
  pressure,
  quantity,
  takes,
  weight,
} from '../given-patient.ts';
import { basisOf, inputsOf } from '../identity.ts';
import { scopeOf } from '../scope.ts';
import { textOf } from '../wording.ts';
import { RULES } from './index.ts';
import { asaSigns } from './pre-asa.ts';
import { rcriCriteria } from './pre-rcri.ts';
import { stopBangCriteria } from './pre-stopbang.ts';
import { bandOf, scoreOf } from './score.ts';

const value = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const days = fc.nat(800);
const codes = fc.constantFrom(...Object.values(CODES), '72863001', '84229001', '91302008', '7200002');
const anEvent: fc.Arbitrary<OpenedResource> = fc.oneof(
  fc.tuple(codes, days, fc.boolean()).map(([code, since, dated]) => condition(code, { days: since, dated })),
  fc.tuple(value(3, 20), days).map(([v, d]) => hba1c(v, '%', d)),
  fc.tuple(value(60, 260), value(30, 150), days).map(([s, d, since]) => pressure(s, d, since)),
  fc.tuple(value(3, 25), days).map(([v, d]) => haemoglobin(v, 'g/dL', d)),
  fc.tuple(value(0.2, 9), fc.constantFrom('mg/dL', 'umol/L', 'pints'), days).map(([v, unit, d]) => creatinine(v, unit, d)),
  fc.tuple(value(40, 200), days).map(([v, d]) => weight(v, 'kg', d)),
  fc.tuple(value(15, 60), days).map(([v, d]) => bmi(v, d)),
  value(10, 80).map((v) => quantity('10230-1', v, '%')),
  fc.constantFrom('Warfarin 5 MG', 'Eliquis', 'Pradaxa', 'Clopidogrel', 'Aspirin 100', 'insulin glargine', 'Prasugrel').map((name) => takes(name)),
  days.map((d) => had(CODES.stent, d)),
);
const aPatient = fc
  .tuple(fc.constantFrom('male' as const, 'female' as const), fc.integer({ min: 1930, max: 2015 }), fc.array(anEvent, { maxLength: 12 }))
  .map(([sex, year, events]) => [person(sex, `${year}-03-01`), ...events]);
const aProcedure = fc.constantFrom('Sleeve gastrectomy', 'Rhinoplasty', 'Dental implant', 'Saç ekimi', 'Knee replacement', 'Consultation');
const runs = { numRuns: 150 };

spec('every rule, for any patient', (it) => {
  it('adding a condition never lowers a score or an ASA class', () => {
    fc.assert(
      fc.property(aPatient, codes, days, aProcedure, (patient, code, since, procedure) => {
        const scope = scopeOf({ code: 'x', text: procedure });
        const scores = (events: readonly OpenedResource[]) => {
          const facts = factsOf(events);
          return [scoreOf(rcriCriteria(facts, scope)), scoreOf(stopBangCriteria(facts))]
            .map(({ min }) => min)
            .concat(Math.max(1, ...asaSigns(facts).map(({ least }) => least)));
        };
        const [before, after] = [scores(patient), scores([...patient, condition(code, { days: since })])];
        for (const [index, score] of before.entries()) assert.ok(after[index]! >= score);
      }),
      runs,
    );
  });
  it('a stated band holds whatever the missing criteria turn out to be', () => {
    fc.assert(
      fc.property(
        fc.nat(8),
        fc.nat(8),
        fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (min, more, bounds, part) => {
          const sorted = bounds.toSorted((a, b) => a - b);
          const band = bandOf({ min, max: min + more }, sorted);
          const real = min + Math.floor(part * (more + 0.999));
          if (band !== undefined) assert.is(bandOf({ min: real, max: real }, sorted), band);
        },
      ),
    );
  });
  it('insufficient data names a field, and every field named is an input of the rule', () => {
    fc.assert(
      fc.property(aPatient, aProcedure, (patient, procedure) => {
        for (const { rule, finding } of allFindings(procedure, ...patient)) {
          if (finding.level === 'insufficient-data') assert.ok(finding.missing.length > 0, rule.id);
          const inputs = [...rule.inputs.map(({ field }) => field), 'ancestry'];
          for (const field of finding.missing) assert.ok(inputs.includes(field), `${rule.id} ${field}`);
        }
      }),
      runs,
    );
  });
  it('an amber or red finding rests on at least one event, and only on events of the patient', () => {
    fc.assert(
      fc.property(aPatient, aProcedure, (patient, procedure) => {
        const ids = new Set(patient.map(({ eventId }) => eventId));
        for (const { finding } of allFindings(procedure, ...patient)) {
          if (finding.level === 'amber' || finding.level === 'red') assert.ok(inputsOf(finding).length > 0, finding.code);
          for (const id of inputsOf(finding)) assert.ok(ids.has(id));
        }
      }),
      runs,
    );
  });
  it('the same events give the same bytes', () => {
    fc.assert(
      fc.property(aPatient, aProcedure, (patient, procedure) => {
        const bytes = (events: readonly OpenedResource[]) =>
          allFindings(procedure, ...events).map(({ rule, finding }) => JSON.stringify([rule.id, finding, basisOf(rule, finding)]));
        assert.equal(bytes(structuredClone(patient)), bytes(patient));
      }),
      runs,
    );
  });
  it('a finding fits the command that issues it, in both languages', () => {
    fc.assert(
      fc.property(aPatient, aProcedure, (patient, procedure) => {
        for (const { rule, finding } of allFindings(procedure, ...patient)) {
          const { title, version } = rule;
          const id = '00000000-0000-8000-8000-000000000000';
          recommendationCommands.IssueRecommendation.parse({
            caseId: id,
            patientId: id,
            level: finding.level,
            rule: rule.id,
            version,
            title,
            missing: finding.missing,
            actions: finding.actions,
            evidence: rule.evidence,
            inputEventIds: inputsOf(finding),
            wording: 'template',
            text: textOf(finding),
            items: finding.items,
            basis: basisOf(rule, finding),
          });
        }
      }),
      runs,
    );
  });
  it('a template passes the check that a model has to pass', () => {
    fc.assert(
      fc.property(aPatient, aProcedure, (patient, procedure) => {
        for (const { rule, finding } of allFindings(procedure, ...patient))
          assert.equal(checked(JSON.stringify(finding.summary), rule, finding), { summary: finding.summary });
      }),
      runs,
    );
  });
  it('nobody has signed a rule, and each cites a source with a year and an address', () => {
    for (const rule of RULES) {
      assert.equal([rule.unsigned, rule.reviewedBy], [true, null]);
      assert.ok(rule.evidence.length > 0 && rule.evidence.every(({ url, year }) => url.startsWith('https://') && year > 1970), rule.id);
    }
    assert.is(new Set(RULES.map(({ id }) => id)).size, RULES.length);
  });
  it('a rule of this set never calls an emergency', () => {
    const known: readonly Level[] = ['info', 'amber', 'red', 'insufficient-data'];
    fc.assert(
      fc.property(aPatient, aProcedure, (patient, procedure) => allFindings(procedure, ...patient).every(({ finding }) => known.includes(finding.level))),
      runs,
    );
  });
});
