import * as assert from 'uvu/assert';
import { procedure } from '#domain/case/messages.ts';
import { describe, isCurrentAnticoagulant, personOf } from '#domain/patient/describe.ts';
import { spec } from '#infra/testing/spec.ts';
import { readPosted } from '#write-side/fhir/bundle.ts';
import { link } from '#write-side/fhir/link.ts';
import { demoPatients } from './patients.ts';

const NOW = new Date('2026-02-28T10:00:00Z');
const all = (now = NOW) => {
  const { clinic, agency } = demoPatients(now);
  return [...clinic, ...agency];
};
const resources = all().flatMap(({ bundle }) => bundle.entry.map((e) => e.resource));

spec('demo patients', (it) => {
  it('every bundle is one whole patient in the eyes of the importer', () => {
    for (const { bundle } of all()) {
      const { groups, broken } = link(readPosted(bundle));
      assert.equal(
        broken.flatMap((b) => b.faults),
        [],
      );
      assert.equal([groups.length, groups[0]?.clinical.length], [1, bundle.entry.length - 1]);
    }
  });

  it('eight are at the clinic and three at the agency, no two share an id, and each wants a procedure', () => {
    const { clinic, agency } = demoPatients(NOW);
    assert.equal([clinic.length, agency.length], [8, 3]);
    assert.is(new Set(resources.map((r) => r.id)).size, resources.length);
    for (const demo of all()) procedure.parse(demo.procedure);
  });

  it('all are marked as test data, with addresses that reach nobody', () => {
    const people = resources.filter((r) => r.resourceType === 'Patient');
    assert.ok(people.every((p) => JSON.stringify(p.meta).includes('HTEST')));
    assert.ok(people.every((p) => personOf(p).email?.endsWith('@example.org')));
  });

  it('dates count back from the given day and none lies ahead of it', () => {
    const later = all(new Date(NOW.getTime() + 3 * 86_400_000));
    assert.is.not(JSON.stringify(later), JSON.stringify(all()));
    assert.ok(resources.every((r) => r.resourceType === 'Patient' || describe(r).at! <= NOW.toISOString()));
    const ages = resources.filter((r) => r.resourceType === 'Patient').map((p) => (NOW.getTime() - Date.parse(personOf(p).birthDate!)) / (365.25 * 86_400_000));
    assert.equal(ages.map(Math.floor), [68, 52, 47, 34, 53, 66, 29, 61, 39, 55, 57]);
  });

  it('three of them take an anticoagulant', () => assert.is(resources.filter(isCurrentAnticoagulant).length, 3));
});
