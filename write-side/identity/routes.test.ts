// Whose a contact is, through the routes and a channel's webhooks, over a store in memory.
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Route } from '#domain/kernel/route.ts';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore, pretendDigest, pretendFingerprint, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeTake } from '#write-side/adapter/take.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { conversationRoutes } from '#write-side/conversation/routes.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { leadRoutes } from '#write-side/lead/routes.ts';
import { patientRoutes } from '#write-side/patient/routes.ts';
import { identityRoutes } from './routes.ts';

const who = { tenant: 'acme', memberId: 'm', roles: ['coordinator'], rights: rightsOf(['coordinator']), session: 's' };
const ada = { name: { given: ['Ada'], family: 'Lovelace' }, birthDate: '1815-12-10', sex: 'female' };
const PHONE = '+90 555 123 45 67';

function makeHub() {
  const store = makeMemoryStore();
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, now: () => new Date(Date.UTC(2026, 0, 1)) });
  const deps = { dispatch, store, open: pretendOpen, fingerprint: pretendFingerprint, tenantDigest: pretendDigest };
  const routes: Route[] = [...identityRoutes(deps), ...patientRoutes(deps), ...leadRoutes(deps), ...conversationRoutes(deps)];
  const contacts = makeContacts(deps);
  const take = makeTake({ dispatch, store, contacts });
  let count = 0;
  const call = async (path: string, body: object, id = '') => {
    const { handle, body: schema } = routes.find((r) => r.path === path) as Route;
    const request = { who, actor: as('coordinator'), params: { id }, query: {}, headers: {}, correlationId: 'c', commandId: `c${(count += 1)}` };
    const answer = (await handle({ ...request, body: schema?.parse(body) } as never)) as { status: number; body: { id: string; code?: string } };
    return { ...answer.body, status: answer.status };
  };
  const patient = async () => (await call('/api/patients', ada)).id;
  const link = (holderId: string, more: object = {}) =>
    call('/api/contacts', { channel: 'whatsapp', identity: PHONE, holderKind: 'patient', holderId, ...more });
  const says = (text: string, channel: 'whatsapp' | 'sms' = 'whatsapp', identity = '905551234567') => {
    const message = { kind: 'message', channel, id: `m${(count += 1)}`, identity, type: 'text', content: { text } } as const;
    return take('acme', channel, message, 'c');
  };
  /** Each conversation's id, whom it is linked to, and the messages it holds. */
  const talks = () => {
    const found = new Map<string, { patientId?: string | undefined; messages: number; lost: boolean }>();
    for (const { type, stream, data } of store.log) {
      if (stream.slice !== 'conversation') continue;
      const before = found.get(stream.id) ?? { messages: 0, lost: false };
      const { patientId } = data as { patientId?: string };
      if (type === 'ConversationLinked') found.set(stream.id, { ...before, patientId });
      else if (type === 'ConversationUnlinked') found.set(stream.id, { ...before, patientId: undefined });
      else found.set(stream.id, { ...before, messages: before.messages + (type === 'MessageReceived' ? 1 : 0), lost: before.lost || type === 'ContactLost' });
    }
    return [...found].map(([id, talk]) => ({ id, ...talk }));
  };
  return { store, call, patient, link, says, talks, contacts };
}

