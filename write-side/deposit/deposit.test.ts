// From the accepted offer to the journey, by the hub's own endpoints, reactors and deadlines; money comes over the desk.
import * as assert from 'uvu/assert';
import { CASE, careHub, PATIENT } from '#infra/testing/care-hub.ts';
import { spec } from '#infra/testing/spec.ts';

const terms = { doctor: 'x', facility: 'x', inclusions: 'x', insurance: 'x', cancellation: 'x' };
const offer = { currency: 'EUR', lines: [{ kind: 'procedure', text: 'Sleeve', amount: 300_000 }], terms, validUntil: '2026-02-01T00:00:00.000Z' };
const version = { params: { id: CASE, version: 1 } };
const permit = { kind: 'ministry-facility', number: '1', validFrom: '2026-01-01', validTo: '2026-12-31' };
const journey = {
  ...{ surgery: 'laparoscopic', procedureEnd: '2026-01-20T08:00:00.000Z', returnAt: '2026-01-24T08:00:00.000Z', licence: 'A' },
  itinerary: { outbound: 'a', home: 'b' },
};
type Hub = ReturnType<typeof careHub>;

async function accepted(): Promise<Hub> {
  const hub = careHub();
  await hub.opened();
  const authorisationId = (await hub.call('/api/authorisations', { role: 'admin', body: permit })).body.id!;
  await hub.call('/api/cases/{id}/offers', { role: 'coordinator', body: offer });
  await hub.call('/api/cases/{id}/offers/{version}/approve', version);
  await hub.call('/api/cases/{id}/offers/{version}/send', { ...version, role: 'coordinator', body: { authorisationId } });
  await hub.call('/api/cases/{id}/offers/{version}/accept', { ...version, role: 'patient', patientId: PATIENT });
  await advance(hub, 'deposit');
  return hub;
}
const advance = (hub: Hub, to: string) => hub.call('/api/cases/{id}/advance', { role: 'coordinator', body: { to } });
const ask = (hub: Hub, amount: string, currency = 'EUR') =>
  hub.call('/api/payments', { role: 'finance', body: { case_id: CASE, amount, currency, method: 'bank_transfer' } });
const receive = (hub: Hub, id: string) => hub.call('/api/payments/{id}/receipt', { role: 'finance', params: { id }, body: { receipt: '17' } });
const openTasks = (hub: Hub): string[] => {
  const open = new Map<string, string>();
  for (const { type, stream, data } of hub.store.log)
    if (type === 'TaskAssigned') open.set(stream.id, (data as { kind: string }).kind);
    else if (type === 'TaskSettled') open.delete(stream.id);
  return [...open.values()].filter((kind) => kind !== 'authorisation');
};

spec('from the deposit to the journey', (it) => {
  it('a case enters its journey only when the deposit is here, by the provider’s word', async () => {
    const hub = await accepted();
    assert.is((await advance(hub, 'travel')).body.code, 'case.deposit-open');
    const { id } = (await ask(hub, '500')).body;
    assert.is((await advance(hub, 'travel')).body.code, 'case.deposit-open');
    await receive(hub, id!);
    assert.equal(hub.types('deposit'), ['DepositExpected', 'DepositAsked', 'DepositPaid']);
    assert.equal((await advance(hub, 'travel')).body.events, ['CaseStageEntered']);
  });
  it('a deposit that is here is the travel agent’s task until the journey is booked', async () => {
    const hub = await accepted();
    await receive(hub, (await ask(hub, '500')).body.id!);
    assert.equal(openTasks(hub), ['travel-plan']);
    await hub.call('/api/cases/{id}/travel/reserve', { role: 'travelagent', body: journey });
    assert.equal([openTasks(hub), hub.last('deposit')?.type, hub.parked], [[], 'DepositUsed', []]);
  });
  it('no more is asked for than the offer comes to, whatever was asked before, and nothing twice', async () => {
    const hub = await accepted();
    assert.is((await ask(hub, '2000')).status, 201);
    assert.equal((await ask(hub, '1000.01')).body.code, 'deposit.too-large');
    assert.equal((await ask(hub, '1', 'TRY')).body.code, 'deposit.other-currency');
    await hub.until('2026-01-09T00:00:00.000Z');
    assert.is(hub.last('deposit')?.type, 'DepositLapsed');
    assert.is((await ask(hub, '3000')).status, 201);
  });
  it('when the case is cancelled, finance pays it back or keeps it by the terms, and either ends it', async () => {
    for (const end of ['back', 'kept'] as const) {
      const hub = await accepted();
      const id = (await ask(hub, '500')).body.id!;
      await receive(hub, id);
      await hub.call('/api/cases/{id}/cancel', { body: { reason: 'will not come' } });
      assert.equal([openTasks(hub), hub.last('deposit')?.type], [['deposit-refund'], 'DepositOwed']);
      assert.is((await ask(hub, '1')).body.code, 'deposit.case-over');
      if (end === 'kept') await hub.call('/api/cases/{id}/deposit/keep', { role: 'finance', body: { reason: 'cancelled on the day' } });
      else {
        await hub.call('/api/payments/{id}/refund', { role: 'finance', params: { id }, body: {} });
        const { refundId } = hub.store.log.findLast(({ type }) => type === 'RefundRequested')!.data as { refundId: string };
        await hub.call('/api/payments/{id}/payout', { role: 'finance', params: { id }, body: { refundId } });
      }
      assert.equal([openTasks(hub), hub.last('deposit')?.type, hub.parked], [[], 'DepositSettled', []], end);
    }
  });
});
