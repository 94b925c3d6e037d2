import { existsSync, globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { RESOURCE_KINDS } from '#domain/patient/messages.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeBlocks } from './block.ts';
import type { LogEvent } from './fold.ts';

const FOLDER = '../shared/data/fhir-r4';
type Resource = Record<string, unknown> & { resourceType: string };
type Person = {
  name: { given?: string[]; family?: string }[];
  birthDate: string;
  telecom?: { value: string }[];
  address?: { line?: string[]; city?: string }[];
};

const resourcesOf = (file: string): Resource[] =>
  (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { entry: { resource: Resource }[] }).entry.map(({ resource }) => resource);
const wordsOf = (person: Person): string[] =>
  [
    ...person.name.flatMap(({ given = [], family = '' }) => [...given, family]),
    person.birthDate,
    ...(person.telecom ?? []).map(({ value }) => value),
    ...(person.address ?? []).flatMap(({ line = [], city = '' }) => [...line, city]),
  ].filter((word) => word.length > 3);

/** Sealing that is none: the value stands in the map under its number. */
const values = new Map<string, unknown>();
const seal = (value: unknown): Sealed => {
  values.set(String(values.size), value);
  return { $sealed: String(values.size - 1), subject: 's', event: 'e', field: 'f' };
};
const blockOf = makeBlocks({
  open: async (_, sealed) => sealed.map(({ $sealed }) => values.get($sealed)),
  digest: async (_, __, input) => Buffer.from(input).toString('hex').padEnd(40, '0'),
});

function eventOf(resource: Resource, revision: number): LogEvent {
  const actor = { id: 'import', kind: 'system' as const, role: 'import' };
  const meta = { tenant: 'acme', actor, correlationId: '', causationId: '', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z' };
  const type = resource.resourceType === 'Patient' ? 'PatientRegistered' : `${resource.resourceType}Recorded`;
  const data = { resourceId: String(resource.id), fingerprint: 'ab', resource: seal(resource) };
  const stream = { tenant: 'acme', slice: 'patient', id: 'one' };
  return { type, data, id: `e${revision}`, stream, revision, position: BigInt(revision), recordedAt: new Date(), meta };
}

spec('warehouse facts of real bundles', (it) => {
  const files = existsSync(FOLDER) ? globSync(`${FOLDER}/*.json.gz`).toSorted().slice(0, 6) : [];
  if (files.length === 0) return it('skipped: the bundles are not on this machine', () => {});
  it('clinical facts are coded and numbered, and the person is in none of them', async () => {
    for (const file of files) {
      const resources = resourcesOf(file).filter(
        ({ resourceType }) => resourceType === 'Patient' || (RESOURCE_KINDS as readonly string[]).includes(resourceType),
      );
      const person = resources.find(({ resourceType }) => resourceType === 'Patient') as Person | undefined;
      if (!person) continue;
      const block = await blockOf(resources.map(eventOf));
      const facts = block.clinical_facts;
      const wholes = facts.filter(({ part }) => part === 0);
      assert.is(wholes.length, resources.length - 1);
      const coded = wholes.filter(({ code }) => code !== '').length / wholes.length;
      assert.ok(coded > 0.95, `only ${coded} of the facts are coded`);
      assert.ok(facts.some(({ value, unit }) => typeof value === 'number' && unit !== ''));
      const text = JSON.stringify(block);
      for (const word of wordsOf(person)) assert.not.ok(text.includes(word), `${word} of ${file}`);
    }
  });
});
