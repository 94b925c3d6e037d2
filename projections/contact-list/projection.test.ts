import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { contactList } from './projection.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-0000000000${n}`;
const stream = `identity-${id(10)}`;
const [ada, bora] = [id(21), id(22)];
const linked = (contactId: string, holderId: string) => ({
  ...{ stream, type: 'ContactLinked' },
  data: { channel: 'whatsapp', contactId, conversations: [], holderKind: 'patient', holderId, identity: '+905550000000' },
});
const was = { contactId: id(10), conversations: [], formerKind: 'patient', formerId: ada, reason: 'x' };

spec('view contact-list', (it) => {
  it('shows whose a contact is, its value sealed, and goes along when it was linked to the wrong one', () => {
    const events = makeLog().write(linked(id(10), ada), { stream, type: 'ContactMoved', data: { ...was, holderKind: 'lead', holderId: bora } });
    const row = given(contactList, events).row(id(10))!;
    assert.equal([row.holderKind, row.holderId, row.until, row.contact], ['lead', bora, null, id(10)]);
    assert.ok(isSealed(row.identity));
  });
  it('a number that changed hands is shown with whom had it until then, and with whom has it now', () => {
    const events = makeLog().write(
      linked(id(10), ada),
      { stream, type: 'ContactChangedHands', data: was, at: '2026-05-01T00:00:00.000Z' },
      linked(id(11), bora),
    );
    const [before, now] = [given(contactList, events).row(id(10))!, given(contactList, events).row(id(11))!];
    assert.equal([before.holderId, before.until?.toISOString(), now.holderId, now.until], [ada, '2026-05-01T00:00:00.000Z', bora, null]);
  });
  it('what was linked by mistake is gone', () => {
    assert.is(given(contactList, makeLog().write(linked(id(10), ada), { stream, type: 'ContactUnlinked', data: was })).row(id(10)), undefined);
  });
});
