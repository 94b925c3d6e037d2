import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { SealedEvent } from '#projections/ledger/leaf.ts';
import { spec } from '#infra/testing/spec.ts';
import { bundleOf, resourcesOf } from './fhir.ts';
import { chooseStreams } from './selection.ts';
import { archive } from './tar.ts';
import { part } from './timeline.ts';

const actor = { id: 'm1', kind: 'staff', role: 'doctor', onBehalfOf: 'm2' };
const event = (more: object = {}): SealedEvent =>
  ({
    ...{ tenant: 'acme', stream: 'acme.case-c1', revision: 0, id: 'e1', type: 'CaseOpened', recordedAt: '2026-03-01T10:00:00.000Z' },
    data: { patientId: 'p1' },
    meta: { actor, correlationId: 'k1', causationId: 'command-1', occurredAt: '2026-03-01T10:00:00.000Z', purpose: 'treatment' },
    ...more,
  }) as unknown as SealedEvent;
type Audit = { resourceType: string; id: string; meta: { profile: string[] }; action: string; agent: object[]; entity: { what: unknown }[] };
const of = (kind: string, more?: object) => resourcesOf(event(more)).filter(({ resourceType }) => resourceType === kind) as unknown as Audit[];
const profile = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';

spec('evidence in the words of FHIR', (it) => {
  it('is an AuditEvent of the profile that fits, and a Provenance, for each event', () => {
    const [created] = of('AuditEvent');
    assert.equal([created!.meta.profile, created!.action], [[`${profile}PatientCreate`], 'C']);
    const [updated] = of('AuditEvent', { revision: 3, data: {}, stream: 'acme.member-m1' });
    assert.equal([updated!.meta.profile, updated!.action], [[`${profile}Update`], 'U']);
    const text = JSON.stringify(of('Provenance'));
    for (const said of ['m2', 'command-1', 'acme.case-c1']) assert.ok(text.includes(said), said);
  });
  it('is one AuditEvent of reading for each person who was shown, with who, what for and by which request', () => {
    const data = { at: '2026-03-01T10:00:00.000Z', readerId: 'm1', readerKind: 'staff', readerRole: 'nurse', purpose: 'emergency', route: 'get /api/patients' };
    const read = of('AuditEvent', { type: 'DataDisclosed', data: { ...data, persons: [{ id: 'p1' }, { id: 'p2' }] } });
    assert.equal(
      read.map(({ meta, action }) => [meta.profile[0], action]),
      [
        [`${profile}PatientRead`, 'R'],
        [`${profile}PatientRead`, 'R'],
      ],
    );
    assert.match(JSON.stringify(read[1]), /"p2".*"k1"/s);
    assert.match(JSON.stringify(read[0]!.agent), /ETREAT/);
    assert.is(of('Provenance', { type: 'DataDisclosed', data: { ...data, persons: [] } }).length, 0);
  });
  it('has each resource once, under an address of its own', () => {
    const { entry } = JSON.parse(bundleOf(resourcesOf(event()))) as { entry: { fullUrl: string }[] };
    assert.is(new Set(entry.map(({ fullUrl }) => fullUrl)).size, entry.length);
  });
});

spec('a pack’s parts', (it) => {
  it('an archive is the same bytes for the same files, and holds them', async () => {
    const files = fc.array(fc.uint8Array({ maxLength: 1500 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(files, async (contents) => {
        const pack = async () => {
          const list = contents.map((bytes, n) => ({ path: `f/${n}`, bytes: Buffer.from(bytes) }));
          return Buffer.concat(
            await Array.fromAsync(
              archive(
                (async function* () {
                  yield* list;
                })(),
              ),
            ),
          );
        };
        const bytes = await pack();
        assert.ok(bytes.equals(await pack()));
        const tar = gunzipSync(bytes);
        for (const one of contents) assert.ok(tar.includes(Buffer.from(one)));
      }),
      { numRuns: 30 },
    );
  });
  it('a timeline shows what was said as text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const html = part(0, [{ event: event({ type: `<script>${text}` }), index: 1, data: { text: `<img src=x onerror=${text}>` } }]);
        assert.not.match(html, /<script|<img/);
      }),
    );
  });
  it('a patient’s streams are those that name the patient and the patient’s cases; a period names none', () => {
    const names: Record<string, string[]> = { 'patient p1': ['acme.patient-p1', 'acme.case-c1'], 'case c1': ['acme.case-c1', 'acme.offer-o1'] };
    const about = (name: string) => names[name] ?? [];
    assert.equal(chooseStreams({ patient: 'p1' })(about), ['acme.case-c1', 'acme.offer-o1', 'acme.patient-p1']);
    assert.equal(chooseStreams({ case: 'c1' })(about), ['acme.case-c1', 'acme.offer-o1']);
    assert.equal(chooseStreams({})(about), []);
  });
});
