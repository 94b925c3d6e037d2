// A case's review over a store in memory: who looks at it, and what an offer may rest on.
import * as assert from 'uvu/assert';
import { CASE, careHub, MEMBER, PATIENT, tenant } from '#infra/testing/care-hub.ts';
import { as } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';

const terms = { doctor: 'x', facility: 'x', inclusions: 'x', insurance: 'x', cancellation: 'x' };
const offer = { currency: 'EUR', lines: [{ kind: 'procedure', text: 'Sleeve', amount: 300_000 }], terms, validUntil: '2026-02-01T00:00:00.000Z' };
const permit = { kind: 'ministry-facility', number: '1', validFrom: '2026-01-01', validTo: '2026-06-30' };
const version = { params: { id: CASE, version: 1 } };

async function begun() {
  const hub = careHub();
  await hub.opened();
  return hub;
}
type Hub = Awaited<ReturnType<typeof begun>>;
const code = (work: Promise<{ body: { code?: string } }>): Promise<string | undefined> =>
  work.then(
    ({ body }) => body.code,
    (e: { code: string }) => e.code,
  );
const member = async (hub: Hub, id: string, role: string) => {
  const meta = { tenant, actor: as('admin'), correlationId: '', causationId: '', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z', subject: id };
  const events = [
    { type: 'MemberInvited', data: { emailKey: 'ab'.repeat(16), email: 'x', name: 'x' } },
    { type: 'RoleGranted', data: { role } },
  ];
  await hub.store.append({ tenant, slice: 'member', id }, events.map((event, i) => ({ id: `${id}${i}`, ...event, meta })) as never, 'any');
};
const evaluate = (hub: Hub, decision: string) => hub.call('/api/cases/{id}/review/evaluate', { body: { evaluation: { decision } } });

spec('a review', (it) => {
  it('is given to a doctor of the tenant, to another one, and to nobody else', async () => {
    const [nurse, second] = ['0190d0c0-0000-7000-8000-000000000071', '0190d0c0-0000-7000-8000-000000000072'];
    const hub = await begun();
    for (const [id, role] of [
      [MEMBER, 'doctor'],
      [second, 'doctor'],
      [nurse, 'nurse'],
    ] as const)
      await member(hub, id, role);
    const assign = (reviewerId: string) => hub.call('/api/cases/{id}/review/assign', { role: 'coordinator', body: { reviewerId } });
    assert.equal((await assign(MEMBER)).body.events, ['ReviewerAssigned']);
    assert.is(await code(assign(nurse)), 'review.not-a-doctor');
    assert.is(await code(assign(PATIENT)), 'member.unknown');
    await assign(second);
    const { reviewerId, previousId } = hub.last('review')!.data as Record<string, string>;
    assert.equal([reviewerId, previousId], [second, MEMBER]);
    await hub.call('/api/cases/{id}/cancel', { role: 'coordinator', body: { reason: 'x' } });
    assert.is(await code(assign(MEMBER)), 'case.over');
  });
  it('after the patient told something else a doctor evaluates anew, and the offer goes out; it does not when the answer is no', async () => {
    const hub = await begun();
    const authorisationId = (await hub.call('/api/authorisations', { role: 'admin', body: permit })).body.id!;
    const patient = { params: { id: PATIENT }, role: 'patient', patientId: PATIENT } as const;
    await hub.call('/api/consents/{id}/acknowledge', { ...patient, body: { text: 'v1', language: 'de' } });
    const answers = { conditions: 'no', medication: 'no', allergies: 'no', smoking: 'no', 'dental-history': 'no' };
    await hub.call('/api/cases/{id}/intake/send', { body: { questionnaire: 'dental-1' } });
    await hub.call('/api/cases/{id}/intake/answer', { body: { answers } });
    await hub.call('/api/cases/{id}/intake/submit');
    await hub.call('/api/cases/{id}/offers', { role: 'coordinator', body: offer });
    await hub.call('/api/cases/{id}/offers/{version}/approve', version);
    const send = () => hub.call('/api/cases/{id}/offers/{version}/send', { ...version, role: 'coordinator', body: { authorisationId } });
    assert.is(await code(send()), 'offer.evaluation-stale');
    await evaluate(hub, 'not-eligible');
    assert.is(await code(send()), 'offer.evaluation-missing');
    assert.equal((await evaluate(hub, 'conditional')).body.events, ['EvaluationSuperseded', 'EvaluationRecorded']);
    assert.equal((await send()).body.events, ['OfferSent']);
    assert.is((hub.last('offer')!.data as { evaluationId: string }).evaluationId, hub.last('review')!.id);
  });
});
