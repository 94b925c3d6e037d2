// What a purpose opens, over the real rules and routes in memory: as long as the person agrees, and no longer.
import * as assert from 'uvu/assert';
import { careHub, PATIENT, tenant } from '#infra/testing/care-hub.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { agrees } from './purpose.ts';

const HEAD = '0190d0c0-0000-7000-8000-0000000000f1';

async function world() {
  const hub = careHub();
  await hub.opened();
  let count = 0;
  const give = (slice: string, id: string, type: string, data: object, role: string, kind?: 'system') =>
    hub.dispatch({ tenant, slice, id }, { type, data }, { id: `own-${(count += 1)}`, actor: as(role, kind), correlationId: 'c' });
  const said = (type: string, purpose: string, id = PATIENT) =>
    give('consent', id, type, type === 'GrantConsent' ? { purpose, text: 'v1', language: 'de' } : { purpose }, 'coordinator');
  await give('consent', PATIENT, 'AcknowledgeNotice', { text: 'v1', language: 'de' }, 'coordinator');
  async function document(kind: string): Promise<string> {
    const body = { patientId: PATIENT, kind, mediaType: 'image/jpeg', size: 5, fileName: 'x.jpg' };
    const { id } = (await hub.call('/api/documents', { body })).body as { id: string };
    await give('document', id, 'RegisterDocument', { sha256: 'ab'.repeat(32), size: 5 }, 'coordinator');
    await give('document', id, 'RecordScan', { verdict: 'clean' }, 'x', 'system');
    return id;
  }
  const view = (id: string, patientId?: string) =>
    hub.call('/api/documents/{id}/view', { params: { id }, ...(patientId && { role: 'patient', patientId }) }).then(
      ({ body }) => body.code ?? body.events![0],
      ({ code }: { code: string }) => code,
    );
  return { hub, give, said, document, view };
}

spec('purposes', (it) => {
  it('a photo is shown to others only while the person agrees to photos; the person sees it always, and nobody is asked about other documents', async () => {
    const { said, document, view } = await world();
    const [photo, lab] = [await document('photo'), await document('lab')];
    assert.equal([await view(photo), await view(lab), await view(photo, PATIENT)], ['consent.missing', 'DocumentViewed', 'DocumentViewed']);
    await said('GrantConsent', 'photos');
    assert.is(await view(photo), 'DocumentViewed');
    await said('WithdrawConsent', 'photos');
    assert.is(await view(photo), 'consent.missing');
  });
  it('what was classified as a photo later is one, and another consent does not open it', async () => {
    const { said, give, document, view } = await world();
    const id = await document('other');
    await give('document', id, 'ClassifyDocument', { kind: 'photo' }, 'nurse');
    await said('GrantConsent', 'research');
    assert.is(await view(id), 'consent.missing');
  });
  it('of a person with several records what was said last counts, on whichever it was', async () => {
    const { hub, said, give } = await world();
    const meta = { tenant, actor: as('x'), correlationId: '', causationId: '', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z' };
    const write = (id: string, type: string, data: object) =>
      hub.store.append({ tenant, slice: 'patient', id }, [{ id: `${id}-${type}`, type, data, meta }], 'any');
    await write(HEAD, 'PatientAbsorbed', { patientId: PATIENT });
    await write(PATIENT, 'PatientMerged', { into: HEAD });
    await give('consent', HEAD, 'AcknowledgeNotice', { text: 'v1', language: 'de' }, 'coordinator');
    const both = async () => [await agrees(hub.store, tenant, PATIENT, 'research'), await agrees(hub.store, tenant, HEAD, 'research')];
    assert.equal(await both(), [false, false]);
    await said('GrantConsent', 'research');
    assert.equal(await both(), [true, true]);
    await said('GrantConsent', 'research', HEAD);
    await said('WithdrawConsent', 'research');
    assert.equal(await both(), [false, false]);
  });
});