spec('contacts', (it) => {
  it('who writes from a known number is known at once, on every channel that knows people by it, however it is written', async () => {
    const { patient, link, says, talks } = makeHub();
    const id = await patient();
    assert.is((await link(id)).status, 201);
    await says('merhaba');
    await says('merhaba', 'sms', '+90 (555) 123-4567');
    assert.equal(
      talks().map(({ patientId }) => patientId),
      [id, id],
    );
  });
  it('what was said before goes to the patient when the number is linked, to the right one when it was the wrong one, and from whom it is not', async () => {
    const { patient, link, says, talks, call } = makeHub();
    const [one, other] = [await patient(), await patient()];
    await says('merhaba');
    const { id } = await link(one);
    assert.is(talks()[0]!.patientId, one);
    assert.equal([(await link(other)).code, (await link(other)).status], ['contact.taken', 409]);
    await call('/api/contacts/{id}/move', { holderKind: 'patient', holderId: other, reason: 'the sister’s' }, id);
    assert.equal([talks().length, talks()[0]!.patientId], [1, other]);
    await call('/api/contacts/{id}/unlink', { reason: 'neither’s' }, id);
    assert.is(talks()[0]!.patientId, undefined);
  });
  it('a number that changed hands begins anew: nobody reads what was said to the other, and nothing more goes out in that name', async () => {
    const { patient, link, says, talks, call, store } = makeHub();
    const [before, now] = [await patient(), await patient()];
    await link(before);
    await says('raporum geldi mi?');
    assert.is((await link(now, { changedHands: 'told by the operator' })).status, 201);
    await says('merhaba');
    const [old, fresh] = talks();
    assert.equal([old!.patientId, old!.messages, old!.lost], [before, 1, true]);
    assert.equal([fresh!.patientId, fresh!.messages, fresh!.lost], [now, 1, false]);
    const said = await call('/api/conversations/{id}/messages', { content: { text: 'raporunuz hazır' } }, old!.id);
    assert.equal([said.status, said.code], [409, 'conversation.contact-lost']);
    const keys = store.log.filter(({ type }) => type === 'MessageReceived').map(({ meta }) => meta.subject);
    assert.is(new Set(keys).size, 2, 'each kept under a key of its own');
  });
  it('identities follow a merge: they are the one person’s, and stay so when linked again', async () => {
    const { patient, link, says, talks, call, store } = makeHub();
    const [stays, goes] = [await patient(), await patient()];
    await link(goes);
    await call('/api/patients/{id}/merge', { patientId: goes, reason: 'one passport' }, stays);
    const length = store.log.length;
    assert.is((await link(stays)).status, 201);
    assert.is((await link(goes)).status, 201);
    assert.is(store.log.length, length);
    await says('merhaba');
    assert.is(talks()[0]!.patientId, goes, 'on the record it was linked to, which is shown as part of the other');
  });
  it('a lead’s number is the patient’s once the lead is one', async () => {
    const { patient, call, link, says, talks, store } = makeHub();
    const lead = (await call('/api/leads', { channel: 'whatsapp', name: 'Ada', phone: '+905551234567', interest: 'x' })).id;
    assert.is((await link(lead, { holderKind: 'lead' })).status, 201);
    await says('merhaba');
    assert.is(talks()[0]!.patientId, undefined);
    const id = await patient();
    const meta = { tenant: 'acme', actor: as('coordinator'), correlationId: 'c', causationId: 'c', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z' };
    await store.append(
      { tenant: 'acme', slice: 'lead', id: lead },
      [{ id: 'q', type: 'LeadQualified', data: { patientId: id, notice: 'n' }, meta }] as never,
      0,
    );
    await says('orada mısınız?');
    assert.is(talks()[0]!.patientId, id);
  });
  it('of patients who are linked to one number at the same time one has it, and it is nobody’s in another tenant', async () => {
    const { patient, link, store, contacts } = makeHub();
    const ids = await Promise.all(Array.from({ length: 8 }, patient));
    const answers = await Promise.all(ids.map((id) => link(id)));
    assert.is(answers.filter(({ status }) => status === 201).length, 1);
    assert.is(answers.filter(({ code }) => code === 'contact.taken').length, 7);
    assert.is(store.log.filter(({ type }) => type === 'ContactLinked').length, 1);
    assert.is((await contacts.of('globex', 'whatsapp', PHONE)).holder, undefined);
  });
  it('nobody who is not there has a contact, and the log holds no number', async () => {
    const { link, patient, store } = makeHub();
    const nobody = '0190d0c0-0000-7000-8000-000000000099';
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (e: { code: string }) => e.code,
      );
    assert.equal([await code(link(nobody)), await code(link(nobody, { holderKind: 'lead' }))], ['patient.unknown', 'lead.unknown']);
    await link(await patient());
    assert.not.match(JSON.stringify(store.log.map(({ data, stream }) => [data, stream])), /5551234567/);
  });
});
