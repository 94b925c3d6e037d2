// Reviews by who has them, and contacts by whose they are, asked of the real database.
import * as assert from 'uvu/assert';
import { ANNA, BORA, CASE, clinicLog, doctor, uuid } from '#infra/testing/clinic-log.ts';
import { spec } from '#infra/testing/spec.ts';
import { startViewsHub, type ViewsHub } from '#infra/testing/views-hub.ts';

const [ME, OTHER, CONTACT] = [uuid(71), uuid(72), uuid(73)];
const assigned = (reviewerId: string) => ({
  ...{ stream: `review-${CASE}`, type: 'ReviewerAssigned' },
  data: { patientId: ANNA, reviewerId, assignedBy: OTHER, assignedAt: '2026-03-01T00:00:00.000Z' },
});
const identity = '+905551234567';
const linked = (contactId: string, holderId: string) => ({
  ...{ stream: `identity-${CONTACT}`, type: 'ContactLinked' },
  data: { channel: 'whatsapp', contactId, conversations: [], holderKind: 'patient', holderId, identity },
});
const opened = { stream: `conversation-${uuid(74)}`, type: 'ConversationOpened', data: { channel: 'whatsapp', contactId: CONTACT, identity } };
const talk = { stream: opened.stream, type: 'ConversationLinked', data: { patientId: BORA } };
type Page<T> = { items: T[] };

spec('who looks at what, and whose is what', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startViewsHub();
    hub.log.write(...clinicLog, assigned(OTHER), assigned(ME), linked(CONTACT, BORA), opened, talk);
    assert.ok(await hub.level());
  });
  teardown(() => hub.stop());

  it('a doctor finds the cases they review, and nobody else does', async () => {
    const of = async (id: string) => (await hub.get<Page<{ id: string; reviewerId: string }>>(doctor, `/api/reviews?reviewerId=${id}`)).items;
    assert.equal([(await of(ME)).map(({ id }) => id), (await of(OTHER)).length], [[CASE], 0]);
  });
  it('a patient’s contacts and conversations are found under whichever of their merged records is asked for', async () => {
    hub.log.write(
      { stream: `patient-${ANNA}`, type: 'PatientAbsorbed', data: { patientId: BORA, reason: 'x' } },
      { stream: `patient-${BORA}`, type: 'PatientMerged', data: { into: ANNA } },
    );
    assert.ok(await hub.level());
    for (const id of [ANNA, BORA]) {
      const contacts = await hub.get<Page<{ id: string; identity: string }>>(doctor, `/api/contacts?patientId=${id}`);
      assert.equal(
        contacts.items.map((one) => [one.id, one.identity]),
        [[CONTACT, identity]],
      );
      assert.is((await hub.get<Page<object>>(doctor, `/api/conversations?patientId=${id}`)).items.length, 1);
    }
    assert.equal((await hub.get<Page<object>>(doctor, `/api/contacts?leadId=${ANNA}`)).items, []);
    assert.equal((await hub.get<Page<object>>({ ...doctor, tenant: 'globex' }, '/api/contacts')).items, []);
  });
});
